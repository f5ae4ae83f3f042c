using Wakeline.Checker.Tests.Models;
using Wakeline.Checking;
using Wakeline.Checking.Traces;

namespace Wakeline.Checker.Tests.Reduction;

/// <summary>Models written as tables, with the sets that the generator derives.</summary>
public sealed class ReducedModelsTests
{
    private static readonly CheckOptions _order = new() { PartialOrderReduction = true };
    private static readonly CheckOptions _symmetry = new() { SymmetryReduction = true };

    /// <summary>
    /// Of n workers with p pieces, each is in one of p + 3 situations. What one does alone, p + 1 steps, is not
    /// interleaved, so that 1 + n (p + 1) states are left, and those of who has delivered and who has not. Of workers
    /// in the same situations one order is left.
    /// </summary>
    [Theory]
    [InlineData(2, 3, 36, 12, 21, 11)]
    [InlineData(3, 3, 216, 20, 56, 16)]
    [InlineData(4, 4, 2_401, 36, 210, 25)]
    public void TheWorkshopShrinks(int workers, int pieces, long all, long byOrder, long bySymmetry, long byBoth)
    {
        var bounds = $"workers={workers},pieces={pieces}";
        long[] states =
        [
            Holding(bounds, CheckOptions.Default), Holding(bounds, _order), Holding(bounds, _symmetry),
            Holding(bounds, _symmetry with { PartialOrderReduction = true }),
        ];
        Assert.Equal([all, byOrder, bySymmetry, byBoth], states);
    }

    /// <summary>With more instances than orders are tried of, any of several states may stand for an orbit.</summary>
    [Fact]
    public void EightWorkersShrinkToo() =>
        Assert.InRange(Holding("workers=8,pieces=1", _symmetry), 165, 65_536 / 100);

    [Fact]
    public void AFaultIsFoundAllTheSame()
    {
        foreach (var options in new[] { _order, _symmetry, _symmetry with { PartialOrderReduction = true } })
        {
            var report = Run<Workshop, Shop>("", options, "greedy");
            Replay.Run<Workshop, Shop>(Assert.IsType<Violated>(report["IsFull"]).Trace!);
            Assert.IsType<Violated>(report["IsHalfFull"]);
        }
    }

    [Theory]
    [InlineData(3, 288, 80)]
    [InlineData(5, 8_832, 314)]
    public void TwoPhaseCommitIsSymmetric(int managers, long all, long orbits)
    {
        var report = Run<TwoPhaseCommit, Transaction>($"managers={managers}", _symmetry);
        Assert.True(report.AllHold);
        Assert.Equal((all, orbits), (
            Run<TwoPhaseCommit, Transaction>($"managers={managers}", CheckOptions.Default).States, report.States));
    }

    [Fact]
    public void WhatIsNotSymmetricIsRefused()
    {
        var refusal = Assert.Throws<SpecificationException>(() => Run<Lopsided, Shop>("", _symmetry));
        Assert.Contains("System 'lopsided' declares instances interchangeable that are not", refusal.Message);
        Assert.Contains("FirstIsHome", refusal.Message);
    }

    [Fact]
    public void ASystemThatDeclaresNothingIsRefused()
    {
        var refusal = Assert.Throws<SpecificationException>(() => Run<Peterson, LockState>("", _symmetry));
        Assert.Contains("'peterson' declares no interchangeable instances", refusal.Message);
    }

    [Fact]
    public void ALeadsToIsNotChecked()
    {
        var report = Run<Peterson, LockState>("", _order);
        Assert.Contains(
            "check it without", Assert.IsType<NotChecked>(report["FirstWants~>FirstIsInside"]).Why);
        Assert.Empty(report.NeverFired);
        Assert.True(report.IsReduced);
        Assert.IsType<Holds>(report["BothAreInside"]);
    }

    private static long Holding(string bounds, CheckOptions options)
    {
        var report = Run<Workshop, Shop>(bounds, options);
        Assert.True(report.AllHold);
        Assert.Equal(options.PartialOrderReduction, report.PartlyExpanded > 0);
        return report.States;
    }

    private static CheckReport Run<TSystem, TState>(string bounds, CheckOptions options, string? mutant = null)
        where TSystem : struct, ISystem<TState> where TState : unmanaged => Check.Run<TSystem, TState>(
            Parameters.Of(
                TSystem.Info, bounds, mutant is null ? Mutation.None : TSystem.Info.FindMutation(mutant)!.Value),
            options, cancellation: TestContext.Current.CancellationToken);
}

/// <summary>Declares its workers interchangeable, and looks at the first.</summary>
[CheckedSystem("lopsided")]
public readonly partial struct Lopsided
{
    internal static void Compose(SystemTable<Shop> system) => system
        .Start(Begin)
        .Run(typeof(Worker), Workers, "worker {0}")
        .Interchangeable(Workers, Exchange)
        .Sometimes(FirstIsHome, "the first worker gets home")
        .MayEnd(FirstIsHome);

    private static Shop Begin(Parameters parameters) => new() { WorkerCount = 2, Pieces = 1 };

    private static int Workers(in Shop shop) => shop.WorkerCount;

    private static void Exchange(ref Shop shop, int a, int b) =>
        (shop.Benches[a], shop.Benches[b]) = (shop.Benches[b], shop.Benches[a]);

    private static bool FirstIsHome(in Shop shop) => shop.Benches[0].Place == WorkerPlace.Home;
}
