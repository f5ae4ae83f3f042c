using System.Reflection;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Docs;

/// <summary>The page of the language has every word that a table can be written with.</summary>
public sealed class LanguagePageTests
{
    private static readonly string _page =
        File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "language.md"));

    private static readonly Type[] _wordy =
    [
        typeof(RowSource<,>), typeof(Table<,>), typeof(Scope<,>), typeof(MutantScope<,>), typeof(RowInProgress<,,>),
        typeof(OpenRow<,>), typeof(OpenRow<,,>), typeof(EmissionRow<,,>), typeof(ClosedRow<,>), typeof(SystemTable<>),
    ];

    /// <summary>Every word with the type that has it.</summary>
    public static TheoryData<string, string> Words =>
    [
        .. from type in _wordy
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           where !method.IsSpecialName
           group method by (type.Name.Split('`')[0], method.Name) into word
           select word.Key,
    ];

    /// <summary>Types a specification names beside the words of its tables.</summary>
    public static TheoryData<string> Types =>
    [
        .. from type in typeof(MachineAttribute).Assembly.GetExportedTypes()
           where typeof(Attribute).IsAssignableFrom(type) || type.Namespace == "Wakeline" && type.IsEnum
               || type == typeof(Parameters) || type == typeof(Mutation)
               || type.Name.Split('`')[0] is "BitSet" or "Ring" or "OrderedSet" or "EnumValue"
                   or "BoundExceededException"
           select type.Name.Split('`')[0].Replace("Attribute", "", StringComparison.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Words))]
    public void EveryWordIsOnThePage(string type, string word) => Assert.True(
        _page.Contains($".{word}(", StringComparison.Ordinal) || _page.Contains($".{word}<", StringComparison.Ordinal),
        $"'{word}' of {type} is not in docs/language.md.");

    [Theory]
    [MemberData(nameof(Types))]
    public void EveryTypeOfASpecificationIsOnThePage(string type) =>
        Assert.Contains(type, _page, StringComparison.Ordinal);

    [Fact]
    public void EveryDiagnosticIsLinked()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs", "diagnostics"), "WKL*.md")
            .Select(path => Path.GetFileName(path));
        Assert.All(pages, page => Assert.Contains($"(diagnostics/{page})", _page, StringComparison.Ordinal));
    }
}
