using System.Net;
using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.Icmp;
using Wakeline.Conformance.Packetdrill.OnModel;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;
using Wakeline.Model.Transport;

namespace Wakeline.Conformance.Traces.Recording;

/// <summary>Writes down what is asked of a stack and what it does, while a script runs on it.</summary>
/// <param name="stack">The stack.</param>
internal sealed class RecordingStack(IStack stack) : IStack
{
    private const long NanosecondsOfMicrosecond = 1000;

    private static readonly (IPAddress Local, IPAddress Remote) s_version4 =
        (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"));

    private static readonly (IPAddress Local, IPAddress Remote) s_version6 =
        (IPAddress.Parse("2001:db8::1"), IPAddress.Parse("2001:db8::2"));

    private readonly Dictionary<int, CallRequest> _underWay = [];
    private readonly Queue<WirePacket> _sent = [];
    private CallRecording _calls = new(new RunSettings(), s_version4.Local, s_version4.Remote);
    private (IPAddress Local, IPAddress Remote) _addresses = s_version4;
    private bool _isVersion6;

    /// <summary>The settings in force.</summary>
    public RunSettings Settings { get; private set; } = new();

    /// <summary>What was seen so far.</summary>
    public List<TraceEvent> Events { get; } = [];

    /// <summary>The header of the trace.</summary>
    public static TraceHeader Header(Vantage vantage) => new()
    {
        Profile = ModelScripts.Profiles[0],
        Vantage = vantage,
        TellsCodepoints = true,
        Hosts = [s_version4.Local, s_version6.Local],
    };

    /// <inheritdoc/>
    public long Now => stack.Now;

    /// <inheritdoc/>
    public bool IsQuiet => stack.IsQuiet;

    /// <inheritdoc/>
    public void Configure(RunSettings settings)
    {
        (Settings, _isVersion6) = (settings, settings.IsVersion6);
        _addresses = _isVersion6 ? s_version6 : s_version4;
        _calls = new CallRecording(settings, _addresses.Local, _addresses.Remote);
        stack.Configure(settings);
    }

    /// <inheritdoc/>
    public void Begin(int thread, CallRequest request)
    {
        Events.Add(_calls.Entry(stack.Now * NanosecondsOfMicrosecond, thread, request));
        _underWay[thread] = request;
        stack.Begin(thread, request);
        Note();
    }

    /// <inheritdoc/>
    public CallAnswer? Ending(int thread) => stack.Ending(thread);

    /// <inheritdoc/>
    public void Deliver(WirePacket packet)
    {
        NoteSegment(packet, Passage.In);
        stack.Deliver(packet);
        Note();
    }

    /// <inheritdoc/>
    public WirePacket? TakeSent() => _sent.TryDequeue(out var packet) ? packet : null;

    /// <inheritdoc/>
    public void Advance(long until)
    {
        stack.Advance(until);
        Note();
    }

    /// <inheritdoc/>
    public decimal? Tell(string field) => stack.Tell(field);

    private void Note()
    {
        while (stack.TakeSent() is { } packet)
        {
            NoteSegment(packet, Passage.Out);
            _sent.Enqueue(packet);
        }

        foreach (var (thread, request) in _underWay)
        {
            if (stack.Ending(thread) is { } answer)
            {
                Events.Add(_calls.Exit(answer.Time * NanosecondsOfMicrosecond, thread, request, answer));
                _underWay.Remove(thread);
            }
        }
    }

    private void NoteSegment(WirePacket packet, Passage passage)
    {
        if (packet.Content is IcmpMessage { Quoted: QuotedSegment quoted } message)
        {
            NoteMessage(packet, message, quoted);
        }

        if (packet.Content is not TcpSegment segment)
        {
            return;
        }

        var (local, remote) = _addresses;
        var (from, to) = passage == Passage.In ? (remote, local) : (local, remote);
        Events.Add(new SegmentEvent(
            packet.Time * NanosecondsOfMicrosecond, passage,
            new TraceSegment(new IPEndPoint(from, packet.Source), new IPEndPoint(to, packet.Destination))
            {
                Sequence = segment.Range.First,
                Acknowledgment = segment.Acknowledgment ?? 0,
                Flags = segment.Flags,
                Window = segment.Window ?? 0,
                Urgent = segment.Urgent ?? 0,
                Payload = segment.Range.Payload,
                Options = segment.Options?.List ?? [],
                Codepoint = CodepointOf(packet.Ip ?? []),
            }));
    }

    private static EcnCodepoint CodepointOf(Sequence<HeaderField> fields)
    {
        try
        {
            return HeaderFields.CodepointOf(fields);
        }
        catch (UnsupportedException)
        {
            return EcnCodepoint.NotCapable;                            // The stack will say what it does not look at.
        }
    }

    private void NoteMessage(WirePacket packet, IcmpMessage message, QuotedSegment quoted)
    {
        var (type, code) = IcmpNames.Find(message, _isVersion6);
        Events.Add(new IcmpEvent(
            packet.Time * NanosecondsOfMicrosecond, _isVersion6 ? 6 : 4,
            new IPEndPoint(_addresses.Remote, packet.Source),
            new IPEndPoint(_addresses.Local, packet.Destination))
        {
            Type = type,
            Code = code,
            Sequence = quoted.Range.First,
            Mtu = (uint)(message.Mtu ?? 0),
        });
    }
}
