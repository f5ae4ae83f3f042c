using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Timeout = Wakeline.Spec.Tasks.Timeout;

namespace Wakeline.Conformance.Tests.Facts;

/// <summary>
/// A program whose lines say after <c>=></c> what is to be seen once the step has settled: the result of its thread,
/// "sleeps", or nothing. Further words after a semicolon must occur in the observation.
/// </summary>
internal sealed class Fact
{
    private readonly string?[] _expected;

    public Fact(string text)
    {
        Lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var parts = Lines.Select(line => line.Split("=>", StringSplitOptions.TrimEntries)).ToList();
        _expected = [.. parts.Select(part => part.ElementAtOrDefault(1))];
        Program = ProgramText.Parse(string.Join('\n', parts.Select(part => part[0])));
    }

    /// <summary>The lines, one for each step.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>The program.</summary>
    public CallProgram Program { get; }

    /// <summary>Whether a call has a deadline, which may pass early or late.</summary>
    public bool IsTimed => Program.Steps.Any(
        step => step.Timeout == Timeout.Finite || step is { Verb: Verb.SetLinger, Number: > 0 });

    /// <summary>Whether what is seen after a step is what the fact says.</summary>
    public bool IsMet(int step, Observation seen)
    {
        if (_expected[step] is not { } expected)
        {
            return seen.Threads.All(view => view.Phase != ThreadPhase.Running);
        }

        var words = expected.Split(';', StringSplitOptions.TrimEntries);
        var result = seen.Threads[Program.Steps[step].Thread];
        var shown = result.Result?.ToString() ?? result.ToString();
        var all = seen.ToString();
        return shown == words[0] && words[1..].All(word => all.Contains(word, StringComparison.Ordinal));
    }
}
