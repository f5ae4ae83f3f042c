using System.Text.Json;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Suites.Output;

/// <summary>Reads exchanges that <see cref="SuiteWriter"/> has written, or that follow the same format.</summary>
internal sealed class SuiteReader
{
    private readonly List<Exchange> _cases = [];
    private readonly List<ExchangeStep> _steps = [];
    private readonly List<ExpectedAnswer> _answers = [];
    private Exchange? _case;
    private Stimulus? _stimulus;
    private int _line;

    /// <summary>Reads the cases of a text.</summary>
    /// <exception cref="TraceFormatException">It is not of the format.</exception>
    public static IReadOnlyList<Exchange> Read(TextReader text)
    {
        var reader = new SuiteReader();
        while (text.ReadLine() is { } line)
        {
            reader._line++;
            reader.ReadLine(line);
        }

        reader.EndCase();
        return reader._cases;
    }

    private void ReadLine(string line)
    {
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(line);
            Take(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or ArgumentException)
        {
            throw Fault(wrong.Message);
        }
        finally
        {
            document?.Dispose();
        }
    }

    private void Take(JsonElement line)
    {
        if (_line == 1)
        {
            if (line.GetProperty("format").GetString() != SuiteFields.FormatName
                || line.GetProperty("version").GetInt32() != SuiteFields.Version)
            {
                throw Fault($"the format '{SuiteFields.FormatName}', version {SuiteFields.Version}, is expected");
            }

            return;
        }

        if (line.TryGetProperty("case", out var name))
        {
            EndCase();
            _case = CaseOf(line, name);
        }
        else if (line.TryGetProperty("expect", out var alternatives))
        {
            _answers.Add(AnswerOf(alternatives));
        }
        else
        {
            EndStep();
            _stimulus = StimulusOf(line);
        }
    }

    private static Exchange CaseOf(JsonElement line, JsonElement name)
    {
        IReadOnlyList<string>[] lists = [.. SuiteFields.Lists.Select(list =>
            line.GetProperty(list).EnumerateArray().Select(each => each.GetString()!).ToList())];
        return new Exchange(name.GetString()!, TextOf(line, "section"))
        {
            Goal = Enum.Parse<SuiteGoals>(TextOf(line, "goal")),
            Level = TextOf(line, "level"),
            PeerStart = line.GetProperty("irs").GetUInt32(),
            Takes = TimeSpan.FromSeconds(line.GetProperty("takes").GetDouble()),
            Rules = lists[0],
            Citations = lists[1],
            Requirements = lists[2],
        };
    }

    private Stimulus StimulusOf(JsonElement line)
    {
        if (line.TryGetProperty("do", out var call))
        {
            return new Stimulus(Enum.Parse<StimulusKind>(call.GetString()!))
            {
                Octets = line.TryGetProperty("octets", out var octets) ? octets.GetInt32() : 0,
                Choice = line.TryGetProperty("choice", out var choice)
                    ? Enum.Parse<SocketChoice>(choice.GetString()!)
                    : SocketChoice.None,
            };
        }

        if (line.TryGetProperty("icmp", out var complaint))
        {
            return Stimulus.Of(Enum.Parse<PathComplaint>(complaint.GetString()!), NumberOf(line, "seq"));
        }

        if (line.TryGetProperty("wait", out var wait))
        {
            if (line.TryGetProperty("seconds", out var seconds))
            {
                return new Stimulus(StimulusKind.Pause) { Seconds = seconds.GetInt32() };
            }

            return wait.GetString() is nameof(StimulusKind.GiveUp) or nameof(StimulusKind.Silence)
                ? new Stimulus(Enum.Parse<StimulusKind>(wait.GetString()!))
                : Stimulus.Of(Enum.Parse<TcpTimer>(wait.GetString()!));
        }

        return TextOf(line, "segment") == "in"
            ? Stimulus.Of(new SegmentPattern(
                FlagsOf(line), NumberOf(line, "seq"), NumberOf(line, "ack"), line.GetProperty("len").GetUInt16())
            {
                Window = line.GetProperty("win").GetUInt16(),
                Urgent = line.GetProperty("urg").GetUInt16(),
                Options = Enum.Parse<PeerOptions>(TextOf(line, "options")),
            })
            : throw Fault("a step is 'do', 'wait', or 'segment' with 'in'");
    }

    private ExpectedAnswer AnswerOf(JsonElement alternatives)
    {
        var segment = alternatives[0];
        var flags = FlagsOf(segment);
        return new ExpectedAnswer(
            flags, NumberOf(segment, "seq").Offset,
            (flags & ControlBits.Ack) != 0 ? NumberOf(segment, "ack").Offset : 0,
            segment.GetProperty("len").GetUInt16(), alternatives.GetArrayLength() > 1);
    }

    private static string TextOf(JsonElement line, string name) => line.GetProperty(name).GetString()!;

    private ControlBits FlagsOf(JsonElement line)
    {
        var flags = ControlBits.None;
        foreach (var letter in TextOf(line, "flags").Where(letter => letter != '-'))
        {
            var bit = ControlBitText.BitOf(letter);
            flags |= bit != ControlBits.None ? bit : throw Fault($"'{letter}' is no control bit");
        }

        return flags;
    }

    private RelativeNumber NumberOf(JsonElement line, string name) => NumberPattern.Read(TextOf(line, name))
        ?? throw Fault($"'{TextOf(line, name)}' is no number such as iss+1 or rcv.nxt");

    private void EndStep()
    {
        if (_stimulus is { } stimulus)
        {
            _steps.Add(new ExchangeStep(stimulus, _answers.ToSequence()));
        }

        _stimulus = null;
        _answers.Clear();
    }

    private void EndCase()
    {
        EndStep();
        if (_case is { } made)
        {
            _cases.Add(made with { Steps = _steps.ToSequence() });
        }

        _case = null;
        _steps.Clear();
    }

    private TraceFormatException Fault(string message) => new(new TraceFault(_line, message));
}
