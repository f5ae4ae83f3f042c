using Microsoft.CodeAnalysis;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators.DataFlow;

/// <summary>
/// Finds which parts of the state the rows of a table read and write. Calls are followed as far as their source is in
/// the compilation; what cannot be followed counts as touching all it was given, so that the sets are never too small.
/// </summary>
internal sealed class StateAccess(Compilation compilation, CancellationToken cancellation)
{
    private readonly Dictionary<(IMethodSymbol, int), MethodSummary> _summaries =
        new(new SummaryKeyComparer());

    private readonly Dictionary<INamedTypeSymbol, AccessSet> _machines = new(SymbolEqualityComparer.Default);

    /// <summary>The sets of one row.</summary>
    public AccessSet Of(ParsedTable table, ParsedRow row)
    {
        var all = new AccessSet();
        foreach (var call in row.Calls)
        {
            all.Add(Of(call.Method, table.State), "");
        }

        AddTable(table, row, all);
        return all;
    }

    /// <summary>What a method does to a parameter; <c>-1</c> stands for <c>this</c>.</summary>
    public MethodSummary? Summarize(IMethodSymbol method, int parameter)
    {
        method = method.OriginalDefinition;
        if (_summaries.TryGetValue((method, parameter), out var known))
        {
            return known;
        }

        if (MethodBodies.Of(method, compilation, cancellation) is not { } body)
        {
            return null;
        }

        // A method that calls itself finds this entry: all it was given, until the walk is over.
        var recursive = new MethodSummary();
        recursive.Accesses.Touch("");
        _summaries[(method, parameter)] = recursive;
        var summary = new MethodSummary();
        new BodyWalker(this, method, parameter, summary, cancellation).Walk(body);
        _summaries[(method, parameter)] = summary;
        return summary;
    }

    /// <summary>Everything the rows of another machine may touch.</summary>
    public AccessSet OfMachine(INamedTypeSymbol machine)
    {
        if (_machines.TryGetValue(machine, out var known))
        {
            return known;
        }

        var all = new AccessSet();
        all.Touch("");
        _machines[machine] = all;
        if (TableParser.FindRules(machine, compilation, cancellation) is { } rules
            && TableParser.Parse(rules, compilation.GetSemanticModel(rules.SyntaxTree), cancellation) is { } table)
        {
            all = new AccessSet();
            foreach (var row in table.Rows)
            {
                all.Add(Of(table, row), "");
            }

            _machines[machine] = all;
        }

        return all;
    }

    /// <summary>What a guard, effect or accessor does to the state.</summary>
    private AccessSet Of(IMethodSymbol method, ITypeSymbol state)
    {
        var all = new AccessSet();
        foreach (var parameter in method.Parameters.Where(parameter =>
            SymbolEqualityComparer.Default.Equals(parameter.Type, state)))
        {
            if (Summarize(method, parameter.Ordinal) is { } summary)
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
    private void AddTable(ParsedTable table, ParsedRow row, AccessSet all)
    {
        var location = PathOf(table.At);
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
            all.Touch(PathOf(table.Timing));
        }

        if (row.Owes.Count > 0 || row.Discharges is not null)
        {
            all.Touch(PathOf(table.Owing));
        }

        if (table.MutatedBy is { } mutation)
        {
            all.Add(Of(mutation.Method, table.State), "");
        }
    }

    private string PathOf(ParsedCall? accessor) =>
        accessor is null ? "" : Summarize(accessor.Method, 0)?.Returned ?? "";

    private sealed class SummaryKeyComparer : IEqualityComparer<(IMethodSymbol Method, int Parameter)>
    {
        public bool Equals((IMethodSymbol Method, int Parameter) x, (IMethodSymbol Method, int Parameter) y) =>
            x.Parameter == y.Parameter && SymbolEqualityComparer.Default.Equals(x.Method, y.Method);

        public int GetHashCode((IMethodSymbol Method, int Parameter) key) =>
            (SymbolEqualityComparer.Default.GetHashCode(key.Method) * 31) + key.Parameter;
    }
}
