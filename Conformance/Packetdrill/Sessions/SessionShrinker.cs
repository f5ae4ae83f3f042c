using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Packetdrill.Sessions;

/// <summary>
/// Cuts a session in which model and kernel differ down to what makes them differ: parts are left out, and the session
/// is held again, as long as the same kind of difference is found.
/// </summary>
/// <param name="hold">Holds it without some parts.</param>
/// <param name="judge">In what the model differs; <see langword="null"/> if in nothing.</param>
/// <param name="repeats">Whether the kernel does the same again.</param>
internal sealed class SessionShrinker(
    Func<IReadOnlySet<int>, SessionRecord?> hold, Func<string, ScriptFinding?> judge, Func<string, bool> repeats)
{
    /// <summary>No session is held more often: each takes real time.</summary>
    private const int AttemptsMost = 40;

    private HashSet<int> _omitted = [];
    private int _attempts;

    /// <summary>Cuts it down.</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="record">The session as a whole.</param>
    public SessionDifference Shrink(SessionDifference difference, SessionRecord record)
    {
        var steps = record.StepLines.Count - 1;
        var failing = record.StepLines.TakeWhile(line => line <= difference.Finding.Line).Count();
        Try(Enumerable.Range(0, steps).Skip(failing), ref difference);
        for (var size = Math.Max(steps / 2, 1); size >= 1; size /= 2)
        {
            for (var start = 0; start < steps; start += size)
            {
                Try(Enumerable.Range(start, Math.Min(size, steps - start)), ref difference);
            }
        }

        for (var setting = 1; setting <= record.Settings; setting++)
        {
            Try([-setting], ref difference);
        }

        return difference;
    }

    private void Try(IEnumerable<int> parts, ref SessionDifference difference)
    {
        var omitted = _omitted.Concat(parts).ToHashSet();
        if (omitted.Count == _omitted.Count || _attempts++ >= AttemptsMost)
        {
            return;
        }

        if (hold(omitted)?.Text is { } text && text != difference.Text && judge(text) is { } finding
            && finding.Message == difference.Finding.Message && repeats(text))
        {
            difference = difference with { Text = text, Finding = finding };
            _omitted = omitted;
        }
    }
}
