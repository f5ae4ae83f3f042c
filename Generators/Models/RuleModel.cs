namespace Wakeline.Generators.Models;

/// <summary>What makes a rule fire; the same words as in the language.</summary>
internal enum TriggerKind : byte
{
    Step,
    Event,
    Timer,
    Emission,
}

/// <summary>One row of a table, free of symbols and syntax.</summary>
internal sealed record RuleModel
{
    public required int Index { get; init; }

    public required string Name { get; init; }

    /// <summary>Locations the row stands for; empty for all.</summary>
    public EquatableArray<ConstantModel> From { get; init; }

    public ConstantModel? To { get; init; }

    public required TriggerKind Kind { get; init; }

    /// <summary>Name of the event type, output type or timer; empty for a step.</summary>
    public string Trigger { get; init; } = "";

    /// <summary>The event, output or timer type as emitted code writes it.</summary>
    public string TriggerType { get; init; } = "";

    public ConstantModel? Timer { get; init; }

    /// <summary>How many choices there are, for a row opened with <c>Choose</c>.</summary>
    public CallModel? Choices { get; init; }

    public EquatableArray<TermModel> Guards { get; init; }

    public EquatableArray<TermModel> Effects { get; init; }

    public EquatableArray<ConstantModel> Owes { get; init; }

    public ConstantModel? Discharges { get; init; }

    public EquatableArray<ConstantModel> Arms { get; init; }

    public EquatableArray<ConstantModel> Cancels { get; init; }

    public CallModel? Producer { get; init; }

    public CallModel? Admission { get; init; }

    public EquatableArray<string> Citations { get; init; }

    public string Lock { get; init; } = "";

    public EquatableArray<string> GuardsAgainst { get; init; }

    public bool IsAlternative { get; init; }

    public string Fairness { get; init; } = "None";

    /// <summary>The mutant the row belongs to, or <see langword="null"/> for a row of the shipped table.</summary>
    public string? Mutant { get; init; }

    public int Line { get; init; }

    public EquatableArray<string> Reads { get; init; }

    public EquatableArray<string> Writes { get; init; }

    public bool IsIn(long location) => From.Count == 0 || From.Any(place => place.Value == location);
}
