using System.Runtime.CompilerServices;

namespace Wakeline;

/// <summary>Everything a new row, or a new group of rows, can begin with.</summary>
/// <typeparam name="TState">The state the machine works on.</typeparam>
/// <typeparam name="TLocation">The locations of the machine.</typeparam>
public abstract class RowSource<TState, TLocation>
    where TState : unmanaged where TLocation : unmanaged, Enum
{
    private protected RowSource(TableBuilder<TState, TLocation> builder) => Builder = builder;

    internal TableBuilder<TState, TLocation> Builder { get; }

    /// <summary>Opens a group of rows for one or more locations.</summary>
    public Scope<TState, TLocation> In(TLocation first, params ReadOnlySpan<TLocation> others) =>
        Builder.OpenScope([first, .. others]);

    /// <summary>Opens a group of rows that hold in every location.</summary>
    public Scope<TState, TLocation> InAny() => Builder.OpenScope([]);

    /// <summary>Begins a step the machine takes by itself when a guard holds.</summary>
    public OpenRow<TState, TLocation> When(
        Guard<TState> guard,
        [CallerArgumentExpression(nameof(guard))] string name = "", [CallerLineNumber] int line = 0) =>
        Open(line).When(guard, name);

    /// <inheritdoc cref="When(Guard{TState}, string, int)"/>
    public OpenRow<TState, TLocation> When(
        InstanceGuard<TState> guard,
        [CallerArgumentExpression(nameof(guard))] string name = "", [CallerLineNumber] int line = 0) =>
        Open(line).When(guard, name);

    /// <inheritdoc cref="When(Guard{TState}, string, int)"/>
    public OpenRow<TState, TLocation> When<TArgument>(
        ArgumentGuard<TState, TArgument> guard, TArgument argument,
        [CallerArgumentExpression(nameof(guard))] string name = "", [CallerLineNumber] int line = 0)
        where TArgument : unmanaged, Enum => Open(line).When(guard, argument, name);

    /// <summary>Begins a step the machine takes by itself when a guard does not hold.</summary>
    public OpenRow<TState, TLocation> Unless(
        Guard<TState> guard,
        [CallerArgumentExpression(nameof(guard))] string name = "", [CallerLineNumber] int line = 0) =>
        Open(line).Unless(guard, name);

    /// <inheritdoc cref="Unless(Guard{TState}, string, int)"/>
    public OpenRow<TState, TLocation> Unless(
        InstanceGuard<TState> guard,
        [CallerArgumentExpression(nameof(guard))] string name = "", [CallerLineNumber] int line = 0) =>
        Open(line).Unless(guard, name);

    /// <inheritdoc cref="Unless(Guard{TState}, string, int)"/>
    public OpenRow<TState, TLocation> Unless<TArgument>(
        ArgumentGuard<TState, TArgument> guard, TArgument argument,
        [CallerArgumentExpression(nameof(guard))] string name = "", [CallerLineNumber] int line = 0)
        where TArgument : unmanaged, Enum => Open(line).Unless(guard, argument, name);

    /// <summary>Begins a step the machine can always take.</summary>
    public OpenRow<TState, TLocation> Always([CallerLineNumber] int line = 0) => Open(line);

    /// <summary>Begins the step taken when no row above it in the group fires.</summary>
    public OpenRow<TState, TLocation> Otherwise([CallerLineNumber] int line = 0) =>
        new(Builder, Builder.OpenRow(TriggerKind.Step, "", null, line, isOtherwise: true));

    /// <summary>
    /// Begins a step that may be taken in several ways: the row is tried for each choice from 0 up to a number that the
    /// state gives. Guards and effects that need it take the choice as their third parameter.
    /// </summary>
    public OpenRow<TState, TLocation> Choose(ChoiceCount<TState> choices, [CallerLineNumber] int line = 0)
    {
        var row = Builder.OpenRow(TriggerKind.Step, "", null, line);
        row.Choices = choices;
        return new OpenRow<TState, TLocation>(Builder, row);
    }

    /// <summary>Begins the row for an armed timer that expires; the timer is disarmed before the effects run.</summary>
    public OpenRow<TState, TLocation> Expires<TTimer>(TTimer timer, [CallerLineNumber] int line = 0)
        where TTimer : unmanaged, Enum =>
        new(Builder, Builder.OpenRow(TriggerKind.Timer, timer.ToString(), null, line, timer: EnumValue.Of(timer)));

    /// <summary>Begins the row for an event.</summary>
    public OpenRow<TState, TLocation, TEvent> On<TEvent>([CallerLineNumber] int line = 0) where TEvent : unmanaged =>
        new(Builder, Builder.OpenRow(TriggerKind.Event, typeof(TEvent).Name, typeof(TEvent), line));

    /// <summary>Begins the row for an event that passes a filter.</summary>
    public OpenRow<TState, TLocation, TEvent> On<TEvent>(
        EventFilter<TEvent> filter,
        [CallerArgumentExpression(nameof(filter))] string name = "", [CallerLineNumber] int line = 0)
        where TEvent : unmanaged => On<TEvent>(line).When(filter, name);

    /// <summary>Begins the row that may emit an output; it usually discharges an obligation.</summary>
    /// <param name="make">Makes one lawful output, as the policy of the model would.</param>
    /// <param name="line">Line of the row.</param>
    public EmissionRow<TState, TLocation, TOutput> Emits<TOutput>(
        Producer<TState, TOutput> make, [CallerLineNumber] int line = 0) where TOutput : unmanaged =>
        Emits((in TState state, int _) => make(in state), line);

    /// <inheritdoc cref="Emits{TOutput}(Producer{TState, TOutput}, int)"/>
    public EmissionRow<TState, TLocation, TOutput> Emits<TOutput>(
        InstanceProducer<TState, TOutput> make, [CallerLineNumber] int line = 0) where TOutput : unmanaged
    {
        var row = Builder.OpenRow(TriggerKind.Emission, typeof(TOutput).Name, typeof(TOutput), line);
        row.Produce = (state, self) => make(in state, self);
        return new EmissionRow<TState, TLocation, TOutput>(Builder, row);
    }

    /// <summary>
    /// Begins a mutant: a faulty variant of the table. The rows it removes are named next, the rows that follow, up to
    /// the
    /// next mutant, stand in for them.
    /// </summary>
    /// <param name="name">Name of the fault, such as <c>M5</c>.</param>
    /// <param name="story">What goes wrong, in one sentence.</param>
    public MutantScope<TState, TLocation> Mutant(string name, string story) => Builder.OpenMutant(name, story);

    private OpenRow<TState, TLocation> Open(int line) =>
        new(Builder, Builder.OpenRow(TriggerKind.Step, "", null, line));
}
