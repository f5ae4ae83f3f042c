using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Systems.Tcp;

/// <summary>What the user of one end still has to do, and has seen.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct TcpUserState
{
    /// <summary>How far the user is.</summary>
    public TcpUserStep Step;

    /// <summary>Octets still to be sent.</summary>
    public byte ToSend;

    /// <summary>Octets handed to the connection.</summary>
    public byte Sent;

    /// <summary>Octets read.</summary>
    public byte Read;

    /// <summary>The connection was aborted by this user.</summary>
    public bool HasAborted;
}

/// <summary>What may still go wrong between two ends, and at them; nothing where all is 0.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct TcpFaults
{
    /// <summary>Segments that the network may lose.</summary>
    public byte Losses;

    /// <summary>Segments that it may deliver twice.</summary>
    public byte Copies;

    /// <summary>Segments that it may hold back until all that is under way has passed.</summary>
    public byte Delays;

    /// <summary>Time-outs that come although what is waited for is under way.</summary>
    public byte Haste;

    /// <summary>Segments that a router may drop and complain of (RFC 9293 3.9.2.2).</summary>
    public byte Complaints;

    /// <summary>Hosts that may forget everything.</summary>
    public byte Restarts;

    /// <summary>Connections whose process may end before they do.</summary>
    public byte Orphans;

    /// <summary>Whether all that users send is urgent; constant during a run.</summary>
    public bool IsUrgent;

    /// <summary>Whether the passive end answers with cookies; constant during a run.</summary>
    public bool HasCookies;
}

/// <summary>What is remembered of one end, beside its connection, to judge what it takes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct TcpRecord
{
    /// <summary>How many more connections its user may open.</summary>
    public byte Openings;

    /// <summary>How many it has opened before the one it has.</summary>
    public byte Incarnation;

    /// <summary>The places of its peer's stream, SYN being 0, that have come since its peer opened.</summary>
    public BitSet<byte> Arrived;

    /// <summary>The incarnation of its peer that its connection is with.</summary>
    public byte Partner;

    /// <summary>It has taken text, an acknowledgment or an end from another incarnation of its peer.</summary>
    public bool TookOld;

    /// <summary>Its user listens again although an earlier connection is still in TIME-WAIT.</summary>
    public bool ListensAgain;
}

/// <summary>Two ends of a connection, their users, and what is under way between them.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct TcpPair
{
    /// <summary>The mutation in force; constant during a run.</summary>
    public Mutation Mutation;

    /// <summary>Whether users may abort; constant during a run.</summary>
    public bool MayAbort;

    /// <summary>The two ends.</summary>
    public InlineArray2<Tcb> Ends;

    /// <summary>Segments on their way to each end, oldest first.</summary>
    public InlineArray2<Ring<Segment, InlineArray12<Segment>>> Wires;

    /// <summary>The user of each end.</summary>
    public InlineArray2<TcpUserState> Users;

    /// <summary>Where the path is; it has one place only.</summary>
    public InlineArray2<TcpPathStep> Path;

    /// <summary>What may go wrong.</summary>
    public TcpFaults Faults;

    /// <summary>What is remembered of each end, where anything may go wrong.</summary>
    public InlineArray2<TcpRecord> Records;

    /// <summary>Each end's socket: the peer of end 0 is end 1 and the other way round.</summary>
    public static Endpoint EndpointOf(int end) => new(1, (ushort)(end == 0 ? 40_000 : 80));

    /// <summary>
    /// ISS of each end, so near the end of the number space that every run crosses it (RFC 9293 3.4).
    /// </summary>
    public static SequenceNumber InitialSequenceOf(int end) => new(uint.MaxValue - (end == 0 ? 0u : 1u));

    /// <summary>The mutation in force.</summary>
    public static Mutation MutationIn(in TcpPair pair) => pair.Mutation;
}
