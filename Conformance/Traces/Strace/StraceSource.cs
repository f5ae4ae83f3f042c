using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Conformance.Traces.Json;

namespace Wakeline.Conformance.Traces.Strace;

/// <summary>
/// The system calls that strace prints, best with <c>-f -ttt -e trace=network,read,write,close,process</c>. It shows no
/// segments.
/// </summary>
/// <param name="stream">What strace printed.</param>
internal sealed partial class StraceSource(Stream stream) : ITraceSource
{
    private const string Close = "close";
    private const string Unfinished = "<unfinished ...>";

    private readonly LineReader _lines = new(stream);
    private readonly Queue<TraceEvent> _ready = new();
    private readonly Dictionary<int, StraceCall> _underWay = [];
    private readonly ProcessDescriptors _descriptors = new();
    private decimal _start = -1;
    private long _latest;

    /// <inheritdoc/>
    public long Place => _lines.Line;

    /// <inheritdoc/>
    public TraceHeader ReadHeader() => new() { HasSegments = false };

    /// <inheritdoc/>
    public TraceEvent? Read()
    {
        while (_ready.Count == 0)
        {
            if (!_lines.TryRead(out var octets))
            {
                return null;
            }

            var line = Encoding.UTF8.GetString(octets).Trim();
            if (line.Length > 0)
            {
                Take(line);
            }
        }

        return _ready.Dequeue();
    }

    private void Take(string line)
    {
        var prefix = PrefixPattern().Match(line);
        var thread = int.TryParse(prefix.Groups["thread"].Value, out var number) ? number : 0;
        NoteTime(prefix.Groups["time"].Value);
        var rest = line[prefix.Length..];
        if (rest.StartsWith("+++", StringComparison.Ordinal) || rest.StartsWith("---", StringComparison.Ordinal))
        {
            return;
        }

        if (ResumedPattern().Match(rest) is { Success: true } resumed)
        {
            if (_underWay.Remove(thread, out var begun))
            {
                Finish(thread, begun.With(rest[resumed.Length..]));
            }

            return;
        }

        var call = StraceCall.Begin(rest) ?? throw Fault(
            "a line of strace is expected, such as 'recvfrom(3, \"...\", 100, 0, NULL, NULL) = 5'");
        if (rest.EndsWith(Unfinished, StringComparison.Ordinal))
        {
            call = call.With(call.Text[..^Unfinished.Length].TrimEnd(), isWhole: true);
            _underWay[thread] = call;
            Enter(thread, call);
            return;
        }

        Enter(thread, call);
        Finish(thread, call);
    }

    private void Enter(int thread, StraceCall call)
    {
        if (call.Name != Close)
        {
            _ready.Enqueue(_descriptors.Map(call.Entry(_latest, thread)));
        }
    }

    private void Finish(int thread, StraceCall call)
    {
        if (call.IsEndless())
        {
            return;
        }

        var exit = call.Exit(_latest, thread) ?? throw Fault("a result is expected behind ' = '");
        if (call.Name != Close)
        {
            NoteChild(call, exit);
            _ready.Enqueue(_descriptors.Map(exit));
            return;
        }

        var entry = call.Entry(_latest, thread);
        var mapped = _descriptors.Map(entry);
        if (exit.Result < 0 || _descriptors.Close(thread, entry.Descriptor ?? -1))
        {
            _ready.Enqueue(mapped);
            _ready.Enqueue(exit);
        }
    }

    private void NoteChild(StraceCall call, CallExit exit)
    {
        if (exit.Result > 0 && call.Name is "clone" or "clone3" or "fork" or "vfork")
        {
            _descriptors.Clone(
                exit.Thread, (int)exit.Result, call.Text.Contains("CLONE_FILES", StringComparison.Ordinal));
        }
    }

    /// <summary>Times go on from the first; without any, all is at once.</summary>
    private void NoteTime(string text)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var time)
            && time < 100_000_000_000)
        {
            _start = _start < 0 ? time : _start;
            _latest = Math.Max(_latest, (long)(Math.Max(time - _start, 0) * 1_000_000_000));
        }
    }

    private TraceFormatException Fault(string message) => new(new TraceFault(Place, message));

    [GeneratedRegex(
        @"\A(?:\[pid\s+(?<thread>\d{1,9})\]\s*|(?<thread>\d{1,9})\s+(?=\S))?"
        + @"(?:(?<time>\d{1,12}\.\d{1,9})\s+)?")]
    private static partial Regex PrefixPattern();

    [GeneratedRegex(@"\A<\.\.\. \w{1,40} resumed>\s*,?\s*")]
    private static partial Regex ResumedPattern();
}
