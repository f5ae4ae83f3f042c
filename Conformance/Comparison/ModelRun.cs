using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Model;
using Wakeline.Model.Execution;
using Wakeline.Spec;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Comparison;

/// <summary>
/// Runs programs on the model, step by step, as a set of states: those the model may be in after what was seen of the
/// kernel so far. A step leads to every state at rest that some order of the model's fine steps leads to.
/// </summary>
/// <param name="mutation">The mutant of the specification to run, if any.</param>
internal sealed class ModelRun(Mutation mutation = default)
{
    /// <summary>More orders than this are not explored; a program that has them is given up.</summary>
    private const int StatesMost = 60_000;

    /// <summary>127.0.0.1, which no program names: each run has a network 127.x.y.0 to itself.</summary>
    private const byte PreferredSource = 255;

    /// <summary>
    /// More calls than this fill or drain no buffer there is; a fault of the tables makes them endless.
    /// </summary>
    private const int FillsMost = 10_000;

    /// <summary>How much each call of fill and drain moves at most.</summary>
    public const int FillOctets = 32 * 1024;

    private readonly Interleavings _interleavings = new(StatesMost);
    private readonly CallStep?[] _calls = new CallStep?[CallProgram.ThreadsMost];
    private int[] _slots = [];
    private int _threads;
    private Observation? _seen;
    private IReadOnlyList<Kernel> _believed = [];
    private IReadOnlyList<Kernel> _allowed = [];

    /// <summary>Whether a buffer was filled: how many octets that took is the kernel's secret.</summary>
    public bool HasFilled { get; private set; }

    /// <summary>The states the model may be in after what has been seen.</summary>
    public IReadOnlyList<Kernel> Believed => _believed;

    /// <summary>What each slot holds: a descriptor, or -1.</summary>
    public IReadOnlyList<int> Slots => _slots;

    /// <summary>What may be seen after the step begun last, each outcome once.</summary>
    public IReadOnlyList<Observation> Allowed { get; private set; } = [];

    /// <summary>Begins a program.</summary>
    public void BeginProgram(CallProgram program) => BeginProgram(program.Threads, program.Slots);

    /// <summary>Begins a program that is still to be written.</summary>
    public void BeginProgram(int threads, int slots)
    {
        _threads = threads;
        _slots = [.. Enumerable.Repeat(-1, slots)];
        HasFilled = false;
        _seen = null;
        Allowed = [];
        Array.Clear(_calls);
        _believed = [Boot(mutation)];
        _allowed = _believed;
    }

    /// <summary>A process that has opened nothing, in a network like the one that programs find.</summary>
    public static Kernel Boot(Mutation mutation)
    {
        var state = HostSystem.Boot(CallProgram.ThreadsMost, mutation);
        state.Net.PreferredSource = PreferredSource;
        return state;
    }

    /// <summary>Whether a thread is in a call that has not been seen to return.</summary>
    public bool IsBusy(int thread) => _calls[thread] is not null;

    /// <summary>
    /// Whether a step is to be passed over: its thread is asleep, or is not although the step needs it to be.
    /// </summary>
    public bool IsPassedOver(CallStep step) => (step.Verb is Verb.Await or Verb.Signal) != IsBusy(step.Thread);

    /// <summary>Takes a step in every state believed, and finds what may be seen afterwards.</summary>
    /// <exception cref="BoundExceededException">The program needs more than the model has room for.</exception>
    public void Begin(CallStep step)
    {
        if (step.Verb is not (Verb.Await or Verb.Signal))
        {
            _calls[step.Thread] = step;
        }

        HasFilled |= step.Verb == Verb.Fill;
        _allowed = step.Verb switch
        {
            Verb.Fill or Verb.Drain => RepeatUntilItFails(step),
            Verb.OpenRegularFile => [.. _believed.Select(state => WithRegularFile(state, step.Thread))],
            Verb.Await => Awoken(step.Thread),
            Verb.Signal => Rest([.. _believed.Select(state => WithSignal(state, step))]),
            _ => Rest([.. _believed.Select(state => WithCall(state, step))]),
        };
        Allowed = [.. _allowed.Select(View).Distinct()];
    }

    /// <summary>Whether the model may look like this.</summary>
    public bool Allows(Observation seen) => Allowed.Any(allowed => Matching.Agree(allowed, seen, HasFilled));

    /// <summary>Believes what was seen: states that look otherwise are out.</summary>
    public void Believe(Observation seen)
    {
        _believed = [.. _allowed.Where(state => Matching.Agree(View(state), seen, HasFilled))];
        _seen = seen;
    }

    /// <summary>Believes what was seen of the threads alone, where sockets cannot be looked at.</summary>
    /// <returns>Whether the model may look like this.</returns>
    public bool BelieveThreads(Sequence<ThreadView> seen)
    {
        if (Allowed.FirstOrDefault(allowed => allowed.Threads == seen) is not { } first)
        {
            return false;
        }

        _believed = [.. _allowed.Where(state => View(state).Threads == seen)];
        _seen = first;
        return true;
    }

    /// <summary>Ends the step: what calls returned is taken up, and will not be seen again.</summary>
    public void EndStep()
    {
        for (var thread = 0; thread < _threads && _seen is not null; thread++)
        {
            if (_seen.Threads[thread].Phase == ThreadPhase.Returned && _calls[thread] is { } call)
            {
                Assign(call.Result, _seen.Threads[thread].Result!.Value);
                Assign(call.SecondResult, _seen.Threads[thread].Result!.Second);
                _calls[thread] = null;
            }
        }

        _seen = null;
        Allowed = [];
    }

    /// <summary>A thread that nothing but others can wake sleeps on.</summary>
    private IReadOnlyList<Kernel> Awoken(int thread)
    {
        var rest = Rest(_believed);
        Kernel[] awoken = [.. rest.Where(state => state.Tasks[thread].IsInUserMode)];
        return awoken.Length > 0 ? awoken : rest;
    }

    private IReadOnlyList<Kernel> Rest(IReadOnlyList<Kernel> starts) => _interleavings.Explore(starts);

    private void Assign(int slot, int descriptor)
    {
        if (slot != CallStep.NoSlot)
        {
            _slots[slot] = descriptor;
        }
    }

    private Kernel WithCall(Kernel state, CallStep step)
    {
        SystemCalls.Enter(ref state, step.Thread, StepArguments.Of(step, _slots));
        return state;
    }

    private static Kernel WithSignal(Kernel state, CallStep step)
    {
        Signals.Send(ref state, step.Thread, step.Signal);
        return state;
    }

    private static Kernel WithRegularFile(Kernel state, int thread)
    {
        state.Tasks[thread].Result = OpenFiles.OpenRegular(ref state);
        state.Tasks[thread].Error = Errno.None;
        return state;
    }

    /// <summary>Fill and drain: the call again and again, until it fails or a recv meets the end.</summary>
    private IReadOnlyList<Kernel> RepeatUntilItFails(CallStep step)
    {
        var call = step with { Number = FillOctets, Nonblocking = true };
        var states = Rest([.. _believed.Select(state => WithCall(state, call))]);
        for (var calls = 1; states.Count > 0 && states.All(state => state.Tasks[step.Thread].Result > 0); calls++)
        {
            if (calls == FillsMost)
            {
                BoundExceededException.Throw(nameof(FillsMost), FillsMost);
            }

            states = Rest([.. states.Select(state => WithCall(state, call))]);
        }

        return states;
    }

    private Observation View(Kernel state)
    {
        var threads = new ThreadView[_threads];
        for (var thread = 0; thread < _threads; thread++)
        {
            threads[thread] = _calls[thread] is not { } call ? new ThreadView(ThreadPhase.Idle)
                : state.Tasks[thread].IsInUserMode
                    ? new ThreadView(ThreadPhase.Returned, ModelView.ResultOf(in state, thread, call))
                    : new ThreadView(ThreadPhase.Asleep);
        }

        return new Observation(threads.ToSequence(), ModelView.SocketsOf(in state));
    }
}
