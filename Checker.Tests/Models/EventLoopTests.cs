using Wakeline.Checking;

namespace Wakeline.Checker.Tests.Models;

/// <summary>The two notify/wait protocols of QEMU's event loop, and the faults its authors modelled.</summary>
public sealed class EventLoopTests
{
    [Theory]
    [InlineData("accept=0")]
    [InlineData("accept=1")]
    public void NoRequestIsForgotten(string settings)
    {
        var report = Run(settings);
        Assert.True(report.AllHold, string.Join(", ", report.Violations.Select(each => each.Property.Name)));
    }

    [Theory]
    [InlineData("no second look", "IsServed", "accept=0")]
    [InlineData("no second look", "IsServed", "accept=1")]
    [InlineData("cleared late", "IsRequested~>IsServed", "accept=0")]
    [InlineData("marked first", "IsRaised~>IsCleared", "accept=1")]
    [InlineData("raised once", "IsRequested~>IsServed", "accept=1")]
    public void EachFaultIsFound(string mutant, string property, string settings)
    {
        var report = Run(settings, EventLoop.Info.FindMutation(mutant)!.Value);
        var trace = Assert.IsType<Violated>(report[property]).Trace;
        Assert.NotNull(trace);
    }

    /// <summary>
    /// Bonzini's note: the fault that marks first loses no request, so that only the other property shows it.
    /// </summary>
    [Fact]
    public void MarkingFirstLosesNoRequest()
    {
        var report = Run("accept=1", EventLoop.Info.FindMutation("marked first")!.Value);
        Assert.IsType<Holds>(report["IsRequested~>IsServed"]);
    }

    private static CheckReport Run(string settings, Mutation mutation = default) =>
        Check.Run<EventLoop, EventLoopState>(Parameters.Of(EventLoop.Info, settings, mutation));
}
