using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Wakeline.Generators.Tests.Harness;

namespace Wakeline.Generators.Tests.Diagnostics;

/// <summary>
/// Cases beyond the pages: what <c>[|</c> and <c>|]</c> enclose is what is underlined, and nothing else is reported.
/// </summary>
public sealed class MarkupTests
{
    private const string Toggle = """
        .In(Place.Off)
            .On<Push>().Goto(Place.On)
        .In(Place.On)
            .On<Push>().Goto(Place.Off)
        """;

    public static TheoryData<string, string, string> Rows => new(
        [.. SyntaxCases.All, .. MeaningCases.All, .. UseCases.All, .. SystemCases.All]);

    /// <summary>Several faults at once are each reported, in the order of the table.</summary>
    [Fact]
    public void FaultsDoNotHideEachOther() => Assert.Equal(
        ["WKL1005", "WKL1006", "WKL1009", "WKL3005"],
        Analyzers.Of(Lamp.Complete("""
            .In(Place.Off).Per("Manual 9")
                .On<Push>().Goto(Place.On)
            .In(Place.On)
                .On<Push>().Goto(Place.Off)
                .On<Push>().Goto(Place.On)
            .Mutant("one", "").Without("nothing")
            .Mutant("one", "").Without("On.Push.Always")
            """)).Select(each => each.Id).Order());

    [Theory]
    [MemberData(nameof(Rows))]
    public void ExactlyTheMarkedPartsAreReported(string id, string what, string marked)
    {
        var source = Lamp.Complete(marked);
        var spans = new List<string>();
        while (source.IndexOf("[|", StringComparison.Ordinal) is >= 0 and var start)
        {
            var end = source.IndexOf("|]", StringComparison.Ordinal);
            spans.Add($"{id} {start}: {source[(start + 2)..end]}");
            source = source[..start] + source[(start + 2)..end] + source[(end + 2)..];
        }

        Assert.True(spans.Count > 0 || id.Length == 0, what);
        Assert.Equal(spans, Analyzers.Of(source).Select(each => Describe(each, source)));
    }

    [Fact]
    public void ADirectiveSuppresses()
    {
        var source = Lamp.Complete(Toggle + "\n    .InAny().Emits<Light>(Shine).Stay()");
        Assert.Equal("WKL2010", Assert.Single(Analyzers.Of(source)).Id);
        Assert.Empty(Analyzers.Of("#pragma warning disable WKL2010\n" + source));
    }

    [Fact]
    public void SeveritiesCanBeConfigured()
    {
        var compilation = Compiler.Create(Lamp.Complete(Toggle + "\n    .InAny().Emits<Light>(Shine).Stay()"));
        CSharpSeverity(ReportDiagnostic.Error, [DiagnosticSeverity.Error]);
        CSharpSeverity(ReportDiagnostic.Suppress, []);

        void CSharpSeverity(ReportDiagnostic wanted, DiagnosticSeverity[] expected) => Assert.Equal(
            expected,
            Analyzers.Of(compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(
                [new KeyValuePair<string, ReportDiagnostic>("WKL2010", wanted)]))).Select(each => each.Severity));
    }

    [Fact]
    public void AProjectWithoutTheLanguageIsLeftAlone()
    {
        var source = Lamp.Complete("static void Rules(List<Place> table) => table.Clear();");
        Assert.Equal("WKL1008", Assert.Single(Analyzers.Of(source)).Id);
        Assert.Empty(Analyzers.Of(Compiler.Create(source).WithReferences(Net100.References.All)));
    }

    private static string Describe(Diagnostic diagnostic, string source)
    {
        var span = diagnostic.Location.SourceSpan;
        return $"{diagnostic.Id} {span.Start}: {source.Substring(span.Start, span.Length)}";
    }
}
