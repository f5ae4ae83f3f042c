using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Wakeline.Benchmarks.Edits;

/// <summary>The sources of the shipped specifications, as their project compiles them.</summary>
internal static class SpecificationSources
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>Reads the sources into a compilation, before the generator ran.</summary>
    public static CSharpCompilation Compile(CSharpParseOptions parsing)
    {
        var folder = Path.Combine(Repository.Root, "Spec");
        return CSharpCompilation.Create(
            "Wakeline.Spec",
            [
                CSharpSyntaxTree.ParseText(ImplicitUsings, parsing, "Usings.cs"),
                .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                    .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), parsing, file)),
            ],
            References(),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }


    private static IEnumerable<MetadataReference> References()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetDirectoryName(file) == framework)
            .Append(typeof(MachineAttribute).Assembly.Location)
            .Select(file => MetadataReference.CreateFromFile(file));
    }
}
