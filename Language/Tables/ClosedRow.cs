namespace Wakeline;

/// <summary>A row that has ended: what follows describes it, or begins the next.</summary>
/// <typeparam name="TState">The state the machine works on.</typeparam>
/// <typeparam name="TLocation">The locations of the machine.</typeparam>
public sealed class ClosedRow<TState, TLocation> : RowSource<TState, TLocation>
    where TState : unmanaged where TLocation : unmanaged, Enum
{
    private readonly RuleDefinition<TState, TLocation> _rule;

    internal ClosedRow(TableBuilder<TState, TLocation> builder, RuleDefinition<TState, TLocation> rule)
        : base(builder) => _rule = rule;

    /// <summary>Cites a source for this row, beside those of its group.</summary>
    /// <param name="citation">A key of the citation catalogue, such as <c>RFC 5961 3.2</c>.</param>
    public ClosedRow<TState, TLocation> Per(string citation)
    {
        _rule.Citations.Add(citation);
        return this;
    }

    /// <summary>Names the row; without it the name is made from location, trigger and guards.</summary>
    public ClosedRow<TState, TLocation> Named(string name)
    {
        _rule.GivenName = name;
        return this;
    }

    /// <summary>Names the lock that the step runs under.</summary>
    public ClosedRow<TState, TLocation> Holding(string @lock)
    {
        _rule.Lock = @lock;
        return this;
    }

    /// <summary>Declares that rows below may fire as well when this one can: the outcome is open.</summary>
    public ClosedRow<TState, TLocation> Alternative()
    {
        _rule.IsAlternative = true;
        return this;
    }

    /// <summary>Names the historic fault that this row keeps away.</summary>
    public ClosedRow<TState, TLocation> Guards(string mutant)
    {
        _rule.GuardsAgainst.Add(mutant);
        return this;
    }

    /// <summary>Says what a leads-to property may assume about the row.</summary>
    public ClosedRow<TState, TLocation> Fair(Fairness fairness)
    {
        _rule.Fairness = fairness;
        return this;
    }
}
