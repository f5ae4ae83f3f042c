using Wakeline.Testing;

namespace Wakeline.Generators.Tests.Harness;

/// <summary>The machines the tests are about, as source text.</summary>
internal static class Sources
{
    public static string Read(string machine) =>
        File.ReadAllText(Path.Combine(SourceTree.Root, "Generators.Tests", "Machines", machine + ".txt"));
}
