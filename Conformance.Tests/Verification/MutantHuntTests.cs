using Wakeline.Conformance.Comparison;

namespace Wakeline.Conformance.Tests.Verification;

/// <summary>The comparison is alive: whatever is made wrong in the specification, it notices.</summary>
[Collection(OneAtATime.Name)]
public sealed class MutantHuntTests(ITestOutputHelper output)
{
    private const int ProgramsMost = 2_000;

    [Fact]
    public void EveryFaultIsToldApartFromTheKernel()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Programs of system calls run on Linux only.");
        var verdicts = MutantHunt.Run(1, ProgramsMost, cancellation: TestContext.Current.CancellationToken);
        foreach (var verdict in verdicts)
        {
            output.WriteLine($"{verdict.Programs,5} {verdict.Mutant.Name}");
        }

        Assert.Equal(KernelMutants.All, verdicts.Select(verdict => verdict.Mutant));
        Assert.Empty(verdicts.Where(verdict => !verdict.IsDetected).Select(verdict => verdict.Mutant.Name));
        Assert.All(verdicts, verdict => Assert.InRange(verdict.Difference!.Step, 0, verdict.Witness!.Steps.Count - 1));
    }

    [Fact]
    public void EveryFaultIsOneThatTheTablesHave()
    {
        Assert.InRange(KernelMutants.All.Count, 30, int.MaxValue);
        Assert.Equal(KernelMutants.All.Count, KernelMutants.All.Select(mutant => mutant.Name).Distinct().Count());
        Assert.Equal(
            KernelMutants.All.Count, KernelMutants.All.Select(each => (each.Machine, each.Mutant)).Distinct().Count());
        var machines = new RuleTally().Machines;
        Assert.All(KernelMutants.All, mutant => Assert.NotNull(
            machines.Single(machine => machine.Name == mutant.Machine).FindMutation(mutant.Mutant)));
        Assert.All(KernelMutants.All, mutant => Assert.EndsWith(".", mutant.Story, StringComparison.Ordinal));
    }
}
