using Wakeline.Checking;

namespace Wakeline.Checker.Tests.Models;

/// <summary>The protocol by which threads share a level holds; without one of its cautions it does not.</summary>
public sealed class LevelSharingTests
{
    [Theory]
    [InlineData("threads=2")]
    [InlineData("threads=3")]
    public void EveryStateIsVisitedOnceAndNobodyWaitsForEver(string bounds) =>
        Assert.True(Run(Mutation.None, bounds).AllHold);

    [Theory]
    [InlineData("torn claim", "AStateIsVisitedTwice")]
    [InlineData("impatient", "TheTableMovesUnderSomebody")]
    [InlineData("silent leaver", "EveryStateIsVisited")]
    [InlineData("no rounds", "EveryStateIsVisited")]
    public void ALackOfCautionIsSeen(string mutant, string property) => Assert.IsType<Violated>(
        Run(LevelSharing.Info.FindMutation(mutant)!.Value, "threads=3")[property]);

    private static CheckReport Run(Mutation mutation, string bounds) => Check.Run<LevelSharing, LevelState>(
        Parameters.Of(LevelSharing.Info, bounds, mutation), cancellation: TestContext.Current.CancellationToken);
}
