using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Wakeline.Generators.Analysis;

namespace Wakeline.Generators.Tests.Harness;

/// <summary>Runs the analyzers as the compiler does: on sources together with what was generated from them.</summary>
internal static class Analyzers
{
    private static readonly ImmutableArray<AdditionalText> Citations =
        [new Text("/_/Citations.tsv", "Manual 1\tThe first part\nManual 2\tThe second part\n")];

    /// <summary>What the analyzers and the generator report, in the order of places.</summary>
    public static IReadOnlyList<Diagnostic> Of(params IEnumerable<string> sources) => Of(Compiler.Create(sources));

    /// <summary>What the analyzers report on a compilation, whatever else is wrong with it.</summary>
    public static IReadOnlyList<Diagnostic> Of(CSharpCompilation sources) => Of(sources, out _);

    /// <inheritdoc cref="Of(CSharpCompilation)"/>
    public static IReadOnlyList<Diagnostic> Of(CSharpCompilation sources, out Compilation compilation) =>
        Of(sources, [new SpecificationAnalyzer(), new StateFieldAnalyzer()], Citations, out compilation);

    /// <summary>What certain analyzers report, with certain additional files.</summary>
    public static IReadOnlyList<Diagnostic> Of(
        CSharpCompilation sources, ImmutableArray<DiagnosticAnalyzer> analyzers, ImmutableArray<AdditionalText> files,
        out Compilation compilation)
    {
        Compiler.Driver().RunGeneratorsAndUpdateCompilation(
            sources, out compilation, out var problems, TestContext.Current.CancellationToken);
        return [.. problems, .. Reported(compilation, analyzers, files)];
    }

    /// <summary>
    /// What generator and analyzers report side by side. Generated code is not compiled, which takes most of the time.
    /// </summary>
    public static IReadOnlyList<Diagnostic> OfSourcesAlone(CSharpCompilation sources) =>
    [
        .. Compiler.Driver().RunGenerators(sources, TestContext.Current.CancellationToken).GetRunResult().Diagnostics,
        .. Reported(sources, [new SpecificationAnalyzer(), new StateFieldAnalyzer()], Citations),
    ];

    private static IEnumerable<Diagnostic> Reported(
        Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, ImmutableArray<AdditionalText> files)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(files), onAnalyzerException: null, concurrentAnalysis: true,
            logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false);
        var found = compilation.WithAnalyzers(analyzers, options)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        return found.OrderBy(each => each.Location.SourceSpan.Start).ThenBy(each => each.Id);
    }

    /// <summary>A file that is not compiled, such as the catalogue of sources.</summary>
    internal sealed class Text(string path, string content) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(content);
    }
}
