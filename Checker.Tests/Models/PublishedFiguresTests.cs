using Wakeline.Checking;

namespace Wakeline.Checker.Tests.Models;

/// <summary>Models of which TLC's figures are published: distinct states, generated states, depth.</summary>
public sealed class PublishedFiguresTests
{
    /// <summary>
    /// TLA+ examples collection, tcp/MCtcp: 1,182 distinct states, 6,322 generated, depth 14. TLC counts its two
    /// initial states as generated; here they are the two steps from a state before them, which is one more.
    /// </summary>
    [Fact]
    public void TheConnectionDiagramIsThatOfTheTlaCollection()
    {
        var report = Run<ConnectionDiagram, Connection>();
        Assert.Equal((1_182 + 1, 6_322, 14), (report.States, report.Transitions, report.Depth));
        Assert.True(report.AllHold, string.Join(", ", report.Violations.Select(each => each.Property.Name)));
    }

    /// <summary>
    /// TLA+ examples collection, PaxosHowToWinATuringAward/MCPaxosTiny: 3,921 distinct states, 23,563 generated, depth
    /// 17. The initial state is generated too, and a depth counts states, not steps.
    /// </summary>
    [Fact]
    public void PaxosIsThatOfTheTlaCollection()
    {
        var report = Run<Paxos, Synod>();
        Assert.Equal((3_921, 23_563 - 1, 17 - 1), (report.States, report.Transitions, report.Depth));
        Assert.True(report.AllHold);
    }

    [Fact]
    public void PaxosDisagreesIfALeaderIgnoresEarlierVotes()
    {
        var report = Run<Paxos, Synod>(Paxos.Info.FindMutation("deaf")!.Value);
        Assert.IsType<Violated>(report["BothAreChosen"]);
    }

    private static CheckReport Run<TSystem, TState>(Mutation mutation = default)
        where TSystem : struct, ISystem<TState> where TState : unmanaged =>
        Check.Run<TSystem, TState>(Parameters.Of(TSystem.Info, "", mutation));
}
