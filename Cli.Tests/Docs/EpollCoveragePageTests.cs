using System.Globalization;
using System.Text;
using Wakeline.Spec.History;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Docs;

/// <summary>The page of what is known of epoll is the list of facts, and what it names exists.</summary>
public sealed class EpollCoveragePageTests
{
    private static readonly string _path = Path.Combine(SourceTree.Root, "docs", "epoll-coverage.md");

    private static readonly string _scenarios = Path.Combine(SourceTree.Root, "samples", "scenarios");

    /// <summary>What a check adds to the properties of every system.</summary>
    private static readonly string[] _builtIn = ["NoDeadlock", "NoFailure"];

    /// <summary>Everything that the facts name, once: kind and name.</summary>
    public static TheoryData<string, string> Named =>
    [
        .. EpollFact.All.SelectMany(fact => fact.Witnesses).Where(witness => witness.Kind != "outside").Distinct()
            .Select(witness => (witness.Kind, witness.Name)),
    ];

    [Fact]
    public void ThePageIsTheListOfFacts() => Golden.VerifyFile(
        GeneratedBlocks.Rewrite(File.ReadAllText(_path), "facts", name => name switch
        {
            "B" => Faults(),
            "C" => Scenarios(),
            _ => Facts(name),
        }),
        _path);

    [Fact]
    public void EveryFactIsOnThePage() => Assert.Equal(
        EpollFact.All.Select(fact => fact.Section).Distinct(),
        GeneratedBlocks.Names(File.ReadAllText(_path), "facts").Where(name => name is not ("B" or "C")));

    [Fact]
    public void AFactIsSeenSomewhereOrLiesOutside() => Assert.All(
        EpollFact.All, fact => Assert.True(
            fact.Witnesses.All(witness => witness.Kind != "outside") || fact.Witnesses.Count == 1, fact.Text));

    [Theory]
    [MemberData(nameof(Named))]
    public void WhatIsNamedExists(string kind, string name) =>
        Assert.True(Exists(new Witness(kind, name)), $"There is no {kind} '{name}'.");

    private static bool Exists(Witness witness) => witness.Kind switch
    {
        "rule" => Catalogue.Shipped.Machine(witness.Owner).Rules.Any(rule => rule.Name == witness.Part),
        "system" => _builtIn.Contains(witness.Part)
            || Catalogue.Shipped.System(witness.Owner).Info.Properties.Any(each => each.Name == witness.Part),
        "fault" => FaultHistory.All.Any(fault => fault.Entry == witness.Name)
            || Catalogue.Shipped.Systems.Any(system => system.Info.Caught.Any(each => each.Mutant == witness.Name)),
        "measured" => Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "Conformance.Tests", "Facts"), "*.facts")
            .Any(file => File.ReadLines(file).Contains($"== {witness.Name}")),
        "scenario" => File.Exists(Path.Combine(_scenarios, witness.Name)),
        "test" => Directory.EnumerateDirectories(SourceTree.Root, "*.Tests").Any(project =>
            Directory.EnumerateFiles(project, $"{witness.Name}.cs", SearchOption.AllDirectories).Any()),
        _ => false,
    };

    private static string Facts(string section)
    {
        var table = new StringBuilder("| fact | where it is seen |\n|---|---|\n");
        foreach (var fact in EpollFact.All.Where(fact => fact.Section == section))
        {
            table.Append(CultureInfo.InvariantCulture, $"| {fact.Text} | {string.Join("; ", fact.Witnesses)} |\n");
        }

        return table.ToString();
    }

    /// <summary>A fault that a mutant puts back is seen in the systems that declare to catch it.</summary>
    private static string Faults()
    {
        var table = new StringBuilder("| fault | what | where it is seen |\n|---|---|---|\n");
        foreach (var fault in FaultHistory.All)
        {
            var seen = from mutant in fault.Mutants
                       let systems = from system in Catalogue.Shipped.Systems
                                     where system.Info.Caught.Any(each => each.Mutant == mutant)
                                     select $"`{system.Info.Name}`"
                       select $"{mutant} in {string.Join(", ", systems)}";
            table.Append(
                CultureInfo.InvariantCulture,
                $"| [{fault.Entry}](history.md#{fault.Entry.ToLowerInvariant()}) | {fault.Title} "
                + $"| {(fault.Outside is { } reason ? $"*outside:* {reason}" : string.Join("; ", seen))} |\n");
        }

        return table.ToString();
    }

    private static string Scenarios() => string.Join(", ", Directory
        .EnumerateFiles(Path.Combine(_scenarios, "wakeup"), "*.scenario")
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)
        .Select(name => $"[{name}](../samples/scenarios/wakeup/{name}.scenario)"));
}
