using System.Runtime.InteropServices;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>
/// One way to explain what was seen of an end of a connection: the state it is in, and what of the calls and segments
/// under way has already had its effect.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Hypothesis
{
    /// <summary>The state of the connection.</summary>
    public Tcb Tcb;

    /// <summary>Whether ISS is bound: it is, once a SYN has been seen to leave.</summary>
    public bool IsIssKnown;

    /// <summary>Whether the acknowledgment that is owed is only to tell a window that has opened.</summary>
    public bool IsUpdateOwed;

    /// <summary>
    /// Whether the acknowledgment that is owed may be left out: a challenge may be throttled (RFC 5961 7).
    /// </summary>
    public bool IsAckOptional;

    /// <summary>Whether anything was answered by a challenge, or could have been.</summary>
    public bool HadChallenge;

    /// <summary>
    /// Whether the listener has answered by a cookie and kept nothing (RFC 4987 3.6): what stands here is what will
    /// come back with it.
    /// </summary>
    public bool IsCookie;

    /// <summary>Whether the acknowledgment of the next segment on its way is taken already, but not its text.</summary>
    public bool IsHalfTaken;

    /// <summary>The reset of a connection that was broken off and is still to go, if there is one.</summary>
    public ResetNumbers LateReset;

    /// <summary>Whether any text was sent.</summary>
    public bool HasSent;

    /// <summary>SND.NXT when something arrived last: what lies behind it was sent since.</summary>
    public SequenceNumber FreshStart;

    /// <summary>Where the text begins that was sent again since something arrived.</summary>
    public SequenceNumber RepeatedStart;

    /// <summary>The number after the last of it; the same if there is none.</summary>
    public SequenceNumber RepeatedEnd;

    /// <summary>Whether more text came out of order than the table holds.</summary>
    public bool HasMoreHeld;

    /// <summary>Whether a time stamp was sent.</summary>
    public bool HasStamp;

    /// <summary>The one that was sent last.</summary>
    public uint LastStamp;

    /// <summary>Whether accept has given the connection to the user.</summary>
    public bool IsAccepted;

    /// <summary>Calls under way that have had their effect, by their slot.</summary>
    public BitSet<ushort> Applied;

    /// <summary>How many segments that were seen to arrive the connection has taken, or lost, so far.</summary>
    public long Taken;

    /// <summary>Octets of send calls under way that are queued already.</summary>
    public int SentAhead;

    /// <summary>Octets that receive calls under way have taken already.</summary>
    public int ReadAhead;

    /// <summary>What the set does not compare, but merges. It is the last field.</summary>
    public Circumstances Beside;
}
