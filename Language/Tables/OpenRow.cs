using System.Runtime.CompilerServices;

namespace Wakeline;

/// <summary>What every row that is being written can do, whatever triggers it.</summary>
/// <typeparam name="TState">The state the machine works on.</typeparam>
/// <typeparam name="TLocation">The locations of the machine.</typeparam>
/// <typeparam name="TRow">The row itself.</typeparam>
public abstract class RowInProgress<TState, TLocation, TRow>
    where TState : unmanaged where TLocation : unmanaged, Enum where TRow : RowInProgress<TState, TLocation, TRow>
{
    private readonly TableBuilder<TState, TLocation> _builder;

    private protected RowInProgress(
        TableBuilder<TState, TLocation> builder, RuleDefinition<TState, TLocation> rule)
    {
        _builder = builder;
        Rule = rule;
    }

    internal RuleDefinition<TState, TLocation> Rule { get; }

    /// <summary>Adds a condition.</summary>
    public TRow When(Guard<TState> guard, [CallerArgumentExpression(nameof(guard))] string name = "") =>
        AddGuard(name, false, (in TState state, int _, int _, object? _) => guard(in state));

    /// <inheritdoc cref="When(Guard{TState}, string)"/>
    public TRow When(InstanceGuard<TState> guard, [CallerArgumentExpression(nameof(guard))] string name = "") =>
        AddGuard(name, false, (in TState state, int self, int _, object? _) => guard(in state, self));

    /// <inheritdoc cref="When(Guard{TState}, string)"/>
    public TRow When(ChoiceGuard<TState> guard, [CallerArgumentExpression(nameof(guard))] string name = "") =>
        AddGuard(name, false, (in TState state, int self, int choice, object? _) => guard(in state, self, choice));

    /// <inheritdoc cref="When(Guard{TState}, string)"/>
    public TRow When<TArgument>(
        ArgumentGuard<TState, TArgument> guard, TArgument argument,
        [CallerArgumentExpression(nameof(guard))] string name = "") where TArgument : unmanaged, Enum =>
        AddGuard(name, false, guard, argument);

    /// <summary>Adds the negation of a condition.</summary>
    public TRow Unless(Guard<TState> guard, [CallerArgumentExpression(nameof(guard))] string name = "") =>
        AddGuard(name, true, (in TState state, int _, int _, object? _) => guard(in state));

    /// <inheritdoc cref="Unless(Guard{TState}, string)"/>
    public TRow Unless(InstanceGuard<TState> guard, [CallerArgumentExpression(nameof(guard))] string name = "") =>
        AddGuard(name, true, (in TState state, int self, int _, object? _) => guard(in state, self));

    /// <inheritdoc cref="Unless(Guard{TState}, string)"/>
    public TRow Unless(ChoiceGuard<TState> guard, [CallerArgumentExpression(nameof(guard))] string name = "") =>
        AddGuard(name, true, (in TState state, int self, int choice, object? _) => guard(in state, self, choice));

    /// <inheritdoc cref="Unless(Guard{TState}, string)"/>
    public TRow Unless<TArgument>(
        ArgumentGuard<TState, TArgument> guard, TArgument argument,
        [CallerArgumentExpression(nameof(guard))] string name = "") where TArgument : unmanaged, Enum =>
        AddGuard(name, true, guard, argument);

    /// <summary>Changes the state. Effects run in the order written, all in one atomic step.</summary>
    public TRow Do(Effect<TState> effect, [CallerArgumentExpression(nameof(effect))] string name = "") =>
        AddEffect(name, (ref TState state, int _, int _, object? _) => effect(ref state));

    /// <inheritdoc cref="Do(Effect{TState}, string)"/>
    public TRow Do(InstanceEffect<TState> effect, [CallerArgumentExpression(nameof(effect))] string name = "") =>
        AddEffect(name, (ref TState state, int self, int _, object? _) => effect(ref state, self));

    /// <inheritdoc cref="Do(Effect{TState}, string)"/>
    public TRow Do(ChoiceEffect<TState> effect, [CallerArgumentExpression(nameof(effect))] string name = "") =>
        AddEffect(name, (ref TState state, int self, int choice, object? _) => effect(ref state, self, choice));

    /// <inheritdoc cref="Do(Effect{TState}, string)"/>
    public TRow Do<TArgument>(
        ArgumentEffect<TState, TArgument> effect, TArgument argument,
        [CallerArgumentExpression(nameof(effect))] string name = "") where TArgument : unmanaged, Enum
    {
        var next = Successor.Of(argument);
        Rule.Effects.Add(new EffectTerm<TState>(
            $"{RuleName.OfMethod(name)}({argument})",
            (ref TState state, int self, int _, object? _) => effect(ref state, self, argument))
        {
            Swapped = (ref TState state, int self, int _, object? _) => effect(ref state, self, next),
        });
        return (TRow)this;
    }

    /// <summary>Takes on an obligation: an output that must follow.</summary>
    public TRow Owe<TObligation>(TObligation obligation) where TObligation : unmanaged, Enum
    {
        Rule.Owes.Add((obligation.ToString(), EnumValue.Of(obligation)));
        return (TRow)this;
    }

    /// <summary>Arms a timer; when it expires is for the host to say.</summary>
    public TRow Arm<TTimer>(TTimer timer) where TTimer : unmanaged, Enum
    {
        Rule.Arms.Add((timer.ToString(), EnumValue.Of(timer)));
        return (TRow)this;
    }

    /// <summary>Cancels a timer.</summary>
    public TRow Cancel<TTimer>(TTimer timer) where TTimer : unmanaged, Enum
    {
        Rule.Cancels.Add((timer.ToString(), EnumValue.Of(timer)));
        return (TRow)this;
    }

    /// <summary>Ends the row: the machine goes to another location.</summary>
    public ClosedRow<TState, TLocation> Goto(TLocation location)
    {
        Rule.To = location;
        return Close();
    }

    /// <summary>Ends the row: the machine stays where it is.</summary>
    public ClosedRow<TState, TLocation> Stay() => Close();

    /// <summary>Ends a row that does nothing, which says that doing nothing is right.</summary>
    public ClosedRow<TState, TLocation> Ignore() => Close();

    private protected TRow AddGuard(string name, bool isNegated, BoundGuard<TState> holds)
    {
        Rule.Guards.Add(new GuardTerm<TState>(RuleName.OfMethod(name), isNegated, holds));
        return (TRow)this;
    }

    private TRow AddGuard<TArgument>(
        string name, bool isNegated, ArgumentGuard<TState, TArgument> guard, TArgument argument)
        where TArgument : unmanaged, Enum
    {
        var next = Successor.Of(argument);
        Rule.Guards.Add(new GuardTerm<TState>(
            $"{RuleName.OfMethod(name)}({argument})", isNegated,
            (in TState state, int self, int _, object? _) => guard(in state, self, argument))
        {
            Swapped = (in TState state, int self, int _, object? _) => guard(in state, self, next),
        });
        return (TRow)this;
    }

    private protected TRow AddEffect(string name, BoundEffect<TState> apply)
    {
        Rule.Effects.Add(new EffectTerm<TState>(RuleName.OfMethod(name), apply));
        return (TRow)this;
    }

    private ClosedRow<TState, TLocation> Close()
    {
        Rule.IsClosed = true;
        return new ClosedRow<TState, TLocation>(_builder, Rule);
    }
}

/// <summary>A row without an event: a step or the expiry of a timer.</summary>
/// <typeparam name="TState">The state the machine works on.</typeparam>
/// <typeparam name="TLocation">The locations of the machine.</typeparam>
public sealed class OpenRow<TState, TLocation> : RowInProgress<TState, TLocation, OpenRow<TState, TLocation>>
    where TState : unmanaged where TLocation : unmanaged, Enum
{
    internal OpenRow(TableBuilder<TState, TLocation> builder, RuleDefinition<TState, TLocation> rule)
        : base(builder, rule) { }
}

/// <summary>A row for an event.</summary>
/// <typeparam name="TState">The state the machine works on.</typeparam>
/// <typeparam name="TLocation">The locations of the machine.</typeparam>
/// <typeparam name="TEvent">The event.</typeparam>
public sealed class OpenRow<TState, TLocation, TEvent>
    : RowInProgress<TState, TLocation, OpenRow<TState, TLocation, TEvent>>
    where TState : unmanaged where TLocation : unmanaged, Enum where TEvent : unmanaged
{
    internal OpenRow(TableBuilder<TState, TLocation> builder, RuleDefinition<TState, TLocation> rule)
        : base(builder, rule) { }

    /// <summary>Adds a condition on the event.</summary>
    public OpenRow<TState, TLocation, TEvent> When(
        EventFilter<TEvent> guard, [CallerArgumentExpression(nameof(guard))] string name = "") =>
        AddGuard(name, false, (in TState _, int _, int _, object? e) => guard((TEvent)e!));

    /// <summary>Adds a condition on state and event.</summary>
    public OpenRow<TState, TLocation, TEvent> When(
        EventGuard<TState, TEvent> guard, [CallerArgumentExpression(nameof(guard))] string name = "") =>
        AddGuard(name, false, (in TState state, int _, int _, object? e) => guard(in state, (TEvent)e!));

    /// <summary>Adds a condition on state and event.</summary>
    public OpenRow<TState, TLocation, TEvent> When(
        InstanceEventGuard<TState, TEvent> guard, [CallerArgumentExpression(nameof(guard))] string name = "") =>
        AddGuard(name, false, (in TState state, int self, int _, object? e) => guard(in state, self, (TEvent)e!));

    /// <summary>Adds the negation of a condition on the event.</summary>
    public OpenRow<TState, TLocation, TEvent> Unless(
        EventFilter<TEvent> guard, [CallerArgumentExpression(nameof(guard))] string name = "") =>
        AddGuard(name, true, (in TState _, int _, int _, object? e) => guard((TEvent)e!));

    /// <summary>Adds the negation of a condition on state and event.</summary>
    public OpenRow<TState, TLocation, TEvent> Unless(
        EventGuard<TState, TEvent> guard, [CallerArgumentExpression(nameof(guard))] string name = "") =>
        AddGuard(name, true, (in TState state, int _, int _, object? e) => guard(in state, (TEvent)e!));

    /// <summary>Adds the negation of a condition on state and event.</summary>
    public OpenRow<TState, TLocation, TEvent> Unless(
        InstanceEventGuard<TState, TEvent> guard, [CallerArgumentExpression(nameof(guard))] string name = "") =>
        AddGuard(name, true, (in TState state, int self, int _, object? e) => guard(in state, self, (TEvent)e!));

    /// <summary>Changes the state as the event asks.</summary>
    public OpenRow<TState, TLocation, TEvent> Do(
        EventEffect<TState, TEvent> effect, [CallerArgumentExpression(nameof(effect))] string name = "") =>
        AddEffect(name, (ref TState state, int _, int _, object? e) => effect(ref state, (TEvent)e!));

    /// <summary>Changes the state as the event asks.</summary>
    public OpenRow<TState, TLocation, TEvent> Do(
        InstanceEventEffect<TState, TEvent> effect, [CallerArgumentExpression(nameof(effect))] string name = "") =>
        AddEffect(name, (ref TState state, int self, int _, object? e) => effect(ref state, self, (TEvent)e!));
}
