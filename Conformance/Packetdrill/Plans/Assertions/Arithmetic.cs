namespace Wakeline.Conformance.Packetdrill.Plans.Assertions;

/// <summary>An operator between two numbers, as Python has it.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Left">The left side.</param>
/// <param name="Right">The right side.</param>
internal sealed record Arithmetic(string Operator, Formula Left, Formula Right) : Formula
{
    private const int ShiftMost = 63;

    /// <inheritdoc/>
    public override IEnumerable<string> Fields => Left.Fields.Concat(Right.Fields);

    /// <inheritdoc/>
    public override decimal Evaluate(FieldValues fields)
    {
        var left = Left.Evaluate(fields);
        var right = Right.Evaluate(fields);
        try
        {
            return Operator switch
            {
                "+" => left + right,
                "-" => left - right,
                "*" => left * right,
                "/" => left / right,
                "//" => decimal.Floor(left / right),
                "%" => left - (right * decimal.Floor(left / right)),
                "&" => (decimal)(Whole(left) & Whole(right)),
                "|" => (decimal)(Whole(left) | Whole(right)),
                "^" => (decimal)(Whole(left) ^ Whole(right)),
                "**" => Power(left, right),
                "<<" => (decimal)(Whole(left) << Shift(right)),
                _ => (decimal)(Whole(left) >> Shift(right)),
            };
        }
        catch (Exception failure) when (failure is OverflowException or DivideByZeroException)
        {
            throw new UnsupportedException($"{left} {Operator} {right} has no value");
        }
    }

    private static decimal Power(decimal value, decimal exponent)
    {
        var product = 1m;
        for (var factors = Factors(exponent); factors > 0; factors--)
        {
            product *= value;
        }

        return product;
    }

    private static int Factors(decimal exponent) => exponent is >= 0 and <= ShiftMost + 1
        ? (int)Whole(exponent)
        : throw new UnsupportedException($"nothing is raised to {exponent}");

    private static Int128 Whole(decimal value) => decimal.IsInteger(value)
        ? (Int128)value
        : throw new UnsupportedException($"{value} has no bits");

    private static int Shift(decimal value) => value is >= 0 and <= ShiftMost
        ? (int)Whole(value)
        : throw new UnsupportedException($"nothing is shifted by {value}");
}
