using System.Globalization;
using System.Text;
using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Suites.Output;

/// <summary>
/// Exchanges as scripts of the packetdrill language. A script has one answer for each step, that of the specification
/// with the profile of Linux; windows and options of the stack are left open.
/// </summary>
public static class ExchangeScript
{
    private const decimal NanosecondsOfSecond = 1_000_000_000;

    /// <summary>Descriptors of a program begin behind the standard ones.</summary>
    private const int FirstDescriptor = 3;

    /// <summary>Whether the language has words for all of it: it has none for options that nobody knows.
    /// Settings and errors on the path it would have, but scripts are written of what traces keep.</summary>
    public static bool CanWrite(Exchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        return exchange.Steps.All(step => step.Stimulus is
        {
            Segment.Options: not PeerOptions.Unknown, Kind: not StimulusKind.PathError,
            Choice: not SocketChoice.FastOpen,
        });
    }

    /// <summary>Writes a script of an exchange that can be written. It ends with a line feed.</summary>
    /// <exception cref="TargetException">The specification fails.</exception>
    public static string Write(Exchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        using var target = new ModelTarget(ModelScripts.Profiles[0]);
        var options = new SuiteRunOptions();
        var run = new ExchangeRun(exchange, target, options, new CaseDeadline(options.Timeout, CancellationToken.None));
        run.Run();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"// {exchange.Name}\n");
        foreach (var citation in exchange.Citations)
        {
            text.Append(CultureInfo.InvariantCulture, $"// {citation}\n");
        }

        Append(text, run);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ExchangeRun run)
    {
        var (events, calls) = (run.Events, 0);
        uint stackStart = 0;
        CallEntry? call = null;
        CallRequest? request = null;
        foreach (var each in events)
        {
            switch (each)
            {
                case CallEntry entry:
                    (call, request) = (entry, run.Requests[calls++]);
                    break;
                case SegmentEvent { Segment: var segment, Passage: var passage }:
                    // A segment that a call sends stands behind the call, so the call is written first.
                    stackStart = passage == Passage.Out
                        && (segment.Flags & (ControlBits.Syn | ControlBits.Rst)) == ControlBits.Syn
                            ? segment.Sequence : stackStart;
                    AppendCall(text, ref call, request, EndOf(events, call));
                    text.Append(CultureInfo.InvariantCulture, $"{Seconds(each.Time)} ")
                        .Append(passage == Passage.In ? "< " : "> ")
                        .Append(PacketPrinter.Write(passage == Passage.In
                            ? Inbound(segment, stackStart) : Outbound(segment, stackStart)))
                        .Append('\n');
                    break;
                case CallExit:
                    AppendCall(text, ref call, request, EndOf(events, call));
                    break;
            }
        }
    }

    private static CallExit? EndOf(IReadOnlyList<TraceEvent> events, CallEntry? entry) =>
        entry is null ? null : events.SkipWhile(each => !ReferenceEquals(each, entry)).OfType<CallExit>().First();

    private static void AppendCall(
        StringBuilder text, ref CallEntry? entry, CallRequest? request, CallExit? exit)
    {
        if (entry is null || request is null || exit is null)
        {
            return;
        }

        var opens = entry.Name is "socket" or "accept";
        var arguments = request.Arguments.Index().Select(each =>
            each.Index == 0 && request.Name != "socket" ? $"{each.Item.Number + FirstDescriptor}" : $"{each.Item}");
        var result = exit.Error is { } error ? $"-1 {error} (...)"
            : $"{exit.Result + (opens ? FirstDescriptor : 0)}";
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Seconds(entry.Time)} {entry.Name}({string.Join(", ", arguments)}) = {result}\n");
        entry = null;
    }

    private static TcpSegment Inbound(TraceSegment segment, uint stackStart) => Segment(
        segment, segment.Sequence, unchecked(segment.Acknowledgment - stackStart), segment.Window,
        segment.Options.Count > 0 ? new SegmentOptions(false, segment.Options) : null);

    private static TcpSegment Outbound(TraceSegment segment, uint stackStart) => Segment(
        segment, unchecked(segment.Sequence - stackStart), segment.Acknowledgment, null,
        segment.Options.Count > 0 ? new SegmentOptions(true, []) : null);

    private static TcpSegment Segment(
        TraceSegment segment, uint sequence, uint acknowledgment, ushort? window, SegmentOptions? options) => new(
        segment.Flags, new SequenceRange(sequence, (ushort)segment.Payload),
        (segment.Flags & ControlBits.Ack) != 0 ? acknowledgment : null, window,
        (segment.Flags & ControlBits.Urg) != 0 ? segment.Urgent : null, options);

    private static string Seconds(long nanoseconds) =>
        (nanoseconds / NanosecondsOfSecond).ToString("0.0#####", CultureInfo.InvariantCulture);
}
