using static Wakeline.Language.Tests.Tables.Turnstile;

namespace Wakeline.Language.Tests.Tables;

/// <summary>The meaning of a table, rule by rule, as docs/generated-code.md states it.</summary>
public sealed class InterpreterTests
{
    private readonly Interpreter<State, Place> _turnstile = new("Park.Turnstile", Rules);

    [Fact]
    public void TheFirstRowWhoseGuardsHoldFires()
    {
        var state = default(State);
        Assert.Equal(0, _turnstile.Fire(ref state, 0, new Coin(-1)));
        Assert.Equal(Alarm.Loud, state.Alarm);
        Assert.Equal(2, _turnstile.Fire(ref state, 0, new Coin(50)));
        Assert.Equal(1, _turnstile.Fire(ref state, 0, new Coin(50)));
        Assert.Equal(Place.Unlocked, state.Place);
    }

    [Fact]
    public void ARowThatIsTakenOwesAndArms()
    {
        var state = Opened(100);
        Assert.True(state.Owed.Contains(Due.Ticket));
        Assert.True(state.Timers.Contains(Clock.Relock));
    }

    [Fact]
    public void AnOutputIsEmittedOnceForEachObligation()
    {
        var state = Opened(100);
        Assert.NotEqual(-1, _turnstile.TryEmit(ref state, 0, out Ticket ticket));
        Assert.Equal(new Ticket(100), ticket);
        Assert.Equal(-1, _turnstile.TryEmit(ref state, 0, out ticket));
    }

    [Fact]
    public void AdmissionJudgesOutputsThatOthersChose()
    {
        var state = Opened(100);
        Assert.True(_turnstile.Admits(in state, 0, new Ticket(150)));
        Assert.False(_turnstile.Admits(in state, 0, new Ticket(50)));
        state.Owed.Clear();
        Assert.False(_turnstile.Admits(in state, 0, new Ticket(150)));
    }

    [Fact]
    public void AnEffectSeesTheOutputWhoeverChoseIt()
    {
        var made = Opened(100);
        _turnstile.TryEmit(ref made, 0, out Ticket _);
        Assert.Equal(100, made.Charged);

        var observed = Opened(100);
        Assert.NotEqual(-1, _turnstile.Accept(ref observed, 0, new Ticket(150)));
        Assert.Equal(150, observed.Charged);
        Assert.Equal(-1, _turnstile.Accept(ref observed, 0, new Ticket(150)));
    }

    [Fact]
    public void OnlyAnArmedTimerExpires()
    {
        var state = Opened(100);
        Assert.NotEqual(-1, _turnstile.Expire(ref state, 0, Clock.Relock));
        Assert.Equal(Place.Locked, state.Place);
        Assert.Equal(-1, _turnstile.Expire(ref state, 0, Clock.Relock));
    }

    [Fact]
    public void AChoiceIsTriedForEachNumberAndEndsTheSearch()
    {
        var state = Opened(200);
        var successors = _turnstile.Successors(in state);
        Assert.Equal([1, 3, 0], successors.Select(next => next.Choice));
        Assert.Equal(Place.Locked, successors[^1].State.Place);
    }

    [Fact]
    public void AnAlternativeLeavesLaterRowsAChance()
    {
        var state = Opened(100) with { Alarm = Alarm.Loud };
        state.Timers.Clear();
        Assert.Equal(
            [Place.Broken, Place.Locked], _turnstile.Successors(in state).Select(next => next.State.Place));
    }

    [Fact]
    public void AnEventNobodyHandlesFiresNothing()
    {
        var state = new State { Place = Place.Broken };
        Assert.Equal(-1, _turnstile.Fire(ref state, 0, new Coin(100)));
        Assert.Equal(new State { Place = Place.Broken }, state);
    }

    [Fact]
    public void ANamedMutantReplacesItsRows()
    {
        var state = new State { Mutation = _turnstile.Info.FindMutation("free")!.Value };
        Assert.Equal("open", _turnstile.Info.Rules[_turnstile.Fire(ref state, 0, new Coin(1))].Name);
        Assert.Equal(Place.Unlocked, state.Place);
    }

    [Theory]
    [InlineData("drop-rule:Locked.Coin.IsEnough", 2)]
    [InlineData("drop-guard:Locked.Coin.IsForged:IsForged", 0)]
    public void ADerivedMutantChangesWhichRowFires(string mutant, int rule)
    {
        var state = new State { Mutation = _turnstile.Info.FindMutation(mutant)!.Value };
        Assert.Equal(rule, _turnstile.Fire(ref state, 0, new Coin(100)));
    }

    [Theory]
    [InlineData("drop-effect:Locked.Coin.IsEnough:Take", 0, true, Place.Unlocked)]
    [InlineData("drop-effect:Locked.Coin.IsEnough:Ticket", 100, false, Place.Unlocked)]
    [InlineData("drop-goto:Locked.Coin.IsEnough:Unlocked", 100, true, Place.Locked)]
    public void ADerivedMutantLeavesOneThingOut(string mutant, int cents, bool owes, Place place)
    {
        var state = new State { Mutation = _turnstile.Info.FindMutation(mutant)!.Value };
        _turnstile.Fire(ref state, 0, new Coin(100));
        Assert.Equal((cents, owes, place), (state.Cents, state.Owed.Contains(Due.Ticket), state.Place));
    }

    [Fact]
    public void ADerivedMutantSwapsAnArgument()
    {
        var mutant = "swap-argument:Locked.Coin.IsForged:Sound(Loud)";
        var state = new State { Mutation = _turnstile.Info.FindMutation(mutant)!.Value };
        _turnstile.Fire(ref state, 0, new Coin(-1));
        Assert.Equal(Alarm.Quiet, state.Alarm);
    }

    [Fact]
    public void EveryMutantHasANumberOfItsOwnAndAUniqueName()
    {
        var mutants = _turnstile.Info.Mutants;
        Assert.Equal(Enumerable.Range(1, mutants.Count), mutants.Select(mutant => mutant.Number));
        Assert.Equal(mutants.Count, mutants.Select(mutant => mutant.Name).Distinct().Count());
    }

    private State Opened(int cents)
    {
        var state = default(State);
        _turnstile.Fire(ref state, 0, new Coin(cents));
        Assert.Equal(Place.Unlocked, state.Place);
        return state;
    }
}
