using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Wakeline.Generators.Models;
using Wakeline.Generators.Tests.Harness;

namespace Wakeline.Generators.Tests.Incremental;

/// <summary>What travels through the pipeline is compared by value and holds nothing of a compilation.</summary>
public sealed class ModelTests
{
    private static readonly string[] Steps =
        [TrackingNames.Machine, TrackingNames.MachineCode, TrackingNames.System, TrackingNames.SystemCode];

    [Fact]
    public void TheSameSourceGivesEqualModels()
    {
        var first = Models(Sources.Read("Courier"));
        var second = Models(Sources.Read("Courier"));
        Assert.Equal(Steps.Length, first.Count);
        Assert.Equal(first, second);
        Assert.Equal(first.Select(model => model.GetHashCode()), second.Select(model => model.GetHashCode()));
        Assert.All(first.Zip(second), pair => Assert.NotSame(pair.First, pair.Second));
    }

    [Theory]
    [InlineData(".Goto(Place.Home)", ".Goto(Place.Road)")]
    [InlineData("IsLoaded)  ", "IsFull)  ")]
    [InlineData(".Owe(Due.Apology)   .Stay()", ".Stay()")]
    [InlineData("Manual 2", "Manual 3")]
    [InlineData(".Fair(Fairness.Weak)", ".Fair(Fairness.Strong)")]
    [InlineData(".Named(\"even-aim\")", ".Named(\"odd-aim\")")]
    [InlineData("The shift does not end.", "The shift ends.")]
    [InlineData(".Final(Place.Home)", ".Final(Place.Depot)")]
    [InlineData("(ref Office state, int self) => ref state.Couriers[self].Dues",
        "(ref Office state) => ref state.Couriers[0].Dues")]
    public void AnotherTableGivesAnotherModel(string old, string with)
    {
        var source = Sources.Read("Courier");
        Assert.Contains(old, source, StringComparison.Ordinal);
        Assert.NotEqual(
            Models(source).OfType<MachineModel>(),
            Models(source.Replace(old, with, StringComparison.Ordinal)).OfType<MachineModel>());
    }

    [Fact]
    public void AnArrayThatWasNeverMadeEqualsAnEmptyOne()
    {
        var none = default(EquatableArray<string>);
        EquatableArray<string> empty = [];
        Assert.Equal(none, empty);
        Assert.Equal(none.GetHashCode(), empty.GetHashCode());
        Assert.Empty(none);
        EquatableArray<string> one = ["a"];
        EquatableArray<string> another = ["a"];
        Assert.Equal(one, another);
        Assert.Equal(one.GetHashCode(), another.GetHashCode());
        Assert.NotEqual(one, empty);
        Assert.NotEqual(["b"], one);
    }

    [Fact]
    public void NoModelLeadsToTheCompiler()
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var waiting = new Queue<object>(Models(Sources.Read("Courier")));
        while (waiting.Count > 0)
        {
            var each = waiting.Dequeue();
            if (!seen.Add(each))
            {
                continue;
            }

            Assert.False(
                each.GetType().FullName!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal),
                each.GetType().FullName);
            foreach (var part in Parts(each))
            {
                waiting.Enqueue(part);
            }
        }

        Assert.InRange(seen.Count, 300, 10_000);
    }

    [Fact]
    public void AnOldCompilationIsLetGo()
    {
        var (old, driver) = RunTwice();
        for (var round = 0; round < 10 && old.IsAlive; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(old.IsAlive);
        Assert.NotEmpty(driver.GetRunResult().GeneratedTrees);
    }

    /// <summary>In a frame of its own, so that nothing on the stack refers to what was left behind.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Old, GeneratorDriver Driver) RunTwice()
    {
        var compilation = Compiler.Create(Sources.Read("Courier"), "class Older;");
        var driver = Compiler.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        var newer = compilation.ReplaceSyntaxTree(
            compilation.SyntaxTrees[1], Compiler.Parse("class Newer;", compilation.SyntaxTrees[1].FilePath));
        return (new WeakReference(compilation), driver.RunGenerators(newer, TestContext.Current.CancellationToken));
    }

    private static List<object> Models(string source)
    {
        var result = Compiler.Driver()
            .RunGenerators(Compiler.Create(source), TestContext.Current.CancellationToken)
            .GetRunResult().Results.Single();
        return [.. Steps.Select(step => Assert.Single(Assert.Single(result.TrackedSteps[step]).Outputs).Value)];
    }

    private static IEnumerable<object> Parts(object whole)
    {
        if (whole is string or Enum || whole.GetType().IsPrimitive)
        {
            return [];
        }

        var elements = whole is IEnumerable several ? several.Cast<object>() : [];
        return whole.GetType()
            .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(field => field.GetValue(whole)).OfType<object>().Concat(elements);
    }
}
