using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Wakeline.Generators.Diagnostics;

/// <summary>How a table is written: nothing can be generated from what these are reported for.</summary>
internal static partial class Descriptors
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

    public static readonly DiagnosticDescriptor TableWithoutAt = Syntax(
        "WKL1004", "Table without a place for the location",
        "The table of '{0}' does not say where the state keeps the location, so nothing can be generated; begin it "
        + "with At(...)");

    public static readonly DiagnosticDescriptor DuplicateRuleName = Syntax(
        "WKL1005", "Two rows of one name",
        "Two rows of '{0}' are named '{1}', so that reports and mutants cannot tell them apart; give this one a name "
        + "with Named(...)");

    public static readonly DiagnosticDescriptor UnknownRemovedRow = Syntax(
        "WKL1006", "Mutant that removes an unknown row",
        "The mutant '{0}' removes '{1}', which is no row of the table, so it would change nothing; name a row as the "
        + "table does or as it is derived from location, trigger and guards{2}");

    public static readonly DiagnosticDescriptor UndeclaredSet = Syntax(
        "WKL1007", "Obligation or timer without a place in the state",
        "The row '{0}' {1}, but the table does not say where the state keeps {2}; add {3}(...) to the table's head");

    public static readonly DiagnosticDescriptor MissingTable = Syntax(
        "WKL1008", "Machine or system without a table",
        "'{0}' is marked as a {1} but has no table to read, so nothing is generated for it; add 'static void {2}'");

    public static readonly DiagnosticDescriptor DuplicateName = Syntax(
        "WKL1009", "Two mutants, parameters or properties of one name",
        "Two {0} of '{1}' are named '{2}', so that commands and reports cannot tell them apart; rename one");

    public static readonly DiagnosticDescriptor GenericType = Syntax(
        "WKL1010", "Generic machine or system",
        "'{0}' has type parameters, so that its rows, numbers and counters would exist once for every argument; "
        + "nothing is generated for it; take the type parameters away");

    public static readonly DiagnosticDescriptor SystemWithoutStart = Syntax(
        "WKL1011", "System without a start",
        "The system '{0}' does not say which state it starts in, so that nothing can run it; add Start(...)");

    private static ImmutableArray<DiagnosticDescriptor> Words =>
    [
        UnsupportedConstruct, RowOutsideScope, RowWithoutEnd, TableWithoutAt, DuplicateRuleName, UnknownRemovedRow,
        UndeclaredSet, MissingTable, DuplicateName, GenericType, SystemWithoutStart,
    ];
}
