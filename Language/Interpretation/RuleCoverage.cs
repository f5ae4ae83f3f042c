namespace Wakeline;

/// <summary>
/// Counts how often each rule of a machine fired, in this process. Off unless the switch
/// <c>Wakeline.Coverage</c> is set before the first rule fires; when off, the compiler removes the counting.
/// </summary>
public sealed class RuleCoverage
{
    /// <summary>Name of the <see cref="AppContext"/> switch that turns counting on.</summary>
    public const string Switch = "Wakeline.Coverage";

    private readonly long[] _fired;

    /// <summary>Creates the counters of a machine.</summary>
    /// <param name="rules">The number of its rules.</param>
    public RuleCoverage(int rules) => _fired = new long[rules];

    /// <summary>Whether rules are counted; fixed for the life of the process.</summary>
    public static bool IsEnabled { get; } = AppContext.TryGetSwitch(Switch, out var enabled) && enabled;

    /// <summary>How often a rule fired so far.</summary>
    public long this[int rule] => Interlocked.Read(ref _fired[rule]);

    /// <summary>Counts one firing. Safe to call from any thread.</summary>
    public void Hit(int rule) => Interlocked.Increment(ref _fired[rule]);

    /// <summary>Sets every count to zero.</summary>
    public void Reset() => Array.Clear(_fired);
}
