namespace Wakeline;

/// <summary>A group of rows that share their locations, and what else is said here.</summary>
/// <typeparam name="TState">The state the machine works on.</typeparam>
/// <typeparam name="TLocation">The locations of the machine.</typeparam>
public sealed class Scope<TState, TLocation> : RowSource<TState, TLocation>
    where TState : unmanaged where TLocation : unmanaged, Enum
{
    internal Scope(TableBuilder<TState, TLocation> builder) : base(builder) { }

    /// <summary>Cites a source for every row of the group.</summary>
    /// <param name="citation">A key of the citation catalogue, such as <c>RFC 9293 3.10.7.2</c>.</param>
    public Scope<TState, TLocation> Per(string citation)
    {
        Builder.ScopeCitations.Add(citation);
        return this;
    }

    /// <summary>Names the lock that every step of the group runs under.</summary>
    public Scope<TState, TLocation> Holding(string @lock)
    {
        Builder.ScopeLock = @lock;
        return this;
    }

    /// <summary>Declares every row of the group an alternative of the others: any one that can fire may.</summary>
    public Scope<TState, TLocation> Alternatives()
    {
        Builder.ScopeAlternative = true;
        return this;
    }

    /// <summary>Assumes a fairness for every row of the group.</summary>
    public Scope<TState, TLocation> Fair(Fairness fairness)
    {
        Builder.ScopeFairness = fairness;
        return this;
    }
}

/// <summary>A mutant whose removed rows are being named.</summary>
/// <typeparam name="TState">The state the machine works on.</typeparam>
/// <typeparam name="TLocation">The locations of the machine.</typeparam>
public sealed class MutantScope<TState, TLocation> : RowSource<TState, TLocation>
    where TState : unmanaged where TLocation : unmanaged, Enum
{
    internal MutantScope(TableBuilder<TState, TLocation> builder) : base(builder) { }

    /// <summary>
    /// Takes rows out of the table by their names. The mutant's own rows are tried where the first of them stood.
    /// </summary>
    public MutantScope<TState, TLocation> Without(params ReadOnlySpan<string> rules)
    {
        Builder.RemoveInMutant(rules);
        return this;
    }
}
