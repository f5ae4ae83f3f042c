namespace Wakeline.Language.Tests.Systems;

public sealed class ParametersTests
{
    private static readonly SystemInfo Info = new()
    {
        Name = "queue",
        Machines = [],
        Parameters = [new("waiters", 2, 1, 3, "tasks that wait"), new("events", 1, 0, 4, "events that happen")],
    };

    [Fact]
    public void DefaultsHoldUnlessASettingSaysOtherwise()
    {
        var parameters = Parameters.Of(Info, "events=4", Mutation.None);
        Assert.Equal(2, parameters["waiters"]);
        Assert.Equal(4, parameters["events"]);
    }

    [Theory]
    [InlineData("waiters", "not of the form name=number")]
    [InlineData("waiters=two", "not of the form name=number")]
    [InlineData("waiter=2", "has no parameter 'waiter'; it has: waiters, events")]
    [InlineData("waiters=4", "is 4, but must lie in 1..3")]
    public void AWrongSettingIsRefusedWithItsCause(string settings, string cause)
    {
        var exception = Assert.Throws<SpecificationException>(() => Parameters.Of(Info, settings, Mutation.None));
        Assert.Contains(cause, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownParameterIsRefused() =>
        Assert.Throws<SpecificationException>(() => Parameters.Of(Info)["x"]);
}
