using System.Globalization;
using System.Text.RegularExpressions;
using Wakeline.Checking;
using Wakeline.Checking.Rendering;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Docs;

public sealed partial class ReadmeTests
{
    private static readonly string _path = Path.Combine(SourceTree.Root, "README.md");

    /// <summary>A block is named after the system and the fault that is put back.</summary>
    [Fact]
    public void TheCounterexampleIsWhatTheCheckerFinds() => Golden.VerifyFile(
        GeneratedBlocks.Rewrite(File.ReadAllText(_path), "counterexample", Counterexample), _path);

    [Fact]
    public void TheSystemsAreAsTheCheckerFindsThem()
    {
        var lines = SystemLine().Matches(File.ReadAllText(_path));
        Assert.NotEmpty(lines);
        Assert.All(lines, line =>
        {
            var entry = Catalogue.Shipped.System(line.Groups["system"].Value);
            var report = entry.Check(
                Parameters.Of(entry.Info, "", Mutation.None), new CheckOptions(),
                cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(
                (line.Groups["states"].Value, line.Groups["steps"].Value, line.Groups["depth"].Value),
                ($"{report.States:N0}", $"{report.Transitions:N0}", $"{report.Depth}"));
        });
    }

    [Fact]
    public void FaultsAreCaughtInAsManySteps()
    {
        var lines = CaughtLine().Matches(File.ReadAllText(_path));
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Equal(
            int.Parse(line.Groups["steps"].Value, CultureInfo.InvariantCulture),
            Violation(line.Groups["system"].Value, line.Groups["mutant"].Value).Trace!.Steps.Count));
    }

    private static string Counterexample(string name)
    {
        var (system, mutant) = (name.Split('/')[0], name.Split('/')[1]);
        var trace = Violation(system, mutant).Trace!;
        return $"```\n{SequenceDiagram.Render(trace, new DiagramStyle { Width = 110 }).TrimEnd()}\n```";
    }

    private static Violated Violation(string system, string mutant)
    {
        var entry = Catalogue.Shipped.System(system);
        var caught = entry.Info.Caught.Single(each => each.Mutant == mutant);
        var report = entry.Check(
            Parameters.Of(entry.Info, caught.Bounds, entry.Info.FindMutation(mutant)!.Value),
            new CheckOptions { Property = caught.Property });
        return Assert.IsType<Violated>(report[caught.Property]);
    }

    [GeneratedRegex(@"^  (?<system>\S+) +(?<states>[\d,]+) states +(?<steps>[\d,]+) transitions depth +(?<depth>\d+)",
        RegexOptions.Multiline)]
    private static partial Regex SystemLine();

    [GeneratedRegex(@"^  caught  (?<system>\S+) +(?<steps>\d+) steps  (?<mutant>\w+):", RegexOptions.Multiline)]
    private static partial Regex CaughtLine();
}
