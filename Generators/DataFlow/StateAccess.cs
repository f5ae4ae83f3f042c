using Microsoft.CodeAnalysis;
using Wakeline.Generators.Models;
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
        var self = (table.At!.Shape & CallShape.Self) != 0 ? ElementPaths.Self : ElementPaths.Any;
        return [.. rows.Select(row => Of(table, row, self, cancellation))];
    }

    /// <summary>The part of the state where the rows of a table keep their location.</summary>
    public string LocationOf(ParsedTable table, CancellationToken cancellation) =>
        PathOf(table.At, ElementPaths.Self, cancellation) is { Length: > 0 } path ? path : AccessSet.Everything;

    /// <summary>What a method does to the state, such as a predicate.</summary>
    public AccessSet Of(IMethodSymbol method, ITypeSymbol state, CancellationToken cancellation)
    {
        _summaries.Restart();
        return Of(method, state, ElementPaths.Unknown, cancellation);
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

    /// <summary>The state that a machine works on; <see langword="null"/> if its table is not to be had.</summary>
    public ITypeSymbol? StateOf(INamedTypeSymbol machine, CancellationToken cancellation) =>
        reading.TableOf(machine, cancellation)?.State;

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
                summary.Accesses.Add(
                    Of(table, row, ElementPaths.Any, cancellation), "", ElementPaths.Unknown);
            }
        }).Accesses;
    }

    private void Walk(
        SyntaxNode syntax, IMethodSymbol method, int parameter, MethodSummary summary, CancellationToken cancellation)
    {
        if (MethodBodies.Read(syntax, reading, cancellation) is { } body)
        {
            new BodyWalker(this, method, parameter, summary, cancellation).WalkBody(body);
        }
        else
        {
            summary.Accesses.Touch("");
        }
    }

    /// <param name="table">The table.</param>
    /// <param name="row">One of its rows.</param>
    /// <param name="self">What stands in brackets for the instance.</param>
    /// <param name="cancellation">Ends the walk.</param>
    private AccessSet Of(ParsedTable table, ParsedRow row, string self, CancellationToken cancellation)
    {
        var all = new AccessSet();
        foreach (var call in row.Calls)
        {
            all.Add(Of(call.Method, table.State, NumberIn(call, self), cancellation), "", ElementPaths.Unknown);
        }

        AddTable(table, row, self, all, cancellation);
        return all;
    }

    /// <summary>What a guard, effect or accessor does to the state.</summary>
    private AccessSet Of(
        IMethodSymbol method, ITypeSymbol state, Func<int, string> indexOf, CancellationToken cancellation)
    {
        var all = new AccessSet();
        foreach (var parameter in method.Parameters.Where(parameter =>
            SymbolEqualityComparer.Default.Equals(parameter.Type, state)))
        {
            if (Summarize(method, parameter.Ordinal, cancellation) is { } summary)
            {
                all.Add(summary.Accesses, "", indexOf);
            }
            else
            {
                all.Touch("");
            }
        }

        return all;
    }

    /// <summary>What the row itself does: its location, obligations, timers, and the mutation.</summary>
    private void AddTable(
        ParsedTable table, ParsedRow row, string self, AccessSet all, CancellationToken cancellation)
    {
        var location = PathOf(table.At, self, cancellation);
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
            all.Touch(PathOf(table.Timing, self, cancellation));
        }

        if (row.Owes.Count > 0 || row.Discharges is not null)
        {
            all.Touch(PathOf(table.Owing, self, cancellation));
        }

        if (table.MutatedBy is { } mutation)
        {
            all.Add(Of(mutation.Method, table.State, ElementPaths.Unknown, cancellation), "", ElementPaths.Unknown);
        }
    }

    private string PathOf(ParsedCall? accessor, string self, CancellationToken cancellation) => accessor is null
        ? ""
        : ElementPaths.Resolve(
            Summarize(accessor.Method, 0, cancellation)?.Returned ?? "", NumberIn(accessor, self));

    /// <summary>Where a method takes the instance, it does so after the state, and the choice after both.</summary>
    private static Func<int, string> NumberIn(ParsedCall call, string self)
    {
        var hasSelf = (call.Shape & CallShape.Self) != 0;
        var choice = (call.Shape & CallShape.Choice) == 0 ? -1 : hasSelf ? 2 : 1;
        return parameter => parameter == 1 && hasSelf ? self
            : parameter == choice && self != ElementPaths.Any ? ElementPaths.Choice : ElementPaths.Any;
    }
}
