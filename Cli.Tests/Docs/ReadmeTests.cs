using Wakeline.Checking;
using Wakeline.Checking.Rendering;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Docs;

public sealed class ReadmeTests
{
    private static readonly string _path = Path.Combine(SourceTree.Root, "README.md");

    /// <summary>A block is named after the system and the fault that is put back.</summary>
    [Fact]
    public void TheCounterexampleIsWhatTheCheckerFinds() => Golden.VerifyFile(
        GeneratedBlocks.Rewrite(File.ReadAllText(_path), "counterexample", Counterexample), _path);

    private static string Counterexample(string name)
    {
        var (system, mutant) = (name.Split('/')[0], name.Split('/')[1]);
        var entry = Catalogue.Shipped.System(system);
        var caught = entry.Info.Caught.Single(each => each.Mutant == mutant);
        var report = entry.Check(
            Parameters.Of(entry.Info, caught.Bounds, entry.Info.FindMutation(mutant)!.Value),
            new CheckOptions { Property = caught.Property });
        var violated = Assert.IsType<Violated>(report[caught.Property]);
        return $"```\n{SequenceDiagram.Render(violated.Trace!, new DiagramStyle { Width = 110 }).TrimEnd()}\n```";
    }
}
