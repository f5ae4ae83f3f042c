using System.Text.Json;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Conformance.Traces.Json;

namespace Wakeline.Conformance.Suites.Output;

/// <summary>
/// Writes exchanges as JSON Lines: a line about the format, then for each case a line about it, what is done, and what
/// is expected, in which numbers are patterns.
/// </summary>
internal sealed class SuiteWriter : IDisposable
{
    private readonly JsonLines _lines;
    private readonly Utf8JsonWriter _writer;

    /// <summary>Writes to a stream, which stays open.</summary>
    public SuiteWriter(Stream stream)
    {
        _lines = new JsonLines(stream);
        _writer = _lines.Line;
        _writer.WriteStartObject();
        _writer.WriteString("format", SuiteFields.FormatName);
        _writer.WriteNumber("version", SuiteFields.Version);
        _lines.EndLine();
    }

    /// <summary>Writes a case.</summary>
    public void Write(Exchange exchange)
    {
        _writer.WriteStartObject();
        _writer.WriteString("case", exchange.Name);
        _writer.WriteString("section", exchange.Section);
        _writer.WriteString("goal", $"{exchange.Goal}");
        _writer.WriteString("level", exchange.Level);
        _writer.WriteNumber("irs", exchange.PeerStart);
        _writer.WriteNumber("takes", exchange.Takes.TotalSeconds);
        IReadOnlyList<string>[] lists = [exchange.Rules, exchange.Citations, exchange.Requirements];
        foreach (var (name, texts) in SuiteFields.Lists.Zip(lists))
        {
            _lines.WriteTexts(name, texts);
        }

        _lines.EndLine();
        foreach (var step in exchange.Steps)
        {
            Write(step.Stimulus);
            foreach (var answer in step.Answers)
            {
                Write(answer);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    private void Write(Stimulus stimulus)
    {
        _writer.WriteStartObject();
        switch (stimulus.Kind)
        {
            case StimulusKind.Segment:
                Write(stimulus.Segment);
                break;
            case StimulusKind.PathError:
                _writer.WriteString("icmp", $"{stimulus.Complaint}");
                _writer.WriteString("seq", NumberPattern.Write(stimulus.Segment.Sequence));
                break;
            case StimulusKind.Pause:
                _writer.WriteString("wait", $"{stimulus.Kind}");
                _writer.WriteNumber("seconds", stimulus.Seconds);
                break;
            case var _ when stimulus.IsWait:
                _writer.WriteString(
                    "wait", stimulus.Kind == StimulusKind.Expire ? $"{stimulus.Timer}" : $"{stimulus.Kind}");
                break;
            default:
                _writer.WriteString("do", $"{stimulus.Kind}");
                if (stimulus.Choice != SocketChoice.None)
                {
                    _writer.WriteString("choice", $"{stimulus.Choice}");
                }

                if (stimulus.Octets > 0)
                {
                    _writer.WriteNumber("octets", stimulus.Octets);
                }

                break;
        }

        _lines.EndLine();
    }

    private void Write(SegmentPattern segment)
    {
        _writer.WriteString("segment", "in");
        _writer.WriteString("flags", ControlBitText.Write(segment.Flags));
        _writer.WriteString("seq", NumberPattern.Write(segment.Sequence));
        _writer.WriteString("ack", NumberPattern.Write(segment.Acknowledgment));
        _writer.WriteNumber("win", segment.Window);
        _writer.WriteNumber("len", segment.Payload);
        _writer.WriteNumber("urg", segment.Urgent);
        _writer.WriteString("options", $"{segment.Options}");
    }

    /// <summary>Alternatives stand in a list.</summary>
    private void Write(ExpectedAnswer answer)
    {
        _writer.WriteStartObject();
        _writer.WriteStartArray("expect");
        _writer.WriteStartObject();
        _writer.WriteString("segment", "out");
        _writer.WriteString("flags", ControlBitText.Write(answer.Flags));
        _writer.WriteString("seq", NumberPattern.Write(new RelativeNumber(NumberBase.Start, answer.Sequence)));
        if ((answer.Flags & ControlBits.Ack) != 0)
        {
            _writer.WriteString(
                "ack", NumberPattern.Write(new RelativeNumber(NumberBase.PeerStart, answer.Acknowledgment)));
        }

        _writer.WriteNumber("len", answer.Payload);
        _writer.WriteString("win", SuiteFields.Any);
        _writer.WriteString("options", SuiteFields.Any);
        _writer.WriteEndObject();
        if (answer.MayBeMissing)
        {
            _writer.WriteStringValue("nothing");
        }

        _writer.WriteEndArray();
        _lines.EndLine();
    }
}
