using System.Collections.Frozen;
using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance;

/// <summary>
/// A program with what the kernel showed after each of its steps, all of which the specification allows.
/// </summary>
public sealed class RecordedProgram
{
    private readonly FrozenSet<(string Machine, int Rule)> _fired;

    internal RecordedProgram(
        CallProgram program, IReadOnlyList<(CallStep Step, Observation Seen)> steps,
        IEnumerable<(string Machine, int Rule)> fired)
    {
        Program = program;
        Steps = steps;
        _fired = fired.ToFrozenSet();
    }

    /// <summary>The program.</summary>
    public CallProgram Program { get; }

    /// <summary>The steps that were taken, with what was seen after each.</summary>
    internal IReadOnlyList<(CallStep Step, Observation Seen)> Steps { get; }

    /// <summary>Whether a rule of the shipped tables fired while the program ran.</summary>
    public bool Fires(MachineInfo machine, RuleInfo rule)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(rule);
        return _fired.Contains((machine.FullName, rule.Index));
    }

    /// <summary>Whether any rule of a machine fired while the program ran.</summary>
    public bool Involves(MachineInfo machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return machine.Rules.Any(rule => Fires(machine, rule));
    }
}
