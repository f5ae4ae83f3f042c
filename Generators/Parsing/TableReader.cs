using Microsoft.CodeAnalysis;
using Wakeline.Generators.Diagnostics;

namespace Wakeline.Generators.Parsing;

/// <summary>
/// Reads the calls of a table in order, keeping what the language's own builder keeps: the open scope, the open row,
/// the open mutant. Calls that do not compile break the row they stand in and nothing else.
/// </summary>
internal sealed partial class TableReader(
    ParsedTable table, SemanticModel model, CancellationToken cancellation)
{
    private static readonly HashSet<string> Openings =
        ["In", "InAny", "On", "Expires", "Emits", "Choose", "Always", "Otherwise", "Mutant"];

    private readonly TermReader _terms = new(model, table.Problems, cancellation);
    private ParsedScope? _scope;
    private ParsedRow? _row;
    private ParsedMutant? _mutant;

    /// <summary>Reads every call.</summary>
    public void Read(IReadOnlyList<Link> links)
    {
        foreach (var link in links)
        {
            cancellation.ThrowIfCancellationRequested();
            if (link.Method is null)
            {
                table.HasHoles = true;
                MissEnd(link);
                BreakRow();
                continue;
            }

            Read(link, link.Method.ContainingType.Name);
        }

        CloseRow();
    }

    private void Read(Link link, string receiver)
    {
        switch (receiver)
        {
            case "Table":
                ReadHeader(link);
                break;
            case "RowSource":
                ReadSource(link);
                break;
            case "Scope":
                ReadScope(link);
                break;
            case "MutantScope":
                ReadRemoved(link);
                break;
            case "ClosedRow":
                ReadRemark(link);
                break;
            case "RowInProgress" or "OpenRow" or "EmissionRow":
                ReadRow(link);
                break;
            default:
                Unsupported(link);
                break;
        }
    }

    private void ReadHeader(Link link)
    {
        switch (link.Name)
        {
            case "At":
                table.At = _terms.Call(link, 0);
                break;
            case "Owing":
                table.Owing = _terms.Call(link, 0);
                break;
            case "Timing":
                table.Timing = _terms.Call(link, 0);
                break;
            case "MutatedBy":
                table.MutatedBy = _terms.Call(link, 0);
                break;
            case "Start":
                table.Start = Constant(link, 0);
                break;
            case "Final":
                table.Final.AddRange(_terms.Constants(link));
                break;
            case "Fair":
                table.DefaultFairness = Constant(link, 0)?.Name ?? "None";
                break;
            default:
                Unsupported(link);
                break;
        }
    }

    private void ReadSource(Link link)
    {
        if (link.Name is "In" or "InAny")
        {
            CloseRow();
            List<ParsedConstant> locations = link.Name == "In" ? [.. _terms.Constants(link)] : [];
            _scope = new ParsedScope
            {
                Locations = locations,
                Location = link.Location,
                IsBroken = locations.Count < link.Arguments.Count(),
            };
        }
        else if (link.Name == "Mutant")
        {
            OpenMutant(link);
        }
        else
        {
            OpenRow(link);
        }
    }

    private void OpenMutant(Link link)
    {
        CloseRow();
        _scope = null;
        _mutant = new ParsedMutant
        {
            Name = _terms.Text(link, 0),
            Story = _terms.Text(link, 1),
            Location = link.Location,
        };
        table.Mutants.Add(_mutant);
    }

    private void ReadScope(Link link)
    {
        if (_scope is null)
        {
            return;
        }

        switch (link.Name)
        {
            case "Per":
                _scope.Citations.Add(_terms.Citation(link));
                break;
            case "Holding":
                _scope.Lock = _terms.Text(link, 0);
                break;
            case "Alternatives":
                _scope.IsAlternative = true;
                break;
            case "Fair":
                _scope.Fairness = Constant(link, 0)?.Name;
                break;
            default:
                Unsupported(link);
                break;
        }
    }

    private void ReadRemoved(Link link)
    {
        if (link.Name != "Without" || _mutant is null)
        {
            Unsupported(link);
            return;
        }

        foreach (var expression in link.Arguments)
        {
            _mutant.Removed.Add((_terms.Text(expression), expression.GetLocation()));
        }
    }

    private ParsedConstant? Constant(Link link, int ordinal)
    {
        var constant = _terms.Constant(link, ordinal);
        if (constant is null)
        {
            BreakRow();
        }

        return constant;
    }

    private void Unsupported(Link link)
    {
        table.Problems.Add(new Problem(Descriptors.UnsupportedConstruct, link.Location, $"the call '{link.Name}'"));
        BreakRow();
    }

    /// <summary>A call that only a finished row has: the compiler knows it not, and does not say why.</summary>
    private void MissEnd(Link link)
    {
        if (Openings.Contains(link.Name))
        {
            CloseRow();
        }
    }

    private void BreakRow()
    {
        if (_row is not null)
        {
            _row.IsBroken = true;
        }
    }

    private void CloseRow()
    {
        if (_row is { IsClosed: false, IsBroken: false } open)
        {
            table.Problems.Add(new Problem(Descriptors.RowWithoutEnd, open.Location, open.Name));
            open.IsBroken = true;
        }

        _row = null;
    }
}
