namespace Wakeline.Conformance.Packetdrill.Plans.Assertions;

/// <summary>The value that the stack tells of a field; <see langword="null"/> if it does not tell it.</summary>
/// <param name="field">The field, such as <c>tcpi_snd_cwnd</c>.</param>
internal delegate decimal? FieldValues(string field);

/// <summary>An expression of code. Truth is 1 or 0; whatever is not 0 is true.</summary>
internal abstract record Formula
{
    /// <summary>Works the expression out.</summary>
    /// <exception cref="UnsupportedException">It has no value.</exception>
    public abstract decimal Evaluate(FieldValues fields);

    /// <summary>Whether the expression is true.</summary>
    public bool Holds(FieldValues fields) => Evaluate(fields) != 0;

    /// <summary>The fields that the expression asks for, in their order.</summary>
    public virtual IEnumerable<string> Fields => [];

    private protected static decimal Truth(bool holds) => holds ? 1 : 0;
}

/// <summary>A number.</summary>
/// <param name="Value">The number.</param>
internal sealed record Constant(decimal Value) : Formula
{
    /// <inheritdoc/>
    public override decimal Evaluate(FieldValues fields) => Value;
}

/// <summary>A field of what the stack tells.</summary>
/// <param name="Name">Its name.</param>
internal sealed record Field(string Name) : Formula
{
    /// <inheritdoc/>
    public override IEnumerable<string> Fields => [Name];

    /// <inheritdoc/>
    public override decimal Evaluate(FieldValues fields) =>
        fields(Name) ?? throw new UnsupportedException($"the stack does not tell '{Name}'");
}

/// <summary><c>and</c> or <c>or</c>, which look at the right side only if they must.</summary>
/// <param name="IsAnd">Which of both.</param>
/// <param name="Left">The left side.</param>
/// <param name="Right">The right side.</param>
internal sealed record Junction(bool IsAnd, Formula Left, Formula Right) : Formula
{
    /// <inheritdoc/>
    public override IEnumerable<string> Fields => Left.Fields.Concat(Right.Fields);

    /// <inheritdoc/>
    public override decimal Evaluate(FieldValues fields)
    {
        var left = Left.Evaluate(fields);
        return left != 0 == IsAnd ? Right.Evaluate(fields) : left;
    }
}

/// <summary>An operator before an expression: <c>not</c>, <c>-</c>, <c>+</c> or <c>~</c>.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Operand">The expression.</param>
internal sealed record Prefixed(string Operator, Formula Operand) : Formula
{
    /// <inheritdoc/>
    public override IEnumerable<string> Fields => Operand.Fields;

    /// <inheritdoc/>
    public override decimal Evaluate(FieldValues fields)
    {
        var value = Operand.Evaluate(fields);
        return Operator switch
        {
            "not" => Truth(value == 0),
            "-" => -value,
            "~" => -value - 1,
            _ => value,
        };
    }
}

/// <summary>Comparisons behind each other, as in <c>1 &lt; x &lt;= 3</c>: all of them have to hold.</summary>
/// <param name="First">The first expression.</param>
/// <param name="Others">What the one before is compared with, and how.</param>
internal sealed record Comparison(Formula First, IReadOnlyList<(string Operator, Formula Formula)> Others) : Formula
{
    /// <inheritdoc/>
    public override IEnumerable<string> Fields =>
        First.Fields.Concat(Others.SelectMany(other => other.Formula.Fields));

    /// <inheritdoc/>
    public override decimal Evaluate(FieldValues fields)
    {
        var left = First.Evaluate(fields);
        foreach (var (sign, formula) in Others)
        {
            var right = formula.Evaluate(fields);
            if (!Holds(sign, left.CompareTo(right)))
            {
                return Truth(false);
            }

            left = right;
        }

        return Truth(true);
    }

    private static bool Holds(string sign, int order) => sign switch
    {
        "==" => order == 0,
        "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };
}

/// <summary><c>x in (a, b)</c>.</summary>
/// <param name="Item">The item.</param>
/// <param name="Set">Among what it is looked for.</param>
internal sealed record Membership(Formula Item, IReadOnlyList<Formula> Set) : Formula
{
    /// <inheritdoc/>
    public override IEnumerable<string> Fields => Item.Fields.Concat(Set.SelectMany(each => each.Fields));

    /// <inheritdoc/>
    public override decimal Evaluate(FieldValues fields)
    {
        var item = Item.Evaluate(fields);
        return Truth(Set.Any(each => each.Evaluate(fields) == item));
    }
}

/// <summary><c>x in range(a, b)</c>: a whole number from the first on, before the second.</summary>
/// <param name="Item">The item.</param>
/// <param name="First">The first number.</param>
/// <param name="End">The number behind the last.</param>
internal sealed record InRange(Formula Item, Formula First, Formula End) : Formula
{
    /// <inheritdoc/>
    public override IEnumerable<string> Fields => Item.Fields.Concat(First.Fields).Concat(End.Fields);

    /// <inheritdoc/>
    public override decimal Evaluate(FieldValues fields)
    {
        var item = Item.Evaluate(fields);
        return Truth(decimal.IsInteger(item) && item >= First.Evaluate(fields) && item < End.Evaluate(fields));
    }
}

/// <summary><c>a if condition else b</c>.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Then">The value if it holds.</param>
/// <param name="Otherwise">The value if it does not.</param>
internal sealed record Choice(Formula Condition, Formula Then, Formula Otherwise) : Formula
{
    /// <inheritdoc/>
    public override IEnumerable<string> Fields =>
        Condition.Fields.Concat(Then.Fields).Concat(Otherwise.Fields);

    /// <inheritdoc/>
    public override decimal Evaluate(FieldValues fields) =>
        (Condition.Holds(fields) ? Then : Otherwise).Evaluate(fields);
}

/// <summary>
/// A function of numbers: <c>min</c>, <c>max</c>, <c>abs</c>, <c>int</c>, <c>float</c>, <c>bool</c> or <c>round</c>.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">What it is applied to.</param>
internal sealed record Function(string Name, IReadOnlyList<Formula> Arguments) : Formula
{
    /// <inheritdoc/>
    public override IEnumerable<string> Fields => Arguments.SelectMany(each => each.Fields);

    /// <inheritdoc/>
    public override decimal Evaluate(FieldValues fields)
    {
        var values = Arguments.Select(each => each.Evaluate(fields)).ToList();
        return (Name, values) switch
        {
            ("min", [_, ..]) => values.Min(),
            ("max", [_, ..]) => values.Max(),
            ("abs", [var value]) => Math.Abs(value),
            ("float", [var value]) => value,
            ("bool", [var value]) => Truth(value != 0),
            ("int", [var value]) => decimal.Truncate(value),
            ("round", [var value]) => Math.Round(value, MidpointRounding.ToEven),
            _ => throw new UnsupportedException($"the function '{Name}' of {values.Count}"),
        };
    }
}
