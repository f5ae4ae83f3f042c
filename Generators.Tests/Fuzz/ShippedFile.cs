using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Wakeline.Generators.Tests.Harness;
using Wakeline.Testing;

namespace Wakeline.Generators.Tests.Fuzz;

/// <summary>
/// One shipped file that holds a table or a system, compiled alone against the rest of the specifications as built, so
/// that a variant of it costs milliseconds.
/// </summary>
internal sealed class ShippedFile
{
    private static readonly CSharpCompilation Empty = SpecificationProject();

    private readonly CSharpCompilation _whole;
    private readonly SyntaxTree _tree;
    private readonly List<TextSpan> _tokens;

    private ShippedFile(string path)
    {
        Name = Path.GetRelativePath(SourceTree.Root, path);
        _tree = Parse(File.ReadAllText(path), path);
        _tokens = [.. _tree.GetRoot().DescendantTokens().Select(token => token.Span)];
        _whole = Empty.AddSyntaxTrees(_tree).AddSyntaxTrees(OtherParts(path));
    }

    public string Name { get; }

    public CSharpCompilation Whole => _whole;

    public static IReadOnlyList<ShippedFile> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "Spec"), "*.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Where(HoldsTable).Select(path => new ShippedFile(path)),
    ];

    /// <summary>The file without some of its words, sometimes cut off where somebody still types.</summary>
    public CSharpCompilation Variant(System.Random random)
    {
        var text = _tree.ToString();
        if (random.Next(6) == 0)
        {
            text = text[.._tokens[random.Next(_tokens.Count)].End];
        }

        // From the end, so that the places before stay what they were. Words near each other make the worst sentences.
        var first = random.Next(_tokens.Count);
        var deleted = Enumerable.Range(0, random.Next(1, 6))
            .Select(_ => random.Next(3) == 0 ? random.Next(_tokens.Count) : first + random.Next(8))
            .Where(index => index < _tokens.Count && _tokens[index].End <= text.Length).Distinct().OrderDescending();
        foreach (var index in deleted)
        {
            text = text.Remove(_tokens[index].Start, _tokens[index].Length);
        }

        return _whole.ReplaceSyntaxTree(_tree, Parse(text, _tree.FilePath));
    }

    private static bool HoldsTable(string path)
    {
        var text = File.ReadAllText(path);
        return text.Contains("\n[Machine]\n", StringComparison.Ordinal)
            || text.Contains("\n[CheckedSystem(", StringComparison.Ordinal);
    }

    /// <summary>Files named <c>Connection.Guards.cs</c> are parts of what <c>Connection.cs</c> holds.</summary>
    private static IEnumerable<SyntaxTree> OtherParts(string path) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path) + ".*.cs")
            .Order(StringComparer.Ordinal).Select(part => Parse(File.ReadAllText(part), part));

    private static SyntaxTree Parse(string text, string path) => Compiler.Parse(text, path);

    /// <summary>Under the name of these tests, for which the specifications' internals are visible.</summary>
    private static CSharpCompilation SpecificationProject()
    {
        var tests = typeof(ShippedFile).Assembly;
        var whole = Compiler.Create(File.ReadAllText(
            Path.Combine(SourceTree.Root, "Generators.Tests", "Machines", "Usings.txt")));
        return whole.WithAssemblyName(tests.GetName().Name)
            .WithReferences(whole.References
                .Where(each => Path.GetFileName(each.Display) != Path.GetFileName(tests.Location))
                .Append(MetadataReference.CreateFromFile(typeof(Spec.Kernel).Assembly.Location)));
    }
}
