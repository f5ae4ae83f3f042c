using Wakeline.Generators.Models;

namespace Wakeline.Generators.Emission;

/// <summary>What a function does with a row that can fire.</summary>
internal abstract class Outcome(RowSet rows)
{
    protected RowSet Rows { get; } = rows;

    /// <summary>Whether every row and choice that can fire is taken, not just the first.</summary>
    public virtual bool TakesAll => false;

    /// <summary>What is asked before the guards.</summary>
    public virtual IEnumerable<string> Before(RuleModel rule) => [];

    /// <summary>What is asked after the guards.</summary>
    public virtual IEnumerable<string> After(RuleModel rule) => [];

    /// <summary>What is done with the row.</summary>
    public abstract IEnumerable<string> Lines(RuleModel rule, string choice);

    /// <summary>How the function ends once the row was taken; empty if later rows may fire as well.</summary>
    public abstract string Return(RuleModel rule);
}

/// <summary>Takes the first row in place.</summary>
internal sealed class TakeFirst(RowSet rows) : Outcome(rows)
{
    public override IEnumerable<string> Lines(RuleModel rule, string choice) =>
        [Rows.Apply(rule, "ref state", choice)];

    public override string Return(RuleModel rule) => $"return {Text.Of(rule.Index)};";
}

/// <summary>Hands a successor for every row and choice to the sink.</summary>
internal sealed class EnumerateAll(RowSet rows, Signatures signatures) : Outcome(rows)
{
    public override bool TakesAll => true;

    public override IEnumerable<string> Lines(RuleModel rule, string choice)
    {
        var step = $"firstRule + {Text.Of(rule.Index)}, {signatures.Self}, {choice}";
        return
        [
            $"if (sink.Takes({step}))",
            "{",
            "    ref var next = ref sink.Begin(in state);",
            $"    {Rows.Apply(rule, "ref next", choice)}",
            $"    sink.Commit({step});",
            "}",
        ];
    }

    public override string Return(RuleModel rule) => rule.IsAlternative ? "" : "return;";
}

/// <summary>What all functions over emission rows ask first: whether the obligation is owed.</summary>
internal abstract class Emission(RowSet rows, Signatures signatures) : Outcome(rows)
{
    protected Signatures Signatures { get; } = signatures;

    /// <summary>The state argument of the obligations' accessor.</summary>
    protected abstract string State { get; }

    public override IEnumerable<string> Before(RuleModel rule) => rule.Discharges is { } owed
        ? [$"{Signatures.Obligations(State)}.Contains({owed.Code})"]
        : [];
}

/// <summary>Makes the output of the first row that may emit, and takes the row.</summary>
internal sealed class EmitFirst(RowSet rows, Signatures signatures) : Emission(rows, signatures)
{
    protected override string State => "ref state";

    public override IEnumerable<string> Lines(RuleModel rule, string choice) =>
    [
        $"output = {Signatures.Call(rule.Producer!, "in state")};",
        Rows.Apply(rule, "ref state", choice, "in output"),
    ];

    public override string Return(RuleModel rule) => $"return {Text.Of(rule.Index)};";
}

/// <summary>
/// Judges an output somebody else chose, and with <paramref name="accepts"/> takes the row that admits it.
/// </summary>
internal sealed class Judge(RowSet rows, Signatures signatures, EqualityModel equality, bool accepts)
    : Emission(rows, signatures)
{
    protected override string State => accepts ? "ref state" : Signatures.ReadOnlyState;

    public override IEnumerable<string> After(RuleModel rule) => [Admits(rule)];

    public override IEnumerable<string> Lines(RuleModel rule, string choice) =>
        accepts ? [Rows.Apply(rule, "ref state", choice, "in observed")] : [];

    public override string Return(RuleModel rule) => accepts ? $"return {Text.Of(rule.Index)};" : "return true;";

    private string Admits(RuleModel rule)
    {
        if (rule.Admission is { } admission)
        {
            return Signatures.Call(admission, "in state");
        }

        var made = Signatures.Call(rule.Producer!, "in state");
        return equality switch
        {
            EqualityModel.Equatable => $"{made}.Equals(observed)",
            EqualityModel.Operator => $"{made} == observed",
            _ => $"SameBytes({made}, in observed)",
        };
    }
}
