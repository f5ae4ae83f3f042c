namespace Wakeline.Cli.Verification;

/// <summary>
/// How often the rules of machines fire from now on. Nothing is counted unless <see cref="RuleCoverage.Switch"/> was
/// set when the process started.
/// </summary>
internal sealed class CoverageCount(IReadOnlyList<MachineInfo> machines)
{
    private readonly long[][] _before = Read(machines);

    /// <summary>The firings so far, in the order of the machines and of their rules.</summary>
    public IReadOnlyList<IReadOnlyList<long>> Taken() =>
    [
        .. Read(machines).Zip(_before, IReadOnlyList<long> (now, before) =>
            [.. now.Zip(before, (last, first) => last - first)]),
    ];

    private static long[][] Read(IReadOnlyList<MachineInfo> machines) =>
        [.. machines.Select(machine => machine.Rules.Select(rule => machine.Coverage?[rule.Index] ?? 0).ToArray())];
}
