using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline;

namespace PublishedModels;

/// <summary>States of a connection, RFC 9293 section 3.3.2.</summary>
public enum ConnectionState : byte
{
    Closed,
    Listen,
    SynSent,
    SynReceived,
    Established,
    FinWait1,
    FinWait2,
    Closing,
    CloseWait,
    LastAck,
    TimeWait,
}

/// <summary>What a segment says; that it acknowledges a FIN is told apart.</summary>
public enum Control : byte
{
    None,
    Syn,
    SynAck,
    Ack,
    Reset,
    Fin,
    AckOfFin,
}

/// <summary>Two peers, each with a state, and for each a queue of segments on their way to it.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Connection
{
    public Opening Opening;
    public Bound Bound;
    public InlineArray2<ConnectionState> States;
    public BitSet<byte> Blocks;
    public InlineArray2<Ring<Control, InlineArray8<Control>>> Arriving;
}

/// <summary>
/// The state diagram of RFC 9293, figure 5, as M. Kuppe's TLA+ specification "tcp" reads it (TLA+ examples collection,
/// 2024): user calls happen by themselves, nothing is lost or sent twice, and a connection is opened once.
/// </summary>
[Machine]
public static partial class DiagramPeer
{
    internal static void Rules(Table<Connection, ConnectionState> table) => table
        .At(StateOf).Start(ConnectionState.SynSent).Final(ConnectionState.Closed)
        .InAny().Alternatives()
            .When(HasBlock).When(IsNew, Control.Reset).Do(Send, Control.Reset).Goto(ConnectionState.TimeWait)
                .Named("note 3: a reset is sent")
            .When(IsNext, Control.Reset).Do(Take).Goto(ConnectionState.Listen).Named("note 3: back to LISTEN")
            .When(IsNext, Control.Reset).Do(Take).Goto(ConnectionState.Closed).Named("note 3: back to CLOSED")
        .In(ConnectionState.Listen).Alternatives()
            .Always().Do(DeleteBlock).Goto(ConnectionState.Closed).Named("LISTEN is closed")
            .When(IsNext, Control.Syn).When(IsNew, Control.SynAck).Do(Take).Do(Send, Control.SynAck)
                .Goto(ConnectionState.SynReceived)
        .In(ConnectionState.SynSent).Alternatives()
            .Always().Do(DeleteBlock).Goto(ConnectionState.Closed).Named("SYN-SENT is closed")
            .When(IsNext, Control.Syn).When(IsNew, Control.SynAck).Do(Take).Do(Send, Control.SynAck)
                .Goto(ConnectionState.SynReceived)
            .When(IsNext, Control.SynAck).When(IsNew, Control.Ack).Do(Take).Do(Send, Control.Ack)
                .Goto(ConnectionState.Established)
        .In(ConnectionState.SynReceived).Alternatives()
            .When(IsNew, Control.Fin).Do(Send, Control.Fin).Goto(ConnectionState.FinWait1)
            .When(IsNext, Control.Reset).Do(Take).Goto(ConnectionState.Listen).Named("note 1")
            .When(IsNext, Control.Ack).Do(Take).Goto(ConnectionState.Established)
        .In(ConnectionState.Established).Alternatives()
            .When(IsNew, Control.Fin).Do(Send, Control.Fin).Goto(ConnectionState.FinWait1)
            .When(IsNext, Control.Fin).When(IsNew, Control.AckOfFin).Do(Take).Do(Send, Control.AckOfFin)
                .Goto(ConnectionState.CloseWait)
        .In(ConnectionState.FinWait1).Alternatives()
            .When(IsNext, Control.Fin).When(IsNew, Control.AckOfFin).Do(Take).Do(Send, Control.AckOfFin)
                .Goto(ConnectionState.Closing)
            .When(IsNext, Control.AckOfFin).Do(Take).Goto(ConnectionState.FinWait2)
            .When(FinAndItsAckAreNext).When(IsNew, Control.AckOfFin).Do(Take).Do(Take).Do(Send, Control.AckOfFin)
                .Goto(ConnectionState.TimeWait).Named("note 2")
        .In(ConnectionState.FinWait2)
            .When(IsNext, Control.Fin).When(IsNew, Control.AckOfFin).Do(Take).Do(Send, Control.AckOfFin)
                .Goto(ConnectionState.TimeWait)
        .In(ConnectionState.Closing)
            .When(IsNext, Control.AckOfFin).Do(Take).Goto(ConnectionState.TimeWait)
        .In(ConnectionState.CloseWait)
            .When(IsNew, Control.Fin).Do(Send, Control.Fin).Goto(ConnectionState.LastAck)
        .In(ConnectionState.LastAck)
            .When(IsNext, Control.AckOfFin).Do(Take).Goto(ConnectionState.Closed)
        .In(ConnectionState.TimeWait)
            .When(HasBlock).Do(DeleteBlock).Goto(ConnectionState.Closed);

    internal static bool IsNext(in Connection connection, int self, Control control) =>
        connection.Arriving[self] is { IsEmpty: false } queue && queue[0] == control;

    /// <summary>No segment may follow one that says the same, which stands for "no retransmission".</summary>
    internal static bool IsNew(in Connection connection, int self, Control control) =>
        connection.Arriving[1 - self] is not { IsEmpty: false } queue || queue[queue.Count - 1] != control;

    internal static bool HasBlock(in Connection connection, int self) => connection.Blocks.Contains(self);

    internal static bool FinAndItsAckAreNext(in Connection connection, int self) =>
        connection.Arriving[self] is { Count: > 1 } queue && queue[0] == Control.Fin && queue[1] == Control.AckOfFin;

    private static ref ConnectionState StateOf(ref Connection connection, int self) => ref connection.States[self];

    private static void Take(ref Connection connection, int self) => connection.Arriving[self].Dequeue();

    private static void Send(ref Connection connection, int self, Control control) =>
        connection.Arriving[1 - self].Enqueue(control);

    private static void DeleteBlock(ref Connection connection, int self) => connection.Blocks.Remove(self);
}

public enum Bound : byte
{
    InForce,
}

/// <summary>
/// What the constraints of that model cut off. TLC counts a step that leads out of bounds as generated, but not where
/// it leads to; here it is a step that changes nothing.
/// </summary>
[Machine]
public static partial class CutOff
{
    internal static void Rules(Table<Connection, Bound> table) => table
        .At(PlaceOf).Final(Bound.InForce)
        .In(Bound.InForce).Alternatives()
            .When(IsIn, ConnectionState.Closed).Stay().Named("active open")
            .When(IsIn, ConnectionState.Closed).Stay().Named("passive open")
            .When(IsIn, ConnectionState.Listen).Stay().Named("send")
            .When(DiagramPeer.HasBlock).Unless(DiagramPeer.IsNew, Control.Reset).Stay()
            .When(IsOpening).When(DiagramPeer.IsNext, Control.Syn).Unless(DiagramPeer.IsNew, Control.SynAck).Stay()
            .When(IsIn, ConnectionState.SynSent).When(DiagramPeer.IsNext, Control.SynAck)
                .Unless(DiagramPeer.IsNew, Control.Ack).Stay()
            .When(MayClose).Unless(DiagramPeer.IsNew, Control.Fin).Stay()
            .When(AcceptsFin).When(DiagramPeer.IsNext, Control.Fin).Unless(DiagramPeer.IsNew, Control.AckOfFin).Stay()
            .When(IsIn, ConnectionState.FinWait1).When(DiagramPeer.FinAndItsAckAreNext)
                .Unless(DiagramPeer.IsNew, Control.AckOfFin).Stay();

    private static ref Bound PlaceOf(ref Connection connection, int self) => ref connection.Bound;

    private static bool IsIn(in Connection connection, int self, ConnectionState place) =>
        connection.States[self] == place;

    private static bool IsOpening(in Connection connection, int self) =>
        connection.States[self] is ConnectionState.Listen or ConnectionState.SynSent;

    private static bool MayClose(in Connection connection, int self) => connection.States[self]
        is ConnectionState.SynReceived or ConnectionState.Established or ConnectionState.CloseWait;

    private static bool AcceptsFin(in Connection connection, int self) => connection.States[self]
        is ConnectionState.Established or ConnectionState.FinWait1 or ConnectionState.FinWait2;
}

public enum Opening : byte
{
    Due,
    Done,
}

/// <summary>Says who has opened actively; the other listens, and the SYN is on its way.</summary>
[Machine]
public static partial class Opener
{
    internal static void Rules(Table<Connection, Opening> table) => table
        .At(PlaceOf).Final(Opening.Done)
        .In(Opening.Due)
            .Choose(Openers).Do(Open).Goto(Opening.Done);

    private static ref Opening PlaceOf(ref Connection connection) => ref connection.Opening;

    private static int Openers(in Connection connection, int self) => 2;

    private static void Open(ref Connection connection, int self, int choice)
    {
        connection.States[choice] = ConnectionState.SynSent;
        connection.States[1 - choice] = ConnectionState.Listen;
        connection.Arriving[1 - choice].Enqueue(Control.Syn);
        connection.Blocks.Add(0);
        connection.Blocks.Add(1);
    }
}

[CheckedSystem("connection-diagram")]
public readonly partial struct ConnectionDiagram
{
    internal static void Compose(SystemTable<Connection> system) => system
        .Start(Begin)
        .Run(typeof(Opener), "opener")
        .Run(typeof(DiagramPeer), Peers, "peer {0}")
        .Run(typeof(CutOff), Peers, "bound {0}")
        .Always(BothAreEstablishedAtRest, "with nothing on its way, both are ESTABLISHED or neither is")
        .Sometimes(BothAreEstablished, "a connection is opened at all");

    private static Connection Begin(Parameters parameters) => default;

    private static int Peers(in Connection connection) => connection.Opening == Opening.Done ? 2 : 0;

    private static bool BothAreEstablishedAtRest(in Connection connection) =>
        !connection.Arriving[0].IsEmpty || !connection.Arriving[1].IsEmpty
        || connection.States[0] == ConnectionState.Established == (connection.States[1] == ConnectionState.Established);

    private static bool BothAreEstablished(in Connection connection) =>
        connection.States[0] == ConnectionState.Established && connection.States[1] == ConnectionState.Established;
}
