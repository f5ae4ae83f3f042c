using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Wakeline.Generators.Tests.Harness;

namespace Wakeline.Generators.Tests.Incremental;

/// <summary>What an edit re-runs. An edit that does not touch a table re-writes no file.</summary>
public sealed class IncrementalTests
{
    private static readonly CSharpCompilation Before = Compiler.Create(Sources.Read("Courier"), "class Other;");

    private static readonly GeneratorDriver Ran =
        Compiler.Driver().RunGenerators(Before, TestContext.Current.CancellationToken);

    [Fact]
    public void TheSameCompilationRunsNothing() => Expect(RunReasons.NothingRan, [], Before);

    [Fact]
    public void AnEditInAnotherFile() => Expect(
        RunReasons.NothingNew, [], Replace(1, "class Other;", "class Other { int field = 3; }"));

    [Fact]
    public void AFileMoreAndAFileLess()
    {
        Expect(RunReasons.NothingNew, [], Before.AddSyntaxTrees(Compiler.Parse("class More;", "/_/More.cs")));
        Expect(RunReasons.NothingNew, [], Before.RemoveSyntaxTrees(Before.SyntaxTrees[1]));
    }

    [Fact]
    public void ACommentInTheTable() => Expect(
        RunReasons.NothingNew, [], Replace(0, ".Do(Load)           .Stay()", ".Do(Load) /* once more */ .Stay()"));

    [Fact]
    public void WhiteSpaceInTheTable() => Expect(
        RunReasons.NothingNew, [], Replace(0, ".Do(Load)           .Stay()", ".Do(Load).Stay()"));

    [Fact]
    public void ALineAboveTheTypesMovesTheRuleTable() => Expect(
        RunReasons.AllMoved, ["Deliveries.Couriers.Info.g.cs", "Deliveries.Delivery.Info.g.cs"],
        Replace(0, "namespace Deliveries;", "namespace Deliveries;\n"));

    [Fact]
    public void AMemberBelowTheTable() => Expect(
        RunReasons.NothingNew, [],
        Replace(0, "static int Two(in Office state) => 2;", "static int Two(in Office state) => 2; static int s_one;"));

    [Fact]
    public void AGuardThatReadsWhatItReadBefore() => Expect(
        RunReasons.NothingNew, [], Replace(0, "state.Couriers[self].Load >= 3", "state.Couriers[self].Load >= 4"));

    [Fact]
    public void AGuardThatReadsSomethingElseIsNewInTheRuleTableOnly() => Expect(
        RunReasons.MachineMoved, ["Deliveries.Delivery.Info.g.cs"],
        Replace(0, "state.Couriers[self].Load >= 3", "state.Couriers[self].Last == Outcome.None"));

    [Fact]
    public void ARowThatGoesSomewhereElse() => Expect(
        RunReasons.MachineChanged,
        [
            "Deliveries.Delivery.Info.g.cs", "Deliveries.Delivery.Mutated.g.cs", "Deliveries.Delivery.Stateless.g.cs",
            "Deliveries.Delivery.g.cs",
        ],
        Replace(0, ".Arm(Clock.Shift)   .Goto(Place.Road)", ".Arm(Clock.Shift)   .Goto(Place.Door)"));

    [Fact]
    public void APropertyOfAPredicateThatIsEvaluatedAnyway() => Expect(
        RunReasons.NothingNew with
        {
            System = IncrementalStepRunReason.Modified,
            SystemCode = IncrementalStepRunReason.Modified,
        },
        ["Deliveries.Couriers.Info.g.cs"],
        Replace(0, ".MayEnd(IsIdle)", ".MayEnd(IsIdle).Never(IsIdle, \"nobody rests\")"));

    [Fact]
    public void AnotherPartOfTheMachine() => Expect(
        RunReasons.NothingNew, [],
        Replace(1, "class Other;", "namespace Deliveries { public static partial class Delivery { } }"));

    [Fact]
    public void AnotherReference()
    {
        var stateless = Before.References.Single(each => Path.GetFileName(each.Display) == "Stateless.dll");
        var without = Before.RemoveReferences(stateless);
        var ran = Compiler.Driver().RunGenerators(without, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Files(ran), name => name.Contains("Stateless", StringComparison.Ordinal));
        Expect(
            RunReasons.NothingNew with { HasStateless = IncrementalStepRunReason.Modified },
            ["Deliveries.Delivery.Stateless.g.cs"], Before, ran);
    }

    [Fact]
    public void TheOrderOfFilesDoesNotMatter()
    {
        string[] sources = [Sources.Read("Courier"), Sources.Read("Kettle"), Sources.Read("Lamp")];
        var trees = Compiler.Create(sources).SyntaxTrees;
        var forth = Compiler.Create().AddSyntaxTrees(trees);
        var back = Compiler.Create().AddSyntaxTrees(trees.Reverse());
        Assert.Equal(Texts(Run(forth)), Texts(Run(back)));
        Assert.Equal(
            Texts(Run(forth)), Texts(Run(forth).RunGenerators(back, TestContext.Current.CancellationToken)));
    }

    private static GeneratorDriver Run(Compilation compilation) =>
        Compiler.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);

    private static IEnumerable<string> Files(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single().GeneratedSources.Select(source => source.HintName);

    private static IEnumerable<string> Texts(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single().GeneratedSources.OrderBy(source => source.HintName)
            .Select(source => source.HintName + "\n" + source.SourceText);

    /// <summary>Demands why steps ran, and which files came out different.</summary>
    private static void Expect(
        RunReasons expected, string[] rewritten, Compilation after, GeneratorDriver? before = null)
    {
        before ??= Ran;
        var ran = before.RunGenerators(after, TestContext.Current.CancellationToken);
        var result = ran.GetRunResult().Results.Single();
        Assert.Empty(result.Diagnostics);
        Assert.Equal(expected, RunReasons.Of(result));
        Assert.Equal(rewritten, Texts(ran).Except(Texts(before)).Select(text => text.Split('\n')[0]).Order());

        var outputs = result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs);
        var isRewritten = outputs.Any(output => output.Reason is not
            (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
        Assert.Equal(rewritten.Length > 0, isRewritten);
    }

    private static CSharpCompilation Replace(int file, string old, string with)
    {
        var tree = Before.SyntaxTrees[file];
        var text = tree.ToString();
        Assert.Contains(old, text, StringComparison.Ordinal);
        return Before.ReplaceSyntaxTree(
            tree, Compiler.Parse(text.Replace(old, with, StringComparison.Ordinal), tree.FilePath));
    }
}
