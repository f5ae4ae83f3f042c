using System.Text;

namespace Wakeline.Generators.Tests.Random;

/// <summary>A guard or effect of a random row.</summary>
internal sealed record RandomTerm(string Method, bool IsNegated, Level? Argument)
{
    public string Code(string call) => Argument is { } level
        ? $".{call}(Vocabulary.{Method}, Level.{level})"
        : $".{(IsNegated ? "Unless" : call)}(Vocabulary.{Method})";
}

/// <summary>A random row. Lists compare by reference, which is enough for shrinking.</summary>
internal sealed record RandomRow
{
    public required string Name { get; init; }

    public required IReadOnlyList<Place> From { get; init; }

    public required TriggerKind Kind { get; init; }

    /// <summary>The event or output type, or the timer, or the method that counts choices.</summary>
    public string Trigger { get; init; } = "";

    public IReadOnlyList<RandomTerm> Guards { get; init; } = [];

    public IReadOnlyList<RandomTerm> Effects { get; init; } = [];

    public IReadOnlyList<Due> Owes { get; init; } = [];

    public IReadOnlyList<Clock> Arms { get; init; } = [];

    public IReadOnlyList<Clock> Cancels { get; init; } = [];

    public string Producer { get; init; } = "";

    public string Admission { get; init; } = "";

    public Due? Discharges { get; init; }

    public Place? To { get; init; }

    public bool IsAlternative { get; init; }

    public string Code()
    {
        var code = new StringBuilder();
        code.Append(From.Count == 0 ? ".InAny()" : $".In({Places(From)})").Append(Opening());
        code.Append(Discharges is { } due ? $".Discharge(Due.{due})" : "");
        code.AppendJoin("", Guards.Select(guard => guard.Code("When")));
        code.Append(Admission.Length > 0 ? $".Admits(Vocabulary.{Admission})" : "");
        code.AppendJoin("", Effects.Select(effect => effect.Code("Do")));
        code.AppendJoin("", Cancels.Select(clock => $".Cancel(Clock.{clock})"));
        code.AppendJoin("", Arms.Select(clock => $".Arm(Clock.{clock})"));
        code.AppendJoin("", Owes.Select(owed => $".Owe(Due.{owed})"));
        code.Append(To is { } next ? $".Goto(Place.{next})" : ".Stay()").Append($".Named(\"{Name}\")");
        return code.Append(IsAlternative ? ".Alternative()" : "").ToString();
    }

    private string Opening() => Kind switch
    {
        TriggerKind.Event => $".On<{Trigger}>()",
        TriggerKind.Timer => $".Expires(Clock.{Trigger})",
        TriggerKind.Emission => $".Emits<{Trigger}>(Vocabulary.{Producer})",
        _ => Trigger.Length == 0 ? ".Always()" : $".Choose(Vocabulary.{Trigger})",
    };

    private static string Places(IEnumerable<Place> places) =>
        string.Join(", ", places.Select(place => $"Place.{place}"));
}

/// <summary>A random mutant.</summary>
internal sealed record RandomMutant(string Name, IReadOnlyList<string> Removed, IReadOnlyList<RandomRow> Rows)
{
    public string Code()
    {
        var removed = string.Join(", ", Removed.Select(name => $"\"{name}\""));
        return string.Join("\n        ", [
            $".Mutant(\"{Name}\", \"\"){(Removed.Count == 0 ? "" : $".Without({removed})")}",
            .. Rows.Select(row => row.Code())]);
    }
}

/// <summary>A random machine, from which source text is made.</summary>
internal sealed record RandomMachine
{
    public required bool HasInstances { get; init; }

    public required bool CarriesMutation { get; init; }

    /// <summary>
    /// Whether the machine is run with a mutant in force. The Stateless machine knows none and is left out.
    /// </summary>
    public required bool IsMutated { get; init; }

    public required IReadOnlyList<RandomRow> Rows { get; init; }

    public IReadOnlyList<RandomMutant> Mutants { get; init; } = [];

    public IEnumerable<RandomRow> AllRows => Rows.Concat(Mutants.SelectMany(mutant => mutant.Rows));

    public bool Has(TriggerKind kind, string trigger) =>
        AllRows.Any(row => row.Kind == kind && row.Trigger == trigger);

    public bool HasTimers => AllRows.Any(row => row.Kind == TriggerKind.Timer);

    /// <summary>The machine as a user would write it.</summary>
    public string Code(string name)
    {
        var mine = HasInstances ? "Mine" : "";
        var header = $".At(Vocabulary.At{mine}).Owing(Vocabulary.Owing{mine}).Timing(Vocabulary.Timing{mine})"
            + (CarriesMutation ? ".MutatedBy(Vocabulary.Carried)" : "");
        string[] lines =
            [header, .. Rows.Select(row => row.Code()), .. Mutants.Select(mutant => mutant.Code())];
        return $"""
            [Machine]
            static partial class {name}
            {"{"}
                static void Rules(Table<World, Place> table) => table
                    {string.Join("\n        ", lines)};
            {"}"}

            """;
    }
}
