using System.Globalization;
using System.Text;
using Wakeline.Checking.Traces;

namespace Wakeline.Checking.Rendering;

/// <summary>
/// Draws a trace for a terminal: a column for each lane (task, softirq, device), a line for each step with the rule
/// that fired and its citation, a bracket around the steps that repeat for ever.
/// </summary>
public static class SequenceDiagram
{
    /// <summary>Draws a trace.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="style">Width and characters; a plain default if not given.</param>
    /// <returns>Lines of text, each ended by a line feed and none wider than the style allows.</returns>
    public static string Render(Trace trace, DiagramStyle? style = null)
    {
        ArgumentNullException.ThrowIfNull(trace);
        style ??= new DiagramStyle();
        ArgumentOutOfRangeException.ThrowIfLessThan(style.Width, DiagramStyle.WidthLeast, nameof(style));
        return new Drawing(trace, style).ToString();
    }

    private sealed class Drawing
    {
        private const string Gap = "  ";

        private readonly Trace _trace;
        private readonly DiagramStyle _style;
        private readonly StringBuilder _text = new();
        private readonly LaneColumns _lanes;
        private readonly int _numberWidth;
        private readonly int _ruleWidth;

        public Drawing(Trace trace, DiagramStyle style)
        {
            _trace = trace;
            _style = style;
            _lanes = new LaneColumns(trace.Lanes, style);
            _numberWidth = trace.Steps.Count.ToString(CultureInfo.InvariantCulture).Length;
            _ruleWidth = trace.Steps.Select(step => Rule(step).Length).DefaultIfEmpty(0).Max();
            DrawHeader();
            foreach (var (index, step) in trace.Steps.Index())
            {
                DrawStep(index, step);
            }

            DrawEnding();
        }

        private int TextWidth => _style.Width - LeftWidth;

        /// <summary>Loop bracket, number, lanes.</summary>
        private int LeftWidth => 2 + _numberWidth + Gap.Length + _lanes.Width;

        public override string ToString() => _text.ToString();

        private string Rule(TraceStep step)
        {
            var rule = step.Step.Choice == 0 ? step.Rule : $"{step.Rule} #{step.Step.Choice}";
            return _lanes.IsHidden ? $"{step.Lane}: {rule}" : rule;
        }

        private void DrawHeader()
        {
            foreach (var line in WrappedText.Of(_trace.Property + ": " + _trace.Why, _style.Width))
            {
                AppendLine(line);
            }

            var facts = new List<string> { _trace.System, StepCount() };
            facts.AddRange(_trace.Parameters.Select(each => $"{each.Name}={each.Value}"));
            if (_trace.Mutant is { } mutant)
            {
                facts.Add($"mutant {mutant}");
            }

            foreach (var line in WrappedText.Of(string.Join(", ", facts), _style.Width))
            {
                AppendLine(line);
            }

            foreach (var line in _lanes.Legend.SelectMany(legend => WrappedText.Of(legend, _style.Width)))
            {
                AppendLine(line);
            }

            AppendLine("");
            if (!_lanes.IsHidden)
            {
                AppendLine(new string(' ', LeftWidth - _lanes.Width) + _lanes.Heading);
            }
        }

        private string StepCount() => _trace.Steps.Count == 1 ? "1 step" : $"{_trace.Steps.Count} steps";

        private void DrawStep(int index, TraceStep step)
        {
            var number = (index + 1).ToString(CultureInfo.InvariantCulture).PadLeft(_numberWidth);
            var lane = _trace.Lanes.ToList().IndexOf(step.Lane);
            var lines = TextOf(step);
            AppendLine($"{Bracket(index)} {number}{Gap}{_lanes.Row(lane)}{lines[0]}");
            foreach (var line in lines.Skip(1))
            {
                var side = IsInLoop(index) ? _style.LoopSide : ' ';
                AppendLine($"{side} {new string(' ', _numberWidth)}{Gap}{_lanes.Row(-1)}{line}");
            }
        }

        /// <summary>Rule and citations on one line if they fit, else the citations on lines of their own.</summary>
        private List<string> TextOf(TraceStep step)
        {
            var citations = string.Join("; ", step.Citations);
            var aligned = $"{Rule(step).PadRight(_ruleWidth)}{Gap}{citations}";
            if (aligned.Length <= TextWidth)
            {
                return [aligned];
            }

            var single = $"{Rule(step)}{Gap}{citations}";
            return single.Length <= TextWidth
                ? [single]
                : [.. WrappedText.Of(Rule(step), TextWidth),
                   .. WrappedText.Of(citations, TextWidth - Gap.Length).Select(line => Gap + line)];
        }

        private bool IsInLoop(int index) => _trace.Ending == TraceEnding.Cycle && index >= _trace.LoopStart;

        private char Bracket(int index) =>
            !IsInLoop(index) ? ' ' : index == _trace.LoopStart ? _style.LoopTop : _style.LoopSide;

        private void DrawEnding()
        {
            var (sign, words) = _trace.Ending switch
            {
                TraceEnding.Cycle => (
                    $"{_style.LoopBottom}{_style.Dash}",
                    $"and again from step {_trace.LoopStart + 1}, for ever"),
                TraceEnding.Stutter => ("  ", "stays here for ever: no rule that can fire has to"),
                TraceEnding.Rest => ("  ", "nothing can happen any more"),
                TraceEnding.Failure => ("  ", "the next step throws"),
                _ => ("  ", "here"),
            };
            foreach (var line in WrappedText.Of($"=> {words}", _style.Width - 2))
            {
                AppendLine(sign + line);
                sign = "  ";
            }
        }

        private void AppendLine(string line) => _text.Append(line.TrimEnd()).Append('\n');
    }
}
