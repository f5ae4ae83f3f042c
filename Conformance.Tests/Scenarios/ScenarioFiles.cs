using Wakeline.Conformance.Scenarios;
using Wakeline.Conformance.Scenarios.Text;
using Wakeline.Testing;

namespace Wakeline.Conformance.Tests.Scenarios;

/// <summary>The scenarios in samples/scenarios.</summary>
internal static class ScenarioFiles
{
    private static string Folder => Path.Combine(SourceTree.Root, "samples", "scenarios");

    /// <summary>The names of the files, as rows for a theory.</summary>
    public static TheoryData<string> Names => [.. Directory
        .EnumerateFiles(Folder, "*.scenario", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];

    /// <summary>The text of a file.</summary>
    public static string TextOf(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>Explores a scenario.</summary>
    public static ScenarioAnalysis Explore(Scenario scenario, ScenarioOptions? options = null) =>
        ScenarioVerification.Explore(
            scenario, options ?? new ScenarioOptions(), cancellation: TestContext.Current.CancellationToken);

    /// <summary>Reads a file.</summary>
    public static Scenario Read(string name) => ScenarioText.Parse(TextOf(name), name);
}
