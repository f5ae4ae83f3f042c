using Microsoft.CodeAnalysis;

namespace Wakeline.Generators.Parsing;

/// <summary>Something wrong with a table, found while reading it. Analyzers turn it into a diagnostic.</summary>
internal sealed record Problem(DiagnosticDescriptor Descriptor, Location Location, params object[] Arguments)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Location, Arguments);
}
