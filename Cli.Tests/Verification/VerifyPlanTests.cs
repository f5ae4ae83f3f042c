using Wakeline.Cli.Verification;
using Wakeline.Conformance;

namespace Wakeline.Cli.Tests.Verification;

public sealed class VerifyPlanTests
{
    [Theory]
    [InlineData(HuntExtent.None, "wakeline verify --quick --seed 7 --programs 30")]
    [InlineData(HuntExtent.Some, "wakeline verify --seed 7 --programs 30")]
    [InlineData(HuntExtent.All, "wakeline verify --all-faults --seed 7 --programs 30")]
    internal void TheCommandRepeatsTheHunt(HuntExtent extent, string command) =>
        Assert.Equal(command, PlanOf(extent).Command);

    [Fact]
    public void APartOfTheFaultsHasSomeOfEveryKind()
    {
        Assert.Empty(PlanOf(HuntExtent.None).Faults);
        Assert.Equal(KernelMutants.All, PlanOf(HuntExtent.All).Faults);
        var usual = PlanOf(HuntExtent.Some).Faults;
        Assert.InRange(usual.Count, 1, KernelMutants.All.Count - 1);
        Assert.All(
            (string[])["eventfd", "epoll_ctl", "epoll_wait", "select", "recv", "shutdown", "TCP"],
            kind => Assert.Contains(usual, fault => fault.Name.StartsWith($"{kind}: ", StringComparison.Ordinal)));
    }

    private static VerifyPlan PlanOf(HuntExtent extent) => new() { Seed = 7, Programs = 30, Hunt = extent };
}
