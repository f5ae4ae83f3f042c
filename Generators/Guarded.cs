using Microsoft.CodeAnalysis;
using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Memory;
using Wakeline.Generators.Models;

namespace Wakeline.Generators;

/// <summary>
/// What a transform gave: a model, nothing, or the fault that kept it from giving one. A fault is ours; it travels as
/// text, because the pipeline keeps what passes through it.
/// </summary>
internal sealed record Guarded<T>(T? Value, EquatableArray<string> Fault)
    where T : class, IEquatable<T>;

/// <summary>Keeps a fault in one table from taking the code of all others away.</summary>
internal static class Guarded
{
    /// <summary>Runs a transform.</summary>
    public static Guarded<T> Transform<T>(
        Func<GeneratorAttributeSyntaxContext, EditMemory, CancellationToken, T?> transform,
        GeneratorAttributeSyntaxContext context, EditMemory memory, CancellationToken cancellation)
        where T : class, IEquatable<T>
    {
        try
        {
            return new Guarded<T>(transform(context, memory, cancellation), []);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new Guarded<T>(null, [context.TargetSymbol.Name, .. InternalErrors.Describe(exception)]);
        }
    }

    /// <summary>Writes a file; if that fails, says so.</summary>
    public static void Write(SourceProductionContext output, string name, string suffix, Func<string> write)
    {
        try
        {
            output.AddSource(name + suffix, write());
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            output.ReportDiagnostic(InternalErrors.Of(exception, name, Location.None));
        }
    }
}
