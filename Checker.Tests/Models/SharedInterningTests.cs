using Wakeline.Checking;

namespace Wakeline.Checker.Tests.Models;

/// <summary>The protocol by which threads share a table holds; without its two cautions it does not.</summary>
public sealed class SharedInterningTests
{
    [Fact]
    public void KeysGetOneNumberEach() => Assert.True(Run(Mutation.None).AllHold);

    [Theory]
    [InlineData("overwriting")]
    [InlineData("hasty")]
    public void ALackOfCautionGivesAKeyTwoNumbers(string mutant) => Assert.IsType<Violated>(
        Run(SharedInterning.Info.FindMutation(mutant)!.Value)["EqualKeysHaveOneNumber"]);

    private static CheckReport Run(Mutation mutation) => Check.Run<SharedInterning, InternState>(
        Parameters.Of(SharedInterning.Info, "", mutation), cancellation: TestContext.Current.CancellationToken);
}
