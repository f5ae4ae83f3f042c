using Microsoft.CodeAnalysis;
using Wakeline.Generators.Models;

namespace Wakeline.Generators.Parsing;

/// <summary>A method of the specification that a table names.</summary>
internal sealed record ParsedCall(IMethodSymbol Method, CallShape Shape, Location Location);

/// <summary>A guard or effect of a row, still with its symbols.</summary>
internal sealed record ParsedTerm(string Name, bool IsNegated, ParsedCall Call, ConstantModel? Argument)
{
    public string Label => (IsNegated ? "!" : "") + Name + (Argument is null ? "" : $"({Argument.Name})");
}

/// <summary>A citation where it is written.</summary>
internal sealed record ParsedCitation(string Key, Location Location);

/// <summary>A constant of an enumeration where it is written.</summary>
internal sealed record ParsedConstant(ConstantModel Value, Location Location)
{
    public string Name => Value.Name;
}

/// <summary>A group of rows: what <c>.In(...)</c> opened.</summary>
internal sealed class ParsedScope
{
    public required IReadOnlyList<ParsedConstant> Locations { get; init; }

    public required Location Location { get; init; }

    public List<ParsedCitation> Citations { get; } = [];

    /// <summary>Whether one of its locations could not be read; nothing is emitted for its rows.</summary>
    public bool IsBroken { get; init; }

    public string Lock { get; set; } = "";

    public bool IsAlternative { get; set; }

    public string? Fairness { get; set; }
}

/// <summary>A row of a table, still with its symbols.</summary>
internal sealed class ParsedRow
{
    public required ParsedScope Scope { get; init; }

    public required TriggerKind Kind { get; init; }

    public required Location Location { get; init; }

    public required int Line { get; init; }

    public ParsedMutant? Mutant { get; init; }

    public string Trigger { get; init; } = "";

    public ITypeSymbol? TriggerType { get; init; }

    public ParsedConstant? Timer { get; init; }

    public bool IsOtherwise { get; init; }

    public ParsedCall? Choices { get; init; }

    public ParsedCall? Producer { get; init; }

    public ParsedCall? Admission { get; set; }

    public string? GivenName { get; set; }

    /// <summary>Where <c>.Alternative()</c> is written, if it is.</summary>
    public Location? DeclaredAlternative { get; set; }

    public List<ParsedTerm> Guards { get; } = [];

    public List<ParsedTerm> Effects { get; } = [];

    public List<ParsedConstant> Owes { get; } = [];

    public ParsedConstant? Discharges { get; set; }

    public List<ParsedConstant> Arms { get; } = [];

    public List<ParsedConstant> Cancels { get; } = [];

    public List<ParsedCitation> Citations { get; } = [];

    public List<string> GuardsAgainst { get; } = [];

    public string Lock { get; set; } = "";

    public bool IsAlternative { get; set; }

    public string Fairness { get; set; } = "None";

    public ParsedConstant? To { get; set; }

    public bool IsClosed { get; set; }

    public bool IsIgnored { get; set; }

    /// <summary>Whether part of the row could not be read; nothing is emitted for it.</summary>
    public bool IsBroken { get; set; }

    public IReadOnlyList<ParsedConstant> From => Scope.Locations;

    public string Name => GivenName ?? RuleNames.Derive(this);

    public IEnumerable<ParsedCall> Calls => Guards.Concat(Effects).Select(term => term.Call)
        .Concat(new[] { Choices, Producer, Admission }.OfType<ParsedCall>());

    public bool IsIn(long location) => From.Count == 0 || From.Any(place => place.Value.Value == location);
}

/// <summary>A mutant of a table, still with its symbols.</summary>
internal sealed class ParsedMutant
{
    public required string Name { get; init; }

    public required string Story { get; init; }

    public required Location Location { get; init; }

    public List<(string Name, Location Location)> Removed { get; } = [];
}

/// <summary>
/// A table as it was read, with symbols and places; it lives only as long as one transform or analysis.
/// </summary>
internal sealed class ParsedTable
{
    public required INamedTypeSymbol Machine { get; init; }

    public required ITypeSymbol State { get; init; }

    public required INamedTypeSymbol LocationType { get; init; }

    public required Location Place { get; init; }

    public ParsedCall? At { get; set; }

    public ParsedCall? Owing { get; set; }

    public ParsedCall? Timing { get; set; }

    public ParsedCall? MutatedBy { get; set; }

    public ParsedConstant? Start { get; set; }

    public List<ParsedConstant> Final { get; } = [];

    public string DefaultFairness { get; set; } = "None";

    public List<ParsedRow> Rows { get; } = [];

    public List<ParsedMutant> Mutants { get; } = [];

    public List<Problem> Problems { get; } = [];

    /// <summary>Whether a call did not compile, so that more may be missing than the broken rows show.</summary>
    public bool HasHoles { get; set; }

    /// <summary>Whether every call was understood; only then does the table as a whole have a meaning.</summary>
    public bool IsWhole => !HasHoles && Problems.Count == 0 && Rows.All(row => !row.IsBroken);

    /// <summary>Every method of the specification that the table names.</summary>
    public IEnumerable<IMethodSymbol> Methods => new[] { At, Owing, Timing, MutatedBy }.OfType<ParsedCall>()
        .Concat(Rows.SelectMany(row => row.Calls)).Select(call => call.Method);

    public IEnumerable<ParsedRow> Shipped => Rows.Where(row => row.Mutant is null);
}
