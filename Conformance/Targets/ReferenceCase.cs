using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;

namespace Wakeline.Conformance.Targets;

/// <summary>
/// A connection from its opening to its end, with what a test of a connection usually has: a listener, the handshake,
/// accept, text both ways, poll, FIN both ways, and an acknowledgment for nobody, which is reset. By it targets are
/// measured, and seen to do the same.
/// </summary>
/// <param name="stack">A stack on which nothing has happened yet.</param>
internal sealed class ReferenceCase(IStack stack)
{
    private const ushort Server = 8080;
    private const ushort Client = 40_000;
    private const ushort Stranger = 40_001;
    private const ushort Octets = 10;
    private const uint First = 1_000_000;

    /// <summary>A segment that is owed comes within this time, in microseconds.</summary>
    private const long Patience = 1_000_000;

    private static readonly AnyValue s_any = new();

    private readonly CaseCalls _calls = new(stack);
    private readonly List<string> _seen = [];
    private uint _theirs;

    /// <summary>What is seen where nothing is wrong: results of calls, and control bits of what is sent.</summary>
    public static string Expected { get; } = "0 0 S. . 1 10 10 P. 0 F. . R";

    /// <summary>Runs it.</summary>
    /// <returns>What was seen.</returns>
    public string Run()
    {
        var listener = _calls.Succeed(
            "socket", CaseCalls.Constant("AF_INET"), CaseCalls.Constant("SOCK_STREAM"), CaseCalls.Number(0));
        Note(_calls.Make("bind", listener, s_any, CaseCalls.Number(16)));
        Note(_calls.Make("listen", listener, CaseCalls.Number(5)));
        Deliver(Client, ControlBits.Syn, First, 0);
        _theirs = Await().Range.First + 1;
        Deliver(Client, ControlBits.Ack, First + 1, 0);
        var connection = _calls.Succeed("accept", listener, s_any, s_any);
        Exchange(connection);
        Note(_calls.Make("shutdown", connection, CaseCalls.Constant("SHUT_WR")));
        Await();
        _theirs++;
        Deliver(Client, ControlBits.Fin | ControlBits.Ack, First + 1 + Octets, 0);
        Await();
        Deliver(Stranger, ControlBits.Ack, First, 0);
        Await();
        return string.Join(' ', _seen);
    }

    private void Exchange(NumberValue connection)
    {
        Deliver(Client, ControlBits.Psh | ControlBits.Ack, First + 1, Octets);
        Await();
        Note(_calls.Make("poll", CaseCalls.Polled(connection, "POLLIN"), CaseCalls.Number(1), CaseCalls.Number(0)));
        Note(_calls.Make("recv", connection, s_any, CaseCalls.Number(100), CaseCalls.Number(0)));
        Note(_calls.Make("send", connection, s_any, CaseCalls.Number(Octets), CaseCalls.Number(0)));
        Await();
        _theirs += Octets;
        Deliver(Client, ControlBits.Ack, First + 1 + Octets, 0);
    }

    private void Note(CallAnswer answer) => _seen.Add($"{answer}");

    private void Deliver(ushort port, ControlBits flags, uint sequence, ushort payload) => stack.Deliver(new WirePacket(
        stack.Now, port, Server,
        new TcpSegment(
            flags, new SequenceRange(sequence, payload), (flags & ControlBits.Ack) != 0 ? _theirs : null,
            ushort.MaxValue, null, null)));

    private TcpSegment Await()
    {
        var end = stack.Now + Patience;
        WirePacket? packet;
        while ((packet = stack.TakeSent()) is null && stack.Now < end)
        {
            stack.Advance(end);
        }

        var segment = packet?.Content as TcpSegment ?? throw new TargetException(
            $"nothing was sent after '{string.Join(' ', _seen)}'");
        _seen.Add(ControlBitText.Write(segment.Flags));
        return segment;
    }
}
