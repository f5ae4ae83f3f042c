namespace Wakeline.Conformance.Scenarios.Expectations;

/// <summary>An expression over the results of a scenario's calls.</summary>
public abstract record Expression
{
    private protected Expression() { }

    /// <summary>Computes the value, where a function says what became of the step that a name stands for.</summary>
    internal abstract Term Evaluate(Func<string, StepEnding> endingOf);
}

/// <summary>A literal.</summary>
internal sealed record Literal(Term Value) : Expression
{
    internal override Term Evaluate(Func<string, StepEnding> endingOf) => Value;
}

/// <summary>The result of a call.</summary>
internal sealed record Variable(string Name) : Expression
{
    internal override Term Evaluate(Func<string, StepEnding> endingOf) => Term.Of(endingOf(Name));
}

/// <summary>The opposite (<c>!</c>) or the negative (<c>-</c>) of an expression.</summary>
internal sealed record Unary(char Operator, Expression Operand) : Expression
{
    internal override Term Evaluate(Func<string, StepEnding> endingOf)
    {
        var operand = Operand.Evaluate(endingOf);
        return Operator == '!' ? Term.Of(!operand.IsTrue) : Term.Of(unchecked(-operand.Number));
    }
}

/// <summary>Two expressions and what is between them.</summary>
internal sealed record Binary(string Operator, Expression Left, Expression Right) : Expression
{
    internal override Term Evaluate(Func<string, StepEnding> endingOf)
    {
        var left = Left.Evaluate(endingOf);
        var right = Right.Evaluate(endingOf);
        return Operator switch
        {
            "||" => Term.Of(left.IsTrue || right.IsTrue),
            "&&" => Term.Of(left.IsTrue && right.IsTrue),
            "==" => Term.Of(left.IsSameAs(right)),
            "!=" => Term.Of(!left.IsSameAs(right)),
            "<" => Term.Of(left.CompareTo(right) < 0),
            "<=" => Term.Of(left.CompareTo(right) <= 0),
            ">" => Term.Of(left.CompareTo(right) > 0),
            ">=" => Term.Of(left.CompareTo(right) >= 0),
            "+" => Term.Of(unchecked(left.Number + right.Number)),
            "-" => Term.Of(unchecked(left.Number - right.Number)),
            _ => Term.Of(unchecked(left.Number * right.Number)),
        };
    }
}
