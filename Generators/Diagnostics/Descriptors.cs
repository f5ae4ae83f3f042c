using Microsoft.CodeAnalysis;

namespace Wakeline.Generators.Diagnostics;

/// <summary>
/// Every diagnostic: 1xxx how a table is written, 2xxx what it means, 3xxx how it is used, 9xxx ourselves.
/// </summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor UnsupportedConstruct = Syntax(
        "WKL1001", "Unsupported construct in a table",
        "A table cannot contain {0}: it is read without being run; use a chain of calls with named static "
        + "methods and constants");

    public static readonly DiagnosticDescriptor RowOutsideScope = Syntax(
        "WKL1002", "Row before any location",
        "The row that begins with '{0}' stands before any In(...) or InAny(); open a group of rows first");

    public static readonly DiagnosticDescriptor RowWithoutEnd = Syntax(
        "WKL1003", "Row without an end",
        "The row '{0}' has no end; close it with Goto(...), Stay() or Ignore()");

    private static DiagnosticDescriptor Syntax(string id, string title, string message) =>
        Create(id, title, message, "Wakeline.Syntax", DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Create(
        string id, string title, string message, string category, DiagnosticSeverity severity) =>
        new(id, title, message, category, severity, isEnabledByDefault: true, helpLinkUri: $"docs/diagnostics/{id}.md");
}
