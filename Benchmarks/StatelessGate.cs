using Stateless;

namespace Wakeline.Benchmarks;

/// <summary>The gate as a machine of the Stateless library.</summary>
internal sealed class StatelessGate
{
    private readonly StateMachine<GatePlace, Trigger> _machine;
    private readonly StateMachine<GatePlace, Trigger>.TriggerWithParameters<Coin> _insert;
    private GateState _state;

    public StatelessGate()
    {
        _machine = new StateMachine<GatePlace, Trigger>(() => _state.Place, place => _state.Place = place);
        _insert = _machine.SetTriggerParameters<Coin>(Trigger.Coin);
        _machine.Configure(GatePlace.Shut)
            .InternalTransitionIf(
                _insert, coin => !Gate.IsEnough(in _state, in coin), (coin, _) => Gate.Take(ref _state, in coin))
            .PermitIf(_insert, GatePlace.Open, coin => Gate.IsEnough(in _state, in coin))
            .Ignore(Trigger.Push);
        _machine.Configure(GatePlace.Open)
            .OnEntryFrom(_insert, coin => Gate.Take(ref _state, in coin))
            .OnExit(() => Gate.Pass(ref _state, new Push(1)))
            .Permit(Trigger.Push, GatePlace.Shut)
            .Ignore(Trigger.Coin);
    }

    private enum Trigger
    {
        Coin,
        Push,
    }

    public int Passed => _state.Passed;

    public void Insert(Coin coin) => _machine.Fire(_insert, coin);

    public void Press() => _machine.Fire(Trigger.Push);
}
