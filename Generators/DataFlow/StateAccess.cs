using Microsoft.CodeAnalysis;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators.DataFlow;

/// <summary>
/// Finds which parts of the state the rows of a table read and write. Calls are followed as far as their source is in
/// the compilation; what cannot be followed counts as touching all it was given, so that the sets are never too small.
/// </summary>
internal sealed class StateAccess(Reading reading)
{
    /// <summary>Stands beside a machine where a parameter stands beside a method.</summary>
    private const int AllRows = -2;

    private readonly Summaries _summaries = new(reading);

    /// <summary>The sets of every row of a table.</summary>
    public IReadOnlyList<AccessSet> Of(
        ParsedTable table, IReadOnlyList<ParsedRow> rows, CancellationToken cancellation)
    {
        _summaries.Restart();
        return [.. rows.Select(row => Of(table, row, cancellation))];
    }

    /// <summary>What a method does to a parameter; <c>-1</c> stands for <c>this</c>.</summary>
    public MethodSummary? Summarize(IMethodSymbol method, int parameter, CancellationToken cancellation)
    {
        method = method.OriginalDefinition;
        if (_summaries.Find(method, parameter) is { } known)
        {
            return known;
        }

        return MethodBodies.Find(method, reading, cancellation) is { } syntax
            ? _summaries.Add(method, parameter, summary => Walk(syntax, method, parameter, summary, cancellation))
            : null;
    }

    /// <summary>Everything the rows of another machine may touch.</summary>
    public AccessSet OfMachine(INamedTypeSymbol machine, CancellationToken cancellation)
    {
        if (_summaries.Find(machine, AllRows) is { } known)
        {
            return known.Accesses;
        }

        return _summaries.Add(machine, AllRows, summary =>
        {
            if (reading.TableOf(machine, cancellation) is not { } table)
            {
                summary.Accesses.Touch("");
                return;
            }

            foreach (var row in table.Rows)
            {
                summary.Accesses.Add(Of(table, row, cancellation), "");
            }
        }).Accesses;
    }

    private void Walk(
        SyntaxNode syntax, IMethodSymbol method, int parameter, MethodSummary summary, CancellationToken cancellation)
    {
        if (MethodBodies.Read(syntax, reading, cancellation) is { } body)
        {
            new BodyWalker(this, method, parameter, summary, cancellation).Walk(body);
        }
        else
        {
            summary.Accesses.Touch("");
        }
    }

    private AccessSet Of(ParsedTable table, ParsedRow row, CancellationToken cancellation)
    {
        var all = new AccessSet();
        foreach (var call in row.Calls)
        {
            all.Add(Of(call.Method, table.State, cancellation), "");
        }

        AddTable(table, row, all, cancellation);
        return all;
    }

    /// <summary>What a guard, effect or accessor does to the state.</summary>
    private AccessSet Of(IMethodSymbol method, ITypeSymbol state, CancellationToken cancellation)
    {
        var all = new AccessSet();
        foreach (var parameter in method.Parameters.Where(parameter =>
            SymbolEqualityComparer.Default.Equals(parameter.Type, state)))
        {
            if (Summarize(method, parameter.Ordinal, cancellation) is { } summary)
            {
                all.Add(summary.Accesses, "");
            }
            else
            {
                all.Touch("");
            }
        }

        return all;
    }

    /// <summary>What the row itself does: its location, obligations, timers, and the mutation.</summary>
    private void AddTable(ParsedTable table, ParsedRow row, AccessSet all, CancellationToken cancellation)
    {
        var location = PathOf(table.At, cancellation);
        if (row.From.Count > 0)
        {
            all.Read(location);
        }

        if (row.To is not null)
        {
            all.Write(location);
        }

        if (row.Arms.Count + row.Cancels.Count > 0 || row.Timer is not null)
        {
            all.Touch(PathOf(table.Timing, cancellation));
        }

        if (row.Owes.Count > 0 || row.Discharges is not null)
        {
            all.Touch(PathOf(table.Owing, cancellation));
        }

        if (table.MutatedBy is { } mutation)
        {
            all.Add(Of(mutation.Method, table.State, cancellation), "");
        }
    }

    private string PathOf(ParsedCall? accessor, CancellationToken cancellation) =>
        accessor is null ? "" : Summarize(accessor.Method, 0, cancellation)?.Returned ?? "";
}
