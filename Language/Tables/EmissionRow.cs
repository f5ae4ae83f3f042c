using System.Runtime.CompilerServices;

namespace Wakeline;

/// <summary>
/// A row that may emit an output. The output is made before the effects run; an obligation the row discharges must be
/// owed for it to fire.
/// </summary>
/// <typeparam name="TState">The state the machine works on.</typeparam>
/// <typeparam name="TLocation">The locations of the machine.</typeparam>
/// <typeparam name="TOutput">The output.</typeparam>
public sealed class EmissionRow<TState, TLocation, TOutput>
    : RowInProgress<TState, TLocation, EmissionRow<TState, TLocation, TOutput>>
    where TState : unmanaged where TLocation : unmanaged, Enum where TOutput : unmanaged
{
    internal EmissionRow(TableBuilder<TState, TLocation> builder, RuleDefinition<TState, TLocation> rule)
        : base(builder, rule) { }

    /// <summary>Names the obligation the output meets.</summary>
    public EmissionRow<TState, TLocation, TOutput> Discharge<TObligation>(TObligation obligation)
        where TObligation : unmanaged, Enum
    {
        Rule.Discharges = (obligation.ToString(), EnumValue.Of(obligation));
        return this;
    }

    /// <summary>
    /// Says which outputs chosen by somebody else are lawful; without it only the one the row itself makes is.
    /// </summary>
    public EmissionRow<TState, TLocation, TOutput> Admits(Admission<TState, TOutput> admission)
    {
        Rule.Admits = (state, _, observed) => admission(in state, (TOutput)observed);
        return this;
    }

    /// <inheritdoc cref="Admits(Admission{TState, TOutput})"/>
    public EmissionRow<TState, TLocation, TOutput> Admits(InstanceAdmission<TState, TOutput> admission)
    {
        Rule.Admits = (state, self, observed) => admission(in state, self, (TOutput)observed);
        return this;
    }

    /// <summary>Changes the state as the output asks, whoever chose it.</summary>
    public EmissionRow<TState, TLocation, TOutput> Do(
        EventEffect<TState, TOutput> effect, [CallerArgumentExpression(nameof(effect))] string name = "") =>
        AddEffect(name, (ref TState state, int _, int _, object? output) => effect(ref state, (TOutput)output!));

    /// <summary>Changes the state of one instance as the output asks, whoever chose it.</summary>
    public EmissionRow<TState, TLocation, TOutput> Do(
        InstanceEventEffect<TState, TOutput> effect, [CallerArgumentExpression(nameof(effect))] string name = "") =>
        AddEffect(name, (ref TState state, int self, int _, object? output) =>
            effect(ref state, self, (TOutput)output!));
}
