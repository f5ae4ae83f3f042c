using Wakeline.Model;

namespace Wakeline.Conformance.Comparison;

/// <summary>
/// Counts which rules of the host's system fire, reactive machines included, from the coverage counters of the process.
/// They count only if <see cref="RuleCoverage.Switch"/> was set before the first rule fired.
/// </summary>
internal sealed class RuleTally
{
    private readonly MachineInfo[] _machines =
        [.. HostSystem.Info.Machines.Select(use => use.Machine).Concat(HostSystem.Info.Reactive)];

    private readonly long[][] _before;

    /// <summary>Begins to count.</summary>
    public RuleTally()
    {
        _before = [.. _machines.Select(machine => new long[machine.Rules.Count])];
        Restart();
    }

    /// <summary>The machines whose rules are counted.</summary>
    public IReadOnlyList<MachineInfo> Machines => _machines;

    /// <summary>Begins to count anew.</summary>
    public void Restart()
    {
        for (var machine = 0; machine < _machines.Length; machine++)
        {
            for (var rule = 0; rule < _before[machine].Length; rule++)
            {
                _before[machine][rule] = _machines[machine].Coverage![rule];
            }
        }
    }

    /// <summary>The rules that have fired since, with how often.</summary>
    public IEnumerable<(int Machine, int Rule, long Hits)> Fired()
    {
        for (var machine = 0; machine < _machines.Length; machine++)
        {
            for (var rule = 0; rule < _before[machine].Length; rule++)
            {
                var hits = _machines[machine].Coverage![rule] - _before[machine][rule];
                if (hits > 0)
                {
                    yield return (machine, rule, hits);
                }
            }
        }
    }
}
