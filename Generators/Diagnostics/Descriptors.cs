using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Wakeline.Generators.Diagnostics;

/// <summary>
/// Every diagnostic: 1xxx how a table is written, 2xxx what it means, 3xxx how it is used, 9xxx ourselves. Each says
/// what is wrong, why that matters and how to mend it.
/// </summary>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor InternalError = Create(
        "WKL9001", "Internal error",
        "Wakeline failed on '{0}' with {1}, so that nothing is known about it; report it with the message '{2}'",
        "Wakeline.Internal", DiagnosticSeverity.Warning);

    /// <summary>What the analyzer of tables and systems may report.</summary>
    public static ImmutableArray<DiagnosticDescriptor> OfSpecifications =>
        [.. Words, .. Meanings, .. Uses, InternalError];

    /// <summary>What the analyzer of state fields may report.</summary>
    public static ImmutableArray<DiagnosticDescriptor> OfStates => [UnusedStateField, InternalError];

    /// <summary>All of them.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All => [.. OfSpecifications, UnusedStateField];

    private static DiagnosticDescriptor Syntax(string id, string title, string message) =>
        Create(id, title, message, "Wakeline.Syntax", DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Meaning(string id, string title, string message) =>
        Create(id, title, message, "Wakeline.Meaning", DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Use(string id, string title, string message) =>
        Create(id, title, message, "Wakeline.Use", DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Create(
        string id, string title, string message, string category, DiagnosticSeverity severity,
        params string[] tags) =>
        new(id, title, message, category, severity, isEnabledByDefault: true, description: null,
            helpLinkUri: $"docs/diagnostics/{id}.md", tags);
}
