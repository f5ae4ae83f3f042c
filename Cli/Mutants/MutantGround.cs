using System.Collections.Frozen;
using Wakeline.Checking;
using Wakeline.Cli.Commands;

namespace Wakeline.Cli.Mutants;

/// <summary>A system at bounds at which mutants are put in force, and what the shipped tables do there.</summary>
internal sealed record MutantGround(SystemEntry System, string Bounds)
{
    /// <summary>States of the shipped system.</summary>
    public long States { get; private init; }

    private FrozenSet<(string Machine, int Rule)> Fired { get; init; } = [];

    /// <summary>Whether a machine steps or reacts here.</summary>
    public bool Has(MachineInfo machine) => MachinesOf(System.Info).Any(each => each.FullName == machine.FullName);

    /// <summary>Whether a row of the shipped table fires here.</summary>
    public bool Fires(MachineInfo machine, RuleInfo rule) => Fired.Contains((machine.FullName, rule.Index));

    /// <summary>
    /// Checks the system as shipped, counting which rows fire. One at a time: the counts are the process's.
    /// </summary>
    /// <exception cref="OperationCanceledException">The user ended the command.</exception>
    public MutantGround Measure(int threads, Action<string> tell, CancellationToken cancellation)
    {
        (MachineInfo Machine, int Rule, long Before)[] rows =
        [
            .. MachinesOf(System.Info).SelectMany(
                machine => machine.Rules, (machine, rule) => (machine, rule.Index, machine.Coverage![rule.Index])),
        ];
        var report = CheckRunner.Run(
            System, Parameters.Of(System.Info, Bounds, Mutation.None), new CheckOptions { Threads = threads }, tell,
            cancellation);
        return this with
        {
            States = report.States,
            Fired = rows.Where(row => row.Machine.Coverage![row.Rule] > row.Before)
                .Select(row => (row.Machine.FullName, row.Rule)).ToFrozenSet(),
        };
    }

    public override string ToString() => Bounds.Length == 0 ? System.Info.Name : $"{System.Info.Name} at {Bounds}";

    private static IEnumerable<MachineInfo> MachinesOf(SystemInfo system) =>
        system.Machines.Select(use => use.Machine).Concat(system.Reactive).DistinctBy(machine => machine.FullName);
}
