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

    /// <summary>What may be stamped of what is sent (SOF_TIMESTAMPING_TX_RECORD_MASK).</summary>
    public static long Kinds { get; } = new[] { "SCHED", "SOFTWARE", "ACK", "HARDWARE", "COMPLETION" }
        .Sum(kind => Constant($"SOF_TIMESTAMPING_TX_{kind}"));

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
    /// <param name="first">The first octet that was not sent when the call began.</param>
    public void NoteSent(in Tcb tcb, int stamping, SequenceNumber first)
    {
        if ((stamping & (s_scheduled | s_sent | s_acknowledged)) != 0)
        {
            var next = tcb.SndNxt;
            _stamped.RemoveAll(each => each.Octet >= next);
            _stamped.Add(new StampedOctet(tcb.SndEnd - 1, stamping, first));
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

    /// <summary>Makes the reports of what is acknowledged.</summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="now">The time in microseconds.</param>
    /// <returns>How many reports have come to the queue.</returns>
    public int Follow(in Tcb tcb, long now)
    {
        var before = _queue.Count;
        var una = tcb.SndUna;
        foreach (var each in _stamped.Where(each => each.Octet < una))
        {
            Stamp(each, s_acknowledged, "SCM_TSTAMP_ACK", now, each.Octets);
        }

        _stamped.RemoveAll(each => each.Octet < una);
        return _queue.Count - before + FollowUncopied(una, tcb.State == TcpState.Closed);
    }

    /// <summary>
    /// A segment has left. What it carries is stamped each time that it does; the mark lies on the buffer with the
    /// octet (net/core/skbuff.c __skb_tstamp_tx).
    /// </summary>
    /// <param name="segment">The segment.</param>
    /// <param name="headers">The octets of its headers without options.</param>
    /// <param name="now">The time in microseconds.</param>
    /// <returns>How many reports have come to the queue.</returns>
    public int NoteLeft(in Segment segment, int headers, long now)
    {
        var before = _queue.Count;
        headers += segment.Options.Has(OptionKinds.TimeStamps) ? TcpOptions.StampOctets : 0;
        var (first, end) = (segment.Sequence, segment.Sequence + segment.Payload);
        for (var index = 0; index < _stamped.Count; index++)
        {
            if (_stamped[index] is var each && each.Octet >= first && each.Octet < end)
            {
                // A buffer of several segments is scheduled, and acknowledged, as a whole.
                var octets = first <= each.First ? segment.Payload : 0;
                _stamped[index] = each = each with { Octets = octets };
                Stamp(each, s_scheduled, "SCM_TSTAMP_SCHED", now, octets > 0 ? headers + octets : 0);
                Stamp(each, s_sent, "SCM_TSTAMP_SND", now, headers + segment.Payload);
            }
        }

        return _queue.Count - before;
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

    private void Stamp(StampedOctet octet, int kind, string what, long now, int octets)
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
                Packet = octets,
            });
        }
    }

    /// <summary>
    /// Buffers are the user's again when they are acknowledged, or the connection is over. The device of scripts copies
    /// them after all; reports of calls behind each other become one (net/core/skbuff.c skb_zerocopy_notify_extend).
    /// </summary>
    private int FollowUncopied(SequenceNumber una, bool isOver)
    {
        var added = 0;
        while (_uncopied is [var first, ..] && (isOver || first.End <= una))
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

    /// <summary>An octet that is to be stamped, and what was not sent before its call.</summary>
    private readonly record struct StampedOctet(SequenceNumber Octet, int Stamping, SequenceNumber First)
    {
        /// <summary>The octets of the buffer that it left in; 0 if that had several segments.</summary>
        public int Octets { get; init; }
    }

    private readonly record struct UncopiedCalls(uint First, uint Last, SequenceNumber End);
}
