using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Traces.Judging;

/// <summary>
/// Holds the calls of a trace against what a thread can do: it is in one call at a time, and returns from that one.
/// </summary>
/// <param name="oracle">Is told what cannot be.</param>
/// <param name="isWhole">
/// Whether the trace was taken where calls and segments are known; what strace prints may lack the return of a call
/// that a signal interrupts.
/// </param>
internal sealed class CallPairs(TraceOracle oracle, bool isWhole)
{
    private const string Citation = "POSIX.1 2.9.5";

    private readonly Dictionary<int, string> _underWay = [];

    /// <summary>A thread begins a call.</summary>
    public void Enter(CallEntry entry, Moment moment)
    {
        if (isWhole && _underWay.TryGetValue(entry.Thread, out var begun))
        {
            oracle.Refuse(
                $"thread {entry.Thread} begins '{entry.Name}', but has not returned from '{begun}'",
                $"the return of '{begun}'", $"'{entry.Name}'", Citation, moment);
        }

        _underWay[entry.Thread] = entry.Name;
    }

    /// <summary>A thread returns from a call.</summary>
    /// <returns>Whether it is in that call.</returns>
    public bool Return(CallExit exit, Moment moment)
    {
        if (!_underWay.Remove(exit.Thread, out var begun))
        {
            oracle.Refuse(
                $"thread {exit.Thread} returns from '{exit.Name}', but is in no call", "no return",
                $"the return of '{exit.Name}'", Citation, moment);
            return false;
        }

        if (begun != exit.Name)
        {
            oracle.Refuse(
                $"thread {exit.Thread} returns from '{exit.Name}', but is in '{begun}'", $"the return of '{begun}'",
                $"the return of '{exit.Name}'", Citation, moment);
            return false;
        }

        return true;
    }
}
