using System.Numerics;
using System.Runtime.InteropServices;

namespace Wakeline.Model.Oracle;

/// <summary>
/// What hypotheses may differ in without being told apart: when something was, and from what was departed. Of two the
/// one that binds less holds. Times are nanoseconds.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Circumstances
{
    /// <summary>When text was sent last, or a timer expired.</summary>
    public long TextSent;

    /// <summary>Since when an acknowledgment is owed.</summary>
    public long AckOwedSince;

    /// <summary>Since when something else is owed.</summary>
    public long AnswerOwedSince;

    /// <summary>When the oldest text on the way, or the SYN, was sent last, or earlier.</summary>
    public long FlightStart;

    /// <summary>Since when what is on the way waits for its acknowledgment, or later.</summary>
    public long OutstandingSince;

    /// <summary>Whether anything has arrived since the flight started.</summary>
    public bool HasNews;

    /// <summary>
    /// How long the latest time-out was; 0 for none since text was first sent, -1 if it is not known.
    /// </summary>
    public long Interval;

    /// <summary>Since when the window of the peer is shut, or when a probe was sent last.</summary>
    public long ProbeBase;

    /// <summary>Since when text waits for a shut window that is probed, or later; 0 if none does.</summary>
    public long ProbedSince;

    /// <summary>Since when the connection is in TIME-WAIT or FIN-WAIT-2.</summary>
    public long EndedSince;

    /// <summary>Where the stack departed from the text.</summary>
    public Departures Departed;

    /// <summary>Takes over what binds less.</summary>
    public void Merge(in Circumstances other)
    {
        TextSent = Math.Min(TextSent, other.TextSent);
        AckOwedSince = Math.Max(AckOwedSince, other.AckOwedSince);
        AnswerOwedSince = Math.Max(AnswerOwedSince, other.AnswerOwedSince);
        FlightStart = Math.Min(FlightStart, other.FlightStart);
        OutstandingSince = Math.Max(OutstandingSince, other.OutstandingSince);
        HasNews |= other.HasNews;
        Interval = Interval > 0 && other.Interval > 0 ? Math.Min(Interval, other.Interval)
            : Math.Min(Math.Min(Interval, other.Interval), 0);
        ProbeBase = Math.Min(ProbeBase, other.ProbeBase);
        ProbedSince = ProbedSince == 0 || other.ProbedSince == 0 ? 0 : Math.Max(ProbedSince, other.ProbedSince);
        EndedSince = Math.Min(EndedSince, other.EndedSince);
        Departed = BitOperations.PopCount((uint)other.Departed) < BitOperations.PopCount((uint)Departed)
            ? other.Departed
            : Departed;
    }
}
