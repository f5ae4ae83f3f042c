using System.Net;
using Wakeline.Conformance.Packetdrill.Icmp;
using Wakeline.Conformance.Packetdrill.OnModel;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;
using Wakeline.Model.Transport;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Traces.Judging;

/// <summary>Hands the events of a trace to the oracle.</summary>
internal sealed class TraceJudge
{
    private const SegmentFlags Known = SegmentFlags.Fin | SegmentFlags.Syn | SegmentFlags.Rst | SegmentFlags.Psh
        | SegmentFlags.Ack | SegmentFlags.Urg;

    private const int OfCongestion = (int)(ControlBits.Ece | ControlBits.Cwr | ControlBits.Ae);

    /// <summary>How many bits stand below ECE.</summary>
    private const int EchoShift = 6;

    private readonly AddressBook _addresses = new();
    private readonly CallPairs _pairs;
    private readonly Sequence<IPAddress> _hosts;
    private readonly bool _tellsCodepoints;
    private long _missed;
    private readonly TraceOracle _oracle;
    private Moment _latest;

    /// <summary>Begins with a header.</summary>
    /// <param name="header">What the trace shows.</param>
    /// <param name="profile">By what it is judged; that of the trace, or else that of Linux, unless it is said.</param>
    /// <param name="adapt">Sets what is not as usual.</param>
    public TraceJudge(
        TraceHeader header, OracleProfile? profile = null, Func<OracleSettings, OracleSettings>? adapt = null)
    {
        var usual = new OracleSettings
        {
            Profile = profile ?? OracleProfile.Find(header.Profile) ?? OracleProfile.Linux,
            HasCalls = header.HasCalls,
            HasSegments = header.HasSegments,
            Vantage = header.Vantage,
            HasOffload = header.HasOffload,
            MayMiss = header.MayMiss,
            Cookies = CookiesOf(header),
            NameOf = _addresses.NameOf,
            DefaultMssOf = end => _addresses.IsVersion6(end) ? ModelSettings.DefaultMssOfVersion6 : (ushort)0,
        };
        Settings = adapt?.Invoke(usual) ?? usual;
        _oracle = new TraceOracle(Settings);
        (_tellsCodepoints, _hosts) = (header.TellsCodepoints, header.Hosts);
        _pairs = new CallPairs(_oracle, isWhole: header is { HasCalls: true, HasSegments: true });
    }

    /// <summary>When listeners answer by cookies, where the trace says (net.ipv4.tcp_syncookies).</summary>
    private static CookieUse? CookiesOf(TraceHeader header)
    {
        foreach (var entry in header.Environment)
        {
            if (entry.Name == ModelSettings.Cookies && byte.TryParse(entry.Value, out var use)
                && use <= (byte)CookieUse.Always)
            {
                return (CookieUse)use;
            }
        }

        return null;
    }

    /// <summary>How the oracle judges.</summary>
    public OracleSettings Settings { get; }

    /// <summary>What the oracle found so far.</summary>
    public IReadOnlyList<OracleFinding> Findings => _oracle.Findings;

    /// <summary>Whether the specification still expects a segment that must not be left out.</summary>
    /// <param name="time">The time in nanoseconds.</param>
    public bool IsAnswerOwed(long time) => _oracle.IsAnswerOwed(Math.Max(time, _latest.Time));

    /// <summary>An event.</summary>
    /// <param name="each">The event.</param>
    /// <param name="line">Its line.</param>
    public void Take(TraceEvent each, long line)
    {
        var moment = new Moment(line, Math.Max(each.Time, _latest.Time));
        _latest = moment;
        switch (each)
        {
            case SegmentEvent segment:
                Take(segment, moment);
                break;
            case IcmpEvent message:
                Take(message, moment);
                break;
            case CallEntry entry:
                Take(entry, moment);
                break;
            case CallExit exit:
                Take(exit, moment);
                break;
            case CaptureNote note:
                Take(note, moment);
                break;
        }
    }

    /// <summary>The trace ends.</summary>
    public OracleReport Finish() => MissedPackets.Weaken(_oracle.Finish(_latest), _missed);

    private void Take(CallEntry entry, Moment moment)
    {
        var call = CallMapping.Map(entry, Find(entry.Address), out var strange);
        if (strange is not null)
        {
            _oracle.NotUnderstood(call.Descriptor, strange, moment);
        }

        _pairs.Enter(entry, moment);
        _oracle.Enter(entry.Thread, call, moment);
    }

    private void Take(CallExit exit, Moment moment)
    {
        if (!_pairs.Return(exit, moment))
        {
            return;
        }

        var peer = exit.Name is "accept" or "accept4" ? Find(exit.Address) : null;
        _oracle.Return(exit.Thread, CallMapping.Map(exit), peer, moment);
    }

    /// <summary>Segments that could not be read may have been of any connection of their hosts.</summary>
    private void Take(CaptureNote note, Moment moment)
    {
        _missed += note.Missed;
        if (note.IsFirst)
        {
            _oracle.Remark(note.IsUndecided ? OracleVerdict.Inconclusive : OracleVerdict.Conforms, note.What, moment);
        }

        if (Find(note.Source) is not { } from || Find(note.Destination) is not { } to)
        {
            return;
        }

        NotUnderstood(note.Source!.Address, from, to, note.What, moment);
        NotUnderstood(note.Destination!.Address, to, from, note.What, moment);
    }

    /// <summary>Nothing more is judged of an end, or of what its host has open with another, if the host is judged.
    /// </summary>
    private void NotUnderstood(IPAddress host, Endpoint local, Endpoint remote, string what, Moment moment)
    {
        if (_hosts.Count > 0 && !_hosts.Contains(host))
        {
            return;
        }

        if (local.Port != 0)
        {
            _oracle.NotUnderstood(local, remote, what, moment);
        }
        else
        {
            _oracle.NotUnderstood(local.Host, remote.Host, what, moment);
        }
    }

    /// <summary>Messages that are about no error make no difference to connections.</summary>
    private void Take(IcmpEvent message, Moment moment)
    {
        if (IcmpError.Of(message.Type, message.Code, message.Version == 6) is { } meaning
            && Find(message.Source) is { } remote && Find(message.Destination) is { } local)
        {
            _oracle.ErrorIn(
                new PathError(
                    local, remote, new SequenceNumber(message.Sequence), meaning.Kind, meaning.Error,
                    meaning.EndsRequest),
                moment);
        }
    }

    private void Take(SegmentEvent each, Moment moment)
    {
        var observed = each.Segment;
        if (Find(observed.Source) is not { } from || Find(observed.Destination) is not { } to)
        {
            throw new UnjudgedException($"more than {byte.MaxValue} hosts are in the trace");
        }

        var segment = new Segment
        {
            Source = from,
            Destination = to,
            Sequence = new SequenceNumber(observed.Sequence),
            Acknowledgment = new SequenceNumber(observed.Acknowledgment),
            Flags = (SegmentFlags)observed.Flags & Known,
            Window = observed.Window,
            Payload = (ushort)Math.Min(observed.Payload, ushort.MaxValue),
            UrgentPointer = observed.Urgent,
        };
        var strangeness = StrangenessOf(observed, ref segment.Options);
        if (strangeness is { } strange)
        {
            var (local, remote) = each.Passage == Passage.In ? (to, from) : (from, to);
            _oracle.NotUnderstood(local, remote, strange, moment);
            return;
        }

        var marks = MarksOf(observed);
        switch (each.Passage)
        {
            case Passage.In:
                _oracle.SegmentIn(in segment, moment, marks, each.MayBeCopy);
                break;
            case Passage.Out:
                _oracle.SegmentOut(in segment, moment, marks, each.MayBeCopy);
                break;
            default:
                _oracle.SegmentPassing(in segment, moment, marks, each.MayBeCopy);
                break;
        }
    }

    private SeenMarks MarksOf(TraceSegment observed) => new(
        ((int)observed.Flags & OfCongestion) >> EchoShift,
        _tellsCodepoints || observed.Codepoint != EcnCodepoint.NotCapable ? observed.Codepoint : null,
        observed.Options.Count == 0 ? null : ModelEcnOption.ToModel(observed.Options));

    /// <summary>Reads the options.</summary>
    /// <returns>Why the segment cannot be judged, if it cannot.</returns>
    private static string? StrangenessOf(TraceSegment observed, ref TcpOptions options)
    {
        if (observed.Payload > ushort.MaxValue)
        {
            return $"a segment of {observed.Payload} octets is not judged";
        }

        try
        {
            options = observed.Options.Count == 0 ? default : ModelTcpOptions.ToModel(observed.Options);
            return null;
        }
        catch (UnsupportedException reason)
        {
            return reason.Message;
        }
    }

    private Endpoint? Find(IPEndPoint? address) => address is null ? null : _addresses.Find(address);
}

/// <summary>A trace has more than the oracle can judge.</summary>
/// <param name="message">What.</param>
internal sealed class UnjudgedException(string message) : Exception(message);
