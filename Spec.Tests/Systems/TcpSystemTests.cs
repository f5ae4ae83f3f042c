using Wakeline.Checking;
using Wakeline.Spec.Systems.Tcp;

namespace Wakeline.Spec.Tests.Systems;

/// <summary>Two ends of a connection in every order of calls and arrivals.</summary>
public sealed class TcpSystemTests
{
    [Theory]
    [InlineData("", 18_768, 36_310, 27)]
    [InlineData("octets=2,buffer=2,abort=0", 64_588, 186_644, 34)]
    public void EveryPropertyHolds(string bounds, long states, long transitions, int depth)
    {
        var report = Run(bounds);
        Assert.Equal((states, transitions, depth), (report.States, report.Transitions, report.Depth));
        Assert.All(report.Properties, each => Assert.IsType<Holds>(each.Verdict));
    }

    [Fact]
    public void AtTheDefaultBoundsEveryStepIsTaken() => Assert.Empty(Run("").NeverFired);

    private static CheckReport Run(string bounds) =>
        Check.Run<TcpSystem, TcpPair>(Parameters.Of(TcpSystem.Info, bounds, Mutation.None));
}
