namespace Wakeline;

/// <summary>
/// A protocol as rows of rules. The table is ordinary C#: it is executed as it stands by the interpreter, and read by
/// the generator, which emits the same meaning as a <c>switch</c>.
/// <para>
/// Rows that share a location and a trigger are tried in the order of the table. The first whose guards all hold fires;
/// a row marked <see cref="ClosedRow{TState, TLocation}.Alternative"/> that can fire leaves later rows a chance as
/// well.
/// </para>
/// </summary>
/// <typeparam name="TState">An unmanaged struct without padding.</typeparam>
/// <typeparam name="TLocation">The locations (states, steps) of the machine.</typeparam>
public sealed class Table<TState, TLocation> : RowSource<TState, TLocation>
    where TState : unmanaged where TLocation : unmanaged, Enum
{
    internal Table(TableBuilder<TState, TLocation> builder) : base(builder) { }

    /// <summary>Runs the method that writes the rows and keeps what it wrote.</summary>
    /// <exception cref="SpecificationException">The table contradicts itself.</exception>
    internal static TableBuilder<TState, TLocation> Read(Action<Table<TState, TLocation>> rules)
    {
        var builder = new TableBuilder<TState, TLocation>();
        rules(new Table<TState, TLocation>(builder));
        builder.Finish();
        return builder;
    }

    /// <summary>Says where a machine with a single instance keeps its location.</summary>
    public Table<TState, TLocation> At(LocationOf<TState, TLocation> location)
    {
        Builder.Location = (ref TState state, int _) => ref location(ref state);
        return this;
    }

    /// <summary>Says where each instance of the machine keeps its location.</summary>
    public Table<TState, TLocation> At(InstanceLocationOf<TState, TLocation> location)
    {
        Builder.Location = location;
        return this;
    }

    /// <summary>Says where the obligations of <c>.Owe(...)</c> are kept.</summary>
    public Table<TState, TLocation> Owing(SetOf<TState> obligations)
    {
        Builder.Obligations = (ref TState state, int _) => ref obligations(ref state);
        return this;
    }

    /// <summary>Says where each instance keeps the obligations of <c>.Owe(...)</c>.</summary>
    public Table<TState, TLocation> Owing(InstanceSetOf<TState> obligations)
    {
        Builder.Obligations = obligations;
        return this;
    }

    /// <summary>Says where the timers of <c>.Arm(...)</c> are kept.</summary>
    public Table<TState, TLocation> Timing(SetOf<TState> timers)
    {
        Builder.Timers = (ref TState state, int _) => ref timers(ref state);
        return this;
    }

    /// <summary>Says where each instance keeps the timers of <c>.Arm(...)</c>.</summary>
    public Table<TState, TLocation> Timing(InstanceSetOf<TState> timers)
    {
        Builder.Timers = timers;
        return this;
    }

    /// <summary>
    /// Says where the state keeps the mutation in force, so that mutants reach rules fired from effects.
    /// </summary>
    public Table<TState, TLocation> MutatedBy(MutationOf<TState> mutation)
    {
        Builder.Mutation = mutation;
        return this;
    }

    /// <summary>Names the location a fresh instance is in; without it, the first of the enumeration.</summary>
    public Table<TState, TLocation> Start(TLocation start)
    {
        Builder.Start = start;
        return this;
    }

    /// <summary>Names the locations an instance may stay in for ever.</summary>
    public Table<TState, TLocation> Final(params ReadOnlySpan<TLocation> final)
    {
        Builder.Final.AddRange(final);
        return this;
    }

    /// <summary>Assumes a fairness for every row that does not say otherwise.</summary>
    public Table<TState, TLocation> Fair(Fairness fairness)
    {
        Builder.DefaultFairness = fairness;
        return this;
    }
}
