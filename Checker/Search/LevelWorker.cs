using System.Runtime.CompilerServices;
using Wakeline.Checking.Memory;
using Wakeline.Checking.Reduction;

namespace Wakeline.Checking.Search;

/// <summary>
/// Visits states for one thread: judges each and adds its successors to the set. Nothing that a thread writes for each
/// state is shared.
/// </summary>
internal sealed class LevelWorker<TSystem, TState> : IDisposable
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private readonly StateSet<TState> _states;
    private readonly LevelClaims _claims;
    private readonly Rendezvous _rendezvous;
    private readonly Reducer<TSystem, TState>? _reducer;
    private uint _next;

    public LevelWorker(
        SystemInfo system, StateSet<TState> states, PropertyWatch watch, LevelClaims claims, Rendezvous rendezvous,
        MemoryBudget budget, Reductions<TSystem, TState>? reductions = null)
    {
        _states = states;
        _claims = claims;
        _rendezvous = rendezvous;
        var isReduced = reductions is { IsReduced: true };
        Expansion = new Expansion<TState>(states, system.Rules.Count, budget, isOneByOne: isReduced);
        Judge = new StateJudge(watch);
        _reducer = isReduced ? reductions!.CreateReducer(Expansion) : null;
    }

    public Expansion<TState> Expansion { get; }

    public StateJudge Judge { get; }

    /// <summary>States whose successors were enumerated, since they were last handed over.</summary>
    public long Visited { get; private set; }

    /// <summary>Steps taken since they were last handed over.</summary>
    public long Transitions { get; private set; }

    public int FanOutMost { get; private set; }

    /// <summary>States that this worker found.</summary>
    public long Added => _states.Added;

    /// <summary>Visits the states of one claim.</summary>
    /// <returns><see langword="false"/> if there are no more.</returns>
    /// <exception cref="RendezvousException">The search cannot go on.</exception>
    public bool VisitClaim()
    {
        if (!_claims.TryTake(out _next, out var end))
        {
            return false;
        }

        var first = _next;
        while (_next < end)
        {
            if (_rendezvous.IsRequested || Expansion.IsStalled)
            {
                Settle();
            }

            VisitGuarded(end);
        }

        Visited += end - first;
        return true;
    }

    /// <summary>Adds the successors that wait.</summary>
    /// <exception cref="RendezvousException">The search cannot go on.</exception>
    public void Complete()
    {
        do
        {
            Settle();
            Expansion.Flush();
        }
        while (Expansion.IsStalled);
    }

    /// <summary>Hands over what was counted in a level that is complete.</summary>
    public void HandOver(SearchCounts counts)
    {
        counts.Visited += Visited;
        counts.Transitions += Transitions;
        counts.FanOutMost = int.Max(counts.FanOutMost, FanOutMost);
        counts.PartlyExpanded += _reducer?.HandOverPartlyExpanded() ?? 0;
        counts.StepsLeftOut += Expansion.HandOverFirings(counts.Firings);
        Visited = Transitions = FanOutMost = 0;
    }

    public void Dispose() => Expansion.Dispose();

    /// <summary>Pauses until the successors that wait have what they wait for, and adds them.</summary>
    private void Settle()
    {
        while (_rendezvous.IsRequested || Expansion.IsStalled)
        {
            Expansion.TakeSuccessors();
            _rendezvous.Pause();
            Expansion.AddAside();
        }
    }

    /// <summary>
    /// Visits states up to <paramref name="end"/>, or to where the threads have to meet. A state in which something
    /// throws counts as visited, with the successors it handed over before.
    /// </summary>
    private void VisitGuarded(uint end)
    {
        try
        {
            if (_reducer is null)
            {
                Visit(end, new EveryStep(Expansion));
            }
            else
            {
                Visit(end, new SomeSteps(_reducer, _claims.End));
            }
        }
        catch (Exception failure) when (!SearchFailure.Is(failure))
        {
            Transitions += Expansion.FanOut;
            Expansion.Abandon();
            Judge.VisitFailure(_next++, failure);
        }
    }

    // By itself, so that what the compiler inlines of the steps is not counted against what is around.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Visit<TSteps>(uint end, TSteps steps) where TSteps : struct, ISteps
    {
        for (; _next < end && !Expansion.IsStalled && !_rendezvous.IsRequested; _next++)
        {
            ref readonly var state = ref Expansion.Open(_next);
            var predicates = TSystem.Evaluate(in state);
            Judge.Visit(predicates, _next);
            steps.Take(in state);
            var fanOut = Expansion.FanOut;
            Transitions += fanOut;
            FanOutMost = int.Max(FanOutMost, fanOut);
            if (fanOut == 0)
            {
                Judge.VisitRest(predicates, _next, TSystem.MayEnd(in state));
            }
        }
    }

    /// <summary>
    /// Which steps of a state are taken: a type argument, so that the search for all of them is compiled by itself.
    /// </summary>
    private interface ISteps
    {
        void Take(in TState state);
    }

    private readonly struct EveryStep(Expansion<TState> expansion) : ISteps
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take(in TState state)
        {
            var sink = new ExpansionSink<TState>(expansion);
            TSystem.Successors(in state, ref sink);
        }
    }

    private readonly struct SomeSteps(Reducer<TSystem, TState> reducer, uint levelEnd) : ISteps
    {
        public void Take(in TState state) => reducer.Successors(in state, levelEnd);
    }
}
