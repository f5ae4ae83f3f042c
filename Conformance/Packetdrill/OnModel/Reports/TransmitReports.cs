using Wakeline.Spec.Tcp;
using static Wakeline.Conformance.Packetdrill.OnModel.Reports.Ancillary;

namespace Wakeline.Conformance.Packetdrill.OnModel.Reports;

/// <summary>
/// What a socket is to be told of what it sends: time stamps (Documentation/networking/timestamping.rst) and copies
/// that were saved (Documentation/networking/msg_zerocopy.rst). Reports are made as the connection gets on.
/// </summary>
internal sealed class TransmitReports
{
    private static readonly int s_scheduled = (int)Constant("SOF_TIMESTAMPING_TX_SCHED");
    private static readonly int s_sent = (int)Constant("SOF_TIMESTAMPING_TX_SOFTWARE");
    private static readonly int s_acknowledged = (int)Constant("SOF_TIMESTAMPING_TX_ACK");
    private static readonly int s_numbered = (int)Constant("SOF_TIMESTAMPING_OPT_ID");
    private static readonly int s_told = (int)Constant("SOF_TIMESTAMPING_SOFTWARE");
    private static readonly int s_statistics = (int)Constant("SOF_TIMESTAMPING_OPT_STATS");

    private static readonly int s_stampOnly = (int)Constant("SOF_TIMESTAMPING_OPT_TSONLY");

    private readonly List<StampedOctet> _stamped = [];
    private readonly List<UncopiedCalls> _uncopied = [];
    private readonly LinkedList<ErrorReport> _queue = [];
    private uint _calls;

    /// <summary>Of what SO_TIMESTAMPING wants stamps, and how.</summary>
    public int Stamping { get; set; }

    /// <summary>The number from which octets count (sk_tskey).</summary>
    public SequenceNumber FirstOctet { get; set; }

    /// <summary>
    /// A call has queued text. Its last octet is stamped; a stamp of the same buffer that was not sent gives way
    /// (net/ipv4/tcp.c tcp_tx_timestamp).
    /// </summary>
    /// <param name="tcb">The connection after the call.</param>
    /// <param name="stamping">What is wanted of this call.</param>
    public void NoteSent(in Tcb tcb, int stamping)
    {
        if ((stamping & (s_scheduled | s_sent | s_acknowledged)) != 0)
        {
            var next = tcb.SndNxt;
            _stamped.RemoveAll(each => each.Octet >= next);
            _stamped.Add(new StampedOctet(tcb.SndEnd - 1, stamping, IsSent: false));
        }
    }

    /// <summary>A call has queued text with MSG_ZEROCOPY (net/core/skbuff.c msg_zerocopy_realloc).</summary>
    /// <param name="tcb">The connection after the call.</param>
    /// <param name="joins">Whether what the call before queued was not sent yet, so that both are told as one.</param>
    public void NoteUncopied(in Tcb tcb, bool joins)
    {
        var call = _calls++;
        if (joins && _uncopied is [.., var last] && last.Last + 1 == call)
        {
            _uncopied[^1] = last with { Last = call, End = tcb.SndEnd };
        }
        else
        {
            _uncopied.Add(new UncopiedCalls(call, call, tcb.SndEnd));
        }
    }

    /// <summary>Makes the reports that are due.</summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="now">The time in microseconds.</param>
    /// <returns>How many reports have come to the queue.</returns>
    public int Follow(in Tcb tcb, long now)
    {
        var before = _queue.Count;
        for (var index = 0; index < _stamped.Count; index++)
        {
            var each = _stamped[index];
            if (!each.IsSent && each.Octet < tcb.SndNxt)
            {
                Stamp(each, s_scheduled, "SCM_TSTAMP_SCHED", now);
                Stamp(each, s_sent, "SCM_TSTAMP_SND", now);
                _stamped[index] = each with { IsSent = true };
            }

            if (each.Octet < tcb.SndUna)
            {
                Stamp(each, s_acknowledged, "SCM_TSTAMP_ACK", now);
            }
        }

        var una = tcb.SndUna;
        _stamped.RemoveAll(each => each.Octet < una);
        return _queue.Count - before + FollowUncopied(una);
    }

    /// <summary>Something is to be told that has nothing to do with what was sent.</summary>
    public void Add(ErrorReport report) => _queue.AddLast(report);

    /// <summary>Whether the oldest report is of a message of ICMP.</summary>
    public bool IsOfPathNext => _queue.First?.Value is { IsOfPath: true };

    /// <summary>Takes the oldest report.</summary>
    public ErrorReport? Take()
    {
        var first = _queue.First?.Value;
        if (first is not null)
        {
            _queue.RemoveFirst();
        }

        return first;
    }

    private void Stamp(StampedOctet octet, int kind, string what, long now)
    {
        if ((octet.Stamping & kind) != 0)
        {
            var isNumbered = (Stamping & s_numbered) != 0;
            _queue.AddLast(new ErrorReport(
                "ENOMSG", "SO_EE_ORIGIN_TIMESTAMPING", 0, Constant(what),
                isNumbered ? (uint)(octet.Octet - FirstOctet) : 0)
            {
                Time = (Stamping & s_told) != 0 ? now : null,
                HasStatistics = (Stamping & s_statistics) != 0,
                CarriesNoPacket = (Stamping & s_stampOnly) != 0,
            });
        }
    }

    /// <summary>
    /// Buffers are the user's again when they are acknowledged. The device of scripts copies them after all; reports of
    /// calls behind each other become one (net/core/skbuff.c skb_zerocopy_notify_extend).
    /// </summary>
    private int FollowUncopied(SequenceNumber una)
    {
        var added = 0;
        while (_uncopied is [var first, ..] && first.End <= una)
        {
            _uncopied.RemoveAt(0);
            if (_queue.Last is { Value: { Origin: "SO_EE_ORIGIN_ZEROCOPY" } last } node
                && last.Data + 1 == first.First)
            {
                node.Value = last with { Data = first.Last };
                continue;
            }

            _queue.AddLast(new ErrorReport(
                null, "SO_EE_ORIGIN_ZEROCOPY", Constant("SO_EE_CODE_ZEROCOPY_COPIED"), first.First, first.Last));
            added++;
        }

        return added;
    }

    private readonly record struct StampedOctet(SequenceNumber Octet, int Stamping, bool IsSent);

    private readonly record struct UncopiedCalls(uint First, uint Last, SequenceNumber End);
}
