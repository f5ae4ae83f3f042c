using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Wakeline.Generators.Tests.Harness;

namespace Wakeline.Generators.Tests.Incremental;

/// <summary>What a driver remembers of the compilations before is what it would read anew.</summary>
public sealed class EditMemoryTests
{
    private const int Edits = 60;

    private const string Table = """
        using System.Runtime.InteropServices;
        using Wakeline;

        namespace Far;

        public enum Place : byte { Here, There }

        [StructLayout(LayoutKind.Sequential, Pack = 1)]
        public struct State { public Place Place; public byte One; public byte Two; }

        [Machine]
        public static partial class Traveller
        {
            static void Rules(Table<State, Place> table) => table
                .At(PlaceOf)
                .In(Place.Here).When(Guards.MayLeave).Goto(Place.There)
                .In(Place.There).Always().Goto(Place.Here);

            static ref Place PlaceOf(ref State state) => ref state.Place;
        }
        """;

    private const string Guards = """
        namespace Far;

        internal static class Guards
        {
            public static bool MayLeave(in State state) => Rest.IsOver(in state);
        }
        """;

    private const string Rest = """
        namespace Far;

        internal static class Rest
        {
            public static bool IsOver(in State state) => state.One == 0;
        }
        """;

    [Fact]
    public void ABodyInAnotherFileIsFollowed()
    {
        var before = Compiler.Create(Table, Guards, Rest);
        var ran = Run(Compiler.UntrackedDriver(), before);
        Assert.Contains("\"One\"", InfoOf(ran), StringComparison.Ordinal);
        var after = Replace(before, 2, Rest.Replace("state.One", "state.Two", StringComparison.Ordinal));
        var again = InfoOf(Run(ran, after));
        Assert.Contains("\"Two\"", again, StringComparison.Ordinal);
        Assert.DoesNotContain("\"One\"", again, StringComparison.Ordinal);
    }

    [Fact]
    public void ADeclarationInAnotherFileIsSeen()
    {
        var before = Compiler.Create(Table.Replace(
            "public enum Place : byte { Here, There }", "", StringComparison.Ordinal), Guards, Rest,
            "namespace Far; public enum Place : byte { Here, There }");
        var ran = Run(Compiler.UntrackedDriver(), before);
        var after = Replace(before, 3, "namespace Far; public enum Place : byte { Here, Nowhere, There }");
        Assert.Equal(Texts(Run(Compiler.UntrackedDriver(), after)), Texts(Run(ran, after)));
        Assert.NotEqual(Texts(ran), Texts(Run(ran, after)));
    }

    [Fact]
    public void BodiesThatChangePlacesAreFollowed()
    {
        const string Both = """
            namespace Far;

            internal static class Rest
            {
                public static bool IsOver(in State state)
                {
                    return state.One == 0;
                }

                public static bool IsNear(in State state)
                {
                    return state.Two == 0;
                }
            }
            """;
        var before = Compiler.Create(Table, Guards, Both);
        var ran = Run(Compiler.UntrackedDriver(), before);
        var exchanged = Both.Replace("One", "_", StringComparison.Ordinal)
            .Replace("Two", "One", StringComparison.Ordinal).Replace("_", "Two", StringComparison.Ordinal);
        Assert.Contains("\"Two\"", InfoOf(Run(ran, Replace(before, 2, exchanged))), StringComparison.Ordinal);
    }

    /// <summary>Words are deleted, comments added, in one file after another, and what was there comes back.</summary>
    [Fact]
    public void AfterAnyEditTheOutputIsThatOfAFreshDriver()
    {
        string[] sources = [Table, Guards, Rest, Sources.Read("Courier"), Sources.Read("Kettle")];
        var whole = Compiler.Create(sources);
        var driver = Run(Compiler.UntrackedDriver(), whole);
        var random = new System.Random(7);
        var compilation = whole;
        for (var edit = 0; edit < Edits; edit++)
        {
            var file = random.Next(sources.Length);
            compilation = Replace(compilation, file, random.Next(4) switch
            {
                0 => sources[file],
                1 => WithAComment(compilation.SyntaxTrees[file], random),
                _ => WithoutAWord(compilation.SyntaxTrees[file], random),
            });
            driver = Run(driver, compilation);
            var fresh = Run(Compiler.UntrackedDriver(), compilation.Clone());
            Assert.Empty(Texts(driver).Except(Texts(fresh)));
            Assert.Empty(Texts(fresh).Except(Texts(driver)));
        }
    }

    private static string WithoutAWord(SyntaxTree file, System.Random random)
    {
        SyntaxToken[] words = [.. file.GetRoot().DescendantTokens()];
        var word = words[random.Next(words.Length)];
        return file.ToString().Remove(word.SpanStart, word.Span.Length);
    }

    private static string WithAComment(SyntaxTree file, System.Random random)
    {
        var lines = file.ToString().Split('\n').ToList();
        lines.Insert(random.Next(lines.Count), random.Next(2) == 0 ? "// A word." : "/// <summary>A word.</summary>");
        return string.Join('\n', lines);
    }

    private static GeneratorDriver Run(GeneratorDriver driver, Compilation compilation) =>
        driver.RunGenerators(compilation, TestContext.Current.CancellationToken);

    private static CSharpCompilation Replace(CSharpCompilation compilation, int file, string text)
    {
        var tree = compilation.SyntaxTrees[file];
        return compilation.ReplaceSyntaxTree(tree, Compiler.Parse(text, tree.FilePath));
    }

    private static string InfoOf(GeneratorDriver driver) => driver.GetRunResult().Results.Single().GeneratedSources
        .Single(source => source.HintName == "Far.Traveller.Info.g.cs").SourceText.ToString();

    private static IEnumerable<string> Texts(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single() is var result
            ? result.GeneratedSources.Select(source => source.HintName + "\n" + source.SourceText)
                .Concat(result.Diagnostics.Select(problem => problem.ToString())).Order(StringComparer.Ordinal)
            : [];
}
