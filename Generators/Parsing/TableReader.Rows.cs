using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Models;

namespace Wakeline.Generators.Parsing;

/// <summary>The calls that open, fill, end and describe a row.</summary>
internal sealed partial class TableReader
{
    private void OpenRow(Link link)
    {
        CloseRow();
        if (_scope is null)
        {
            table.Problems.Add(new Problem(Descriptors.RowOutsideScope, link.Location, link.Name));
            return;
        }

        _row = NewRow(link, _scope);
        _row.Citations.AddRange(_scope.Citations);
        _row.Lock = _scope.Lock;
        _row.IsAlternative = _scope.IsAlternative;
        _row.Fairness = _scope.Fairness ?? table.DefaultFairness;
        table.Rows.Add(_row);
        if (link.Name is "When" or "Unless" || (link.Name == "On" && link.Argument("filter") is not null))
        {
            AddGuard(link);
        }

        _row.IsBroken |= _scope.IsBroken || (link.Name == "Expires" && _row.Timer is null)
            || (link.Name == "Choose" && _row.Choices is null) || (link.Name == "Emits" && _row.Producer is null);
    }

    private ParsedRow NewRow(Link link, ParsedScope scope)
    {
        var type = link.Method!.TypeArguments.FirstOrDefault();
        var timer = link.Name == "Expires" ? _terms.Constant(link, 0) : null;
        return new ParsedRow
        {
            Scope = scope,
            Kind = link.Name switch
            {
                "On" => TriggerKind.Event,
                "Expires" => TriggerKind.Timer,
                "Emits" => TriggerKind.Emission,
                _ => TriggerKind.Step,
            },
            Location = link.Location,
            Line = link.Line,
            Mutant = _mutant,
            Trigger = link.Name switch
            {
                "On" or "Emits" => type?.MetadataName ?? "",
                "Expires" => timer?.Name ?? "",
                _ => "",
            },
            TriggerType = link.Name is "On" or "Emits" or "Expires" ? type : null,
            Timer = timer,
            IsOtherwise = link.Name == "Otherwise",
            Choices = link.Name == "Choose" ? _terms.Call(link, 0) : null,
            Producer = link.Name == "Emits" ? _terms.Call(link, 0) : null,
        };
    }

    private void ReadRow(Link link)
    {
        if (_row is null)
        {
            return;
        }

        switch (link.Name)
        {
            case "When" or "Unless":
                AddGuard(link);
                break;
            case "Do":
                AddTerm(link, false, _row.Effects);
                break;
            case "Owe":
                AddConstant(link, _row.Owes);
                break;
            case "Arm":
                AddConstant(link, _row.Arms);
                break;
            case "Cancel":
                AddConstant(link, _row.Cancels);
                break;
            case "Discharge":
                _row.Discharges = Constant(link, 0);
                break;
            case "Admits":
                _row.Admission = _terms.Call(link, 0);
                _row.IsBroken |= _row.Admission is null;
                break;
            case "Goto":
                _row.To = Constant(link, 0);
                _row.IsClosed = true;
                break;
            case "Stay" or "Ignore":
                _row.IsClosed = true;
                _row.IsIgnored = link.Name == "Ignore";
                break;
            default:
                Unsupported(link);
                break;
        }
    }

    private void ReadRemark(Link link)
    {
        if (_row is null)
        {
            return;
        }

        switch (link.Name)
        {
            case "Per":
                _row.Citations.Add(_terms.Citation(link));
                break;
            case "Named":
                _row.GivenName = _terms.Text(link, 0);
                break;
            case "Holding":
                _row.Lock = _terms.Text(link, 0);
                break;
            case "Alternative":
                _row.IsAlternative = true;
                _row.DeclaredAlternative = link.Location;
                break;
            case "Guards":
                _row.GuardsAgainst.Add(_terms.Text(link, 0));
                break;
            case "Fair":
                _row.Fairness = Constant(link, 0)?.Name ?? "None";
                break;
            default:
                Unsupported(link);
                break;
        }
    }

    private void AddGuard(Link link) => AddTerm(link, link.Name == "Unless", _row!.Guards);

    private void AddTerm(Link link, bool isNegated, List<ParsedTerm> terms)
    {
        if (_terms.Term(link, isNegated) is { } term)
        {
            terms.Add(term);
        }
        else
        {
            BreakRow();
        }
    }

    private void AddConstant(Link link, List<ParsedConstant> constants)
    {
        if (Constant(link, 0) is { } constant)
        {
            constants.Add(constant);
        }
    }
}
