using System.Reflection;
using System.Runtime.Loader;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Wakeline.Generators.Tests.Harness;

/// <summary>Compiles sources in memory, with the generator.</summary>
internal static class Compiler
{
    private static readonly CSharpParseOptions Parsing =
        CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14);

    /// <summary>
    /// Shared by all compilations, so that references are read once. The tests themselves are referred to for the
    /// vocabulary of random machines.
    /// </summary>
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "Specification",
        references:
        [
            .. Net100.References.All,
            MetadataReference.CreateFromFile(typeof(MachineAttribute).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(Stateless.StateMachine<,>).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(Compiler).Assembly.Location),
        ],
        options: new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable,
            optimizationLevel: OptimizationLevel.Release));

    /// <summary>A compilation of sources, before the generator ran.</summary>
    public static CSharpCompilation Create(params IEnumerable<string> sources) =>
        Empty.AddSyntaxTrees(sources.Select((source, index) => Parse(source, $"/_/Source{index}.cs")));

    /// <summary>A source as the compiler of a test sees it.</summary>
    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, Parsing, path);

    /// <summary>A driver of the generator that tracks its steps.</summary>
    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new WakelineGenerator().AsSourceGenerator()], parseOptions: Parsing,
        driverOptions: new GeneratorDriverOptions(
            IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>
    /// A driver that does not track its steps. One that does loses the output of a table after some edits to other
    /// files (Roslyn 5.0, whatever the generator).
    /// </summary>
    public static GeneratorDriver UntrackedDriver() => CSharpGeneratorDriver.Create(
        [new WakelineGenerator().AsSourceGenerator()], parseOptions: Parsing);

    /// <summary>Runs the generator on sources, and requires that the result compiles without a warning.</summary>
    public static Generated Generate(params IEnumerable<string> sources)
    {
        var generated = Run(Create(sources));
        Assert.Empty(generated.Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        return generated;
    }

    /// <summary>Runs the generator on a compilation, whatever comes of it.</summary>
    public static Generated Run(CSharpCompilation compilation)
    {
        var driver = Driver().RunGeneratorsAndUpdateCompilation(
            compilation, out var output, out var problems, TestContext.Current.CancellationToken);
        Assert.Empty(problems);
        return new Generated((CSharpCompilation)output, driver.GetRunResult());
    }

    /// <summary>Emits a compilation and loads it.</summary>
    public static Assembly Load(Compilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Take(10)));
        image.Position = 0;
        return new AssemblyLoadContext("Specification", isCollectible: true).LoadFromStream(image);
    }
}

/// <summary>What a run of the generator gave.</summary>
internal sealed record Generated(CSharpCompilation Compilation, GeneratorDriverRunResult Result)
{
    /// <summary>The text of one generated file.</summary>
    public string this[string hintName] =>
        Result.Results.Single().GeneratedSources.Single(source => source.HintName == hintName).SourceText.ToString();
}
