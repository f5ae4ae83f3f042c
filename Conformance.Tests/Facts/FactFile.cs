using Wakeline.Testing;

namespace Wakeline.Conformance.Tests.Facts;

/// <summary>
/// Facts measured on Linux 6.18: programs whose lines say after <c>=></c> what is seen once the step has settled. A
/// title stands after <c>==</c>.
/// </summary>
internal static class FactFile
{
    private static readonly string[] s_names = ["sockets.facts", "connections.facts", "epoll.facts", "pairs.facts"];

    /// <summary>The facts of all files, as rows for a theory: title and text.</summary>
    public static TheoryData<string, string> Rows => [.. s_names.SelectMany(Read)];

    /// <summary>The facts of all files.</summary>
    public static IEnumerable<Fact> All => Rows.Select(row => new Fact(row.Data.Item2));

    private static TheoryData<string, string> Read(string name)
    {
        var folder = Path.Combine(SourceTree.Root, "Conformance.Tests", "Facts");
        var facts = new TheoryData<string, string>();
        foreach (var section in File.ReadAllText(Path.Combine(folder, name)).Split("== ")[1..])
        {
            var title = section[..section.IndexOf('\n')].Trim();
            facts.Add(title, section[(title.Length + 1)..]);
        }

        return facts;
    }
}
