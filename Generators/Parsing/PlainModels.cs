using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Wakeline.Generators.Parsing;

/// <summary>
/// Semantic models that do not follow null through the bodies of methods. Nothing here asks about it, and it takes more
/// time than all the rest of an edit.
/// </summary>
internal static class PlainModels
{
    private static volatile bool s_isRefused;

    /// <summary>The meaning of a file of a compilation.</summary>
    public static SemanticModel Of(Compilation compilation, SyntaxTree file)
    {
        try
        {
            return s_isRefused ? compilation.GetSemanticModel(file) : WithoutNullability(compilation, file);
        }
        catch (Exception missing) when (missing is MissingMethodException or TypeLoadException)
        {
            s_isRefused = true;
            return compilation.GetSemanticModel(file);
        }
    }

    /// <summary>The method is experimental (RSEXPERIMENTAL001), so that a later compiler may lack it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
#pragma warning disable RSEXPERIMENTAL001
    private static SemanticModel WithoutNullability(Compilation compilation, SyntaxTree file) =>
        compilation.GetSemanticModel(file, SemanticModelOptions.DisableNullableAnalysis);
#pragma warning restore RSEXPERIMENTAL001
}
