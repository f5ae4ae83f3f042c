namespace Wakeline;

/// <summary>Turns what the fluent table recorded into data, and into the rows a mutant leaves in force.</summary>
internal static class TableInfo
{
    public static MachineInfo Of<TState, TLocation>(TableBuilder<TState, TLocation> table, string fullName)
        where TState : unmanaged where TLocation : unmanaged, Enum
    {
        RuleInfo[] rules = [.. table.Rules.Select(Of)];
        MutantInfo[] named = [.. table.Mutants.Select((mutant, index) => new MutantInfo
        {
            Number = index + 1,
            Name = mutant.Name,
            Story = mutant.Story,
            Kind = MutantKind.Named,
            Rules = mutant.Removed,
        })];
        return new MachineInfo
        {
            Name = fullName[(fullName.LastIndexOf('.') + 1)..],
            FullName = fullName,
            Locations = Enum.GetNames<TLocation>(),
            Start = (table.Start ?? default).ToString(),
            Final = [.. table.Final.Select(location => location.ToString())],
            Rules = rules,
            Mutants = [.. named, .. DerivedMutants.Of(rules, named.Length + 1)],
        };
    }

    /// <summary>
    /// The rows in force, with their indexes, in the order in which they are tried: without a named mutant the shipped
    /// rows;
    /// with one, its rows where the first removed row stood (before all others if it removes none).
    /// </summary>
    public static IEnumerable<(int Index, RuleDefinition<TState, TLocation> Row)> RowsOf<TState, TLocation>(
        this TableBuilder<TState, TLocation> table, MutantInfo? mutant)
        where TState : unmanaged where TLocation : unmanaged, Enum
    {
        var rows = table.Rules.Select((row, index) => (Index: index, Row: row)).ToList();
        var shipped = rows.Where(each => each.Row.Mutant is null).ToList();
        switch (mutant?.Kind)
        {
            case MutantKind.Named:
                var place = shipped.FindIndex(each => mutant.Rules.Contains(each.Row.Name));
                shipped.InsertRange(Math.Max(place, 0), rows.Where(each => each.Row.Mutant?.Name == mutant.Name));
                return shipped.Where(each => !mutant.Rules.Contains(each.Row.Name) || each.Row.Mutant is not null);
            case MutantKind.DropRule:
                return shipped.Where(each => each.Row.Name != mutant.Rules[0]);
            default:
                return shipped;
        }
    }

    private static RuleInfo Of<TState, TLocation>(RuleDefinition<TState, TLocation> row, int index)
        where TState : unmanaged where TLocation : unmanaged, Enum => new()
        {
            Index = index,
            Name = row.Name,
            From = [.. row.From.Select(location => location.ToString())],
            To = row.To?.ToString(),
            Kind = row.Kind,
            Trigger = row.Trigger,
            Guards = [.. row.Guards.Select(guard => guard.Label)],
            Effects = [.. row.Effects.Select(effect => effect.Name)],
            Owes = [.. row.Owes.Select(owed => owed.Name)],
            Discharges = row.Discharges?.Name,
            Arms = [.. row.Arms.Select(timer => timer.Name)],
            Cancels = [.. row.Cancels.Select(timer => timer.Name)],
            Citations = [.. row.Citations],
            Lock = row.Lock,
            GuardsAgainst = [.. row.GuardsAgainst],
            IsAlternative = row.IsAlternative,
            Fairness = row.Fairness,
            Mutant = row.Mutant?.Name,
            Line = row.Line,
        };
}
