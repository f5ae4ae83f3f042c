using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Wakeline.Generators.DataFlow;
using Wakeline.Generators.Models;

namespace Wakeline.Generators.Parsing;

/// <summary>Turns a table that was read into the model that is emitted. Broken rows are left out.</summary>
internal static class MachineModels
{
    /// <returns>The model, or <see langword="null"/> if the table lacks what no code can do without.</returns>
    public static MachineModel? Build(
        ParsedTable table, Reading reading, string file, CancellationToken cancellation)
    {
        if (table.At is not { } at || table.Machine.IsGenericType)
        {
            return null;
        }

        var rows = Usable(table).ToList();
        var machine = table.Machine;
        var accesses = reading.Access.Of(table, rows, cancellation);
        return new MachineModel
        {
            Type = Names.Describe(machine),
            State = Names.Of(table.State),
            Location = Names.Of(table.LocationType),
            Access = Names.AccessTo(machine, table.State),
            LocationAccess = Names.AccessTo(machine, table.State, table.LocationType),
            Locations = Locations(table.LocationType),
            Start = table.Start?.Value ?? EnumConstants.Of(table.LocationType, 0),
            Final = Values(table.Final),
            At = Call(at, machine),
            LocationPath = reading.Access.LocationOf(table, cancellation),
            Owing = Call(table.Owing, machine),
            Timing = Call(table.Timing, machine),
            MutatedBy = Call(table.MutatedBy, machine),
            Rules = rows.Select((row, index) => WithAccesses(Rule(row, index, machine), accesses[index]))
                .ToEquatableArray(),
            Mutants = Mutants(table, rows),
            Events = TypesOf(rows, TriggerKind.Event, table),
            Outputs = TypesOf(rows, TriggerKind.Emission, table),
            TimerTypes = TypesOf(rows, TriggerKind.Timer, table),
            Summary = Documentation.SummaryOf(machine, cancellation),
            File = file,
        };
    }

    /// <summary>Rows that can be emitted: read whole, with the sets they use declared, and named once.</summary>
    private static IEnumerable<ParsedRow> Usable(ParsedTable table)
    {
        var names = new HashSet<string>();
        return table.Rows.Where(row => !row.IsBroken
            && (table.Owing is not null || (row.Owes.Count == 0 && row.Discharges is null))
            && (table.Timing is not null
                || (row.Arms.Count == 0 && row.Cancels.Count == 0 && row.Kind != TriggerKind.Timer))
            && names.Add(row.Name));
    }

    private static RuleModel WithAccesses(RuleModel rule, AccessSet accesses) => rule with
    {
        Reads = accesses.Reads.ToEquatableArray(),
        Writes = accesses.Writes.ToEquatableArray(),
    };

    private static RuleModel Rule(ParsedRow row, int index, INamedTypeSymbol machine) => new()
    {
        Index = index,
        Name = row.Name,
        From = Values(row.From),
        To = row.To?.Value,
        Kind = row.Kind,
        Trigger = row.Trigger,
        TriggerType = row.TriggerType is { } type ? Names.Of(type) : "",
        Timer = row.Timer?.Value,
        Choices = Call(row.Choices, machine),
        Guards = row.Guards.Select(term => Term(term, machine)).ToEquatableArray(),
        Effects = row.Effects.Select(term => Term(term, machine)).ToEquatableArray(),
        Owes = Values(row.Owes),
        Discharges = row.Discharges?.Value,
        Arms = Values(row.Arms),
        Cancels = Values(row.Cancels),
        Producer = Call(row.Producer, machine),
        Admission = Call(row.Admission, machine),
        Citations = row.Citations.Select(citation => citation.Key).ToEquatableArray(),
        Lock = row.Lock,
        GuardsAgainst = row.GuardsAgainst.ToEquatableArray(),
        IsAlternative = row.IsAlternative,
        Fairness = row.Fairness,
        Mutant = row.Mutant?.Name,
        Line = row.Line,
    };

    private static EquatableArray<ConstantModel> Values(IEnumerable<ParsedConstant> constants) =>
        constants.Select(constant => constant.Value).ToEquatableArray();

    private static EquatableArray<ConstantModel> Locations(INamedTypeSymbol type) =>
        EnumConstants.FieldsOf(type)
            .Select(field =>
                EnumConstants.Of(type, EnumConstants.Number(field.ConstantValue)) with { Name = field.Name })
            .ToEquatableArray();

    /// <summary>Named mutants that can be put in force: told apart by name, without rows that do not exist.</summary>
    private static EquatableArray<MutantModel> Mutants(ParsedTable table, List<ParsedRow> rows)
    {
        var names = new HashSet<string>(rows.Select(row => row.Name));
        var seen = new HashSet<string>();
        return table.Mutants.Where(mutant => seen.Add(mutant.Name))
            .Select(mutant => new MutantModel(
                mutant.Name, mutant.Story,
                mutant.Removed.Select(removed => removed.Name).Where(names.Contains).ToEquatableArray()))
            .ToEquatableArray();
    }

    private static EquatableArray<TriggerTypeModel> TypesOf(
        IEnumerable<ParsedRow> rows, TriggerKind kind, ParsedTable table) =>
        rows.Where(row => row.Kind == kind).Select(row => row.TriggerType!)
            .Distinct<ITypeSymbol>(SymbolEqualityComparer.Default)
            .Select(type => new TriggerTypeModel(
                Names.Of(type), Names.AccessTo(table.Machine, table.State, type), EqualityOf(type)))
            .ToEquatableArray();

    private static EqualityModel EqualityOf(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum)
        {
            return EqualityModel.Operator;
        }

        return type.AllInterfaces.Any(each => each.Name == "IEquatable"
            && SymbolEqualityComparer.Default.Equals(each.TypeArguments.FirstOrDefault(), type))
            ? EqualityModel.Equatable
            : EqualityModel.Bytes;
    }

    private static TermModel Term(ParsedTerm term, INamedTypeSymbol machine) =>
        new(term.Name, term.IsNegated, Call(term.Call, machine), term.Argument);

    [return: NotNullIfNotNull(nameof(call))]
    private static CallModel? Call(ParsedCall? call, INamedTypeSymbol machine) =>
        call is null ? null : new CallModel(Names.Of(call.Method, machine), call.Shape);
}
