namespace Wakeline;

/// <summary>One way on from a state, as the interpreter finds it.</summary>
/// <typeparam name="TState">The state of the machine.</typeparam>
/// <param name="State">The state after the step.</param>
/// <param name="Rule">Index of the rule that fired.</param>
/// <param name="Choice">The choice taken, or 0.</param>
public readonly record struct Successor<TState>(TState State, int Rule, int Choice) where TState : unmanaged;

/// <summary>
/// Executes a table as it stands: the slow, obvious engine that generated code is held against. It allocates, boxes
/// events
/// and walks every row each time.
/// </summary>
/// <typeparam name="TState">The state of the machine.</typeparam>
/// <typeparam name="TLocation">The locations of the machine.</typeparam>
public sealed class Interpreter<TState, TLocation> : ISystemPart<TState>
    where TState : unmanaged where TLocation : unmanaged, Enum
{
    private readonly TableBuilder<TState, TLocation> _table;
    private readonly ushort _machineId;

    /// <summary>Reads a table.</summary>
    /// <param name="fullName">Namespace and name of the machine's class.</param>
    /// <param name="rules">The method that writes the table.</param>
    /// <exception cref="SpecificationException">The table contradicts itself.</exception>
    public Interpreter(string fullName, Action<Table<TState, TLocation>> rules)
    {
        _table = Table<TState, TLocation>.Read(rules);
        _machineId = Wakeline.Mutation.MachineIdOf(fullName);
        Info = TableInfo.Of(_table, fullName);
    }

    /// <summary>The table as data, without what only the generator knows: file, summary, read and write sets.</summary>
    public MachineInfo Info { get; }

    /// <summary>The mutation in force where the state does not carry one.</summary>
    public Mutation Mutation { get; init; }

    /// <summary>The location an instance is in.</summary>
    public TLocation LocationOf(in TState state, int self = 0)
    {
        var copy = state;
        return _table.Location!(ref copy, self);
    }

    /// <summary>Every step the machine can take by itself, expiries of armed timers included.</summary>
    public IReadOnlyList<Successor<TState>> Successors(in TState state, int self = 0)
    {
        var found = new List<Successor<TState>>();
        Collect(state, self, null, found, row => row.Kind == TriggerKind.Step);
        foreach (var timer in ArmedTimers(state, self))
        {
            Collect(state, self, null, found, row => row.Kind == TriggerKind.Timer && row.Timer == timer);
        }

        return found;
    }

    /// <summary>Every outcome an event may have.</summary>
    public IReadOnlyList<Successor<TState>> Successors<TEvent>(in TState state, int self, in TEvent @event)
        where TEvent : unmanaged
    {
        var found = new List<Successor<TState>>();
        Collect(state, self, @event, found, row => row.EventType == typeof(TEvent) && row.Kind == TriggerKind.Event);
        return found;
    }

    /// <summary>Takes the first step the machine can take by itself, timers left alone.</summary>
    /// <returns>Index of the rule that fired, or -1 if none can.</returns>
    public int Step(ref TState state, int self = 0)
    {
        var found = new List<Successor<TState>>();
        Collect(state, self, null, found, row => row.Kind == TriggerKind.Step);
        return TakeFirst(ref state, found);
    }

    /// <summary>Handles an event.</summary>
    /// <returns>Index of the rule that fired, or -1 if none did.</returns>
    public int Fire<TEvent>(ref TState state, int self, in TEvent @event) where TEvent : unmanaged =>
        TakeFirst(ref state, Successors(in state, self, in @event));

    /// <summary>Lets a timer expire.</summary>
    /// <returns>Index of the rule that fired, or -1 if the timer is not armed or nothing handles it.</returns>
    public int Expire<TTimer>(ref TState state, int self, TTimer timer) where TTimer : unmanaged, Enum
    {
        var number = EnumValue.Of(timer);
        var found = new List<Successor<TState>>();
        if (ArmedTimers(state, self).Contains(number))
        {
            Collect(state, self, null, found, row => row.Kind == TriggerKind.Timer && row.Timer == number);
        }

        return TakeFirst(ref state, found);
    }

    /// <summary>Emits the first output that may be emitted.</summary>
    /// <returns>Index of the rule that fired, or -1 if nothing is to be emitted.</returns>
    public int TryEmit<TOutput>(ref TState state, int self, out TOutput output) where TOutput : unmanaged
    {
        foreach (var (index, row) in RowsInForce(state))
        {
            if (row.Kind == TriggerKind.Emission && row.EventType == typeof(TOutput) && CanEmit(row, state, self))
            {
                output = (TOutput)row.Produce!(state, self);
                Apply(ref state, row, index, self, 0, output);
                return index;
            }
        }

        output = default;
        return -1;
    }

    /// <summary>Whether an output somebody else chose is lawful now.</summary>
    public bool Admits<TOutput>(in TState state, int self, in TOutput observed) where TOutput : unmanaged
    {
        var copy = state;
        return Accept(ref copy, self, in observed) >= 0;
    }

    /// <summary>Takes the emission row that admits an output somebody else chose.</summary>
    /// <returns>Index of the rule that fired, or -1 if the output is not lawful now.</returns>
    public int Accept<TOutput>(ref TState state, int self, in TOutput observed) where TOutput : unmanaged
    {
        foreach (var (index, row) in RowsInForce(state))
        {
            if (row.Kind == TriggerKind.Emission && row.EventType == typeof(TOutput) && CanEmit(row, state, self)
                && (row.Admits?.Invoke(state, self, observed) ?? row.Produce!(state, self).Equals(observed)))
            {
                Apply(ref state, row, index, self, 0, observed);
                return index;
            }
        }

        return -1;
    }

    int ISystemPart<TState>.LocationIndexOf(in TState state, int self) =>
        Array.IndexOf(Enum.GetValues<TLocation>(), LocationOf(in state, self));

    void ISystemPart<TState>.Collect(in TState state, int self, List<Successor<TState>> found) =>
        found.AddRange(Successors(in state, self));

    private static int TakeFirst(ref TState state, IReadOnlyList<Successor<TState>> found)
    {
        if (found.Count == 0)
        {
            return -1;
        }

        state = found[0].State;
        return found[0].Rule;
    }

    private Mutation MutationIn(in TState state) => _table.Mutation?.Invoke(in state) ?? Mutation;

    private IEnumerable<(int Index, RuleDefinition<TState, TLocation> Row)> RowsInForce(TState state)
    {
        var mutation = MutationIn(in state);
        var mutant = mutation.Machine == _machineId ? Info.Mutants[mutation.Number - 1] : null;
        return _table.RowsOf(mutant);
    }

    private IEnumerable<int> ArmedTimers(TState state, int self)
    {
        if (_table.Timers is null)
        {
            return [];
        }

        var armed = _table.Timers(ref state, self);
        return Enumerable.Range(0, BitSet<ushort>.Capacity).Where(armed.Contains);
    }

    private void Collect(
        TState state, int self, object? @event, List<Successor<TState>> found,
        Predicate<RuleDefinition<TState, TLocation>> triggers)
    {
        foreach (var (index, row) in RowsInForce(state))
        {
            if (!triggers(row) || !IsHere(row, state, self))
            {
                continue;
            }

            var choices = row.Choices?.Invoke(in state, self) ?? 1;
            var fired = false;
            for (var choice = 0; choice < choices; choice++)
            {
                if (GuardsHold(row, index, state, self, choice, @event))
                {
                    var next = state;
                    Apply(ref next, row, index, self, choice, @event);
                    found.Add(new Successor<TState>(next, index, choice));
                    fired = true;
                }
            }

            if (fired && !row.IsAlternative)
            {
                return;
            }
        }
    }

    private bool IsHere(RuleDefinition<TState, TLocation> row, TState state, int self) =>
        row.From.Count == 0 || row.From.Contains(_table.Location!(ref state, self));

    private bool CanEmit(RuleDefinition<TState, TLocation> row, TState state, int self) =>
        IsHere(row, state, self)
        && (row.Discharges is not { } owed || _table.Obligations!(ref state, self).Contains(owed.Value))
        && GuardsHold(row, _table.Rules.IndexOf(row), state, self, 0, null);

    private MutantInfo? MutantOf(int rule, in TState state)
    {
        var mutation = MutationIn(in state);
        return mutation.Machine == _machineId && Info.Mutants[mutation.Number - 1] is { Part: >= 0 } mutant
            && mutant.Rules[0] == Info.Rules[rule].Name ? mutant : null;
    }

    private bool GuardsHold(
        RuleDefinition<TState, TLocation> row, int index, TState state, int self, int choice, object? @event)
    {
        var mutant = MutantOf(index, in state);
        for (var part = 0; part < row.Guards.Count; part++)
        {
            var guard = row.Guards[part];
            var isMutated = mutant?.Part == part;
            if (isMutated && mutant!.Kind == MutantKind.DropGuard)
            {
                continue;
            }

            var holds = isMutated && mutant!.Kind == MutantKind.SwapGuardArgument ? guard.Swapped! : guard.Holds;
            if (holds(in state, self, choice, @event) == guard.IsNegated)
            {
                return false;
            }
        }

        return true;
    }

    private void Apply(
        ref TState state, RuleDefinition<TState, TLocation> row, int index, int self, int choice, object? @event)
    {
        var mutant = MutantOf(index, in state);
        if (row.Kind == TriggerKind.Timer)
        {
            _table.Timers!(ref state, self).Remove(row.Timer);
        }

        if (row.Discharges is { } discharged)
        {
            _table.Obligations!(ref state, self).Remove(discharged.Value);
        }

        ApplyEffects(ref state, row, mutant, self, choice, @event);
        if (row.To is { } next && mutant?.Kind != MutantKind.DropGoto)
        {
            _table.Location!(ref state, self) = next;
        }
    }

    /// <summary>
    /// Effects, then cancelled timers, armed timers, obligations; a mutant may leave one of them out.
    /// </summary>
    private void ApplyEffects(
        ref TState state, RuleDefinition<TState, TLocation> row, MutantInfo? mutant, int self, int choice,
        object? @event)
    {
        var part = 0;
        bool IsDropped() => mutant?.Kind == MutantKind.DropEffect && mutant.Part == part;
        foreach (var effect in row.Effects)
        {
            if (!IsDropped())
            {
                var isSwapped = mutant?.Kind == MutantKind.SwapArgument && mutant.Part == part;
                (isSwapped ? effect.Swapped! : effect.Apply)(ref state, self, choice, @event);
            }

            part++;
        }

        foreach (var (set, add, value) in SetChanges(row))
        {
            if (!IsDropped())
            {
                ref var target = ref set(ref state, self);
                if (add)
                {
                    target.Add(value);
                }
                else
                {
                    target.Remove(value);
                }
            }

            part++;
        }
    }

    private IEnumerable<(InstanceSetOf<TState> Set, bool Add, int Value)> SetChanges(
        RuleDefinition<TState, TLocation> row) =>
        row.Cancels.Select(timer => (_table.Timers!, false, timer.Value))
            .Concat(row.Arms.Select(timer => (_table.Timers!, true, timer.Value)))
            .Concat(row.Owes.Select(owed => (_table.Obligations!, true, owed.Value)));
}
