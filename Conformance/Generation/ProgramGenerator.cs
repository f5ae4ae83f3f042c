using FsCheck;
using FsCheck.Fluent;
using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Generation;

/// <summary>
/// Random programs. Each step is chosen with regard to the state in which the model is after those before it, so that
/// calls mostly make sense, and interesting states are reached soon. One generator is to be used by one thread.
/// </summary>
internal sealed class ProgramGenerator
{
    private const int SlotsMost = 40;

    /// <summary>Steps that are drawn for a program of certain steps, of which most may be others.</summary>
    private const int DrawsMost = 300;

    /// <summary>How much more often a call is made than a given sleeper is woken.</summary>
    private const int WeightOfCalls = 20;

    private const int PipesEvery = 3;

    private static readonly Gen<(CallProgram Opening, int Threads, int Steps)> s_beginnings =
        from opening in Openings.Any
        from threads in Gen.Frequency((5, Gen.Constant(1)), (4, Gen.Constant(2)), (1, Gen.Constant(3)))
        from steps in Gen.Choose(6, 32)
        select (opening, threads, steps);

    /// <summary>The model that every program is written with; it is large, so there is one.</summary>
    private readonly ModelRun _model = new();

    /// <summary>The program with a number, of all those that a seed gives; every third may have pipes.</summary>
    public CallProgram Program(ulong seed, int number) =>
        Program(seed, number, hasPipes: number % PipesEvery == PipesEvery - 1);

    /// <summary>The same with pipes or without.</summary>
    public CallProgram Program(ulong seed, int number, bool hasPipes)
    {
        var draws = new Draws(seed, number);
        var (opening, threads, steps) = draws.Next(s_beginnings);
        var draft = Draft.Begin(_model, hasPipes ? Openings.Empty : opening, threads);
        for (var step = 0; step < steps && !draft.IsFull; step++)
        {
            draft = draft.With(NextStep(draft, threads, draws, hasPipes));
        }

        return draft.Program;
    }

    /// <summary>
    /// The same of certain steps alone. Nobody sends signals there, so it ends when every thread sleeps.
    /// </summary>
    /// <param name="seed">The seed.</param>
    /// <param name="number">The number.</param>
    /// <param name="takes">Which steps it may have.</param>
    public CallProgram Program(ulong seed, int number, Predicate<CallStep> takes)
    {
        var draws = new Draws(seed, number);
        var (opening, threads, steps) = draws.Next(s_beginnings);
        while (!opening.Steps.All(step => takes(step)))
        {
            (opening, threads, steps) = draws.Next(s_beginnings);
        }

        var draft = Draft.Begin(_model, opening, threads);
        for (var drawn = 0; drawn < DrawsMost && draft.Program.Steps.Count < steps && !draft.IsFull; drawn++)
        {
            var awake = Enumerable.Range(0, threads).Where(thread => !draft.IsAsleep(thread)).ToList();
            if (awake.Count == 0)
            {
                break;
            }

            var step = NextOn(draft, ThreadOf(awake, draws), draws);
            draft = takes(step) ? draft.With(step) : draft;
        }

        return draft.Program;
    }

    private static CallStep NextStep(Draft draft, int threads, Draws draws, bool hasPipes)
    {
        var sleepers = Enumerable.Range(0, threads).Where(draft.IsAsleep).ToList();
        var awake = Enumerable.Range(0, threads).Except(sleepers).ToList();
        return awake.Count == 0 || (sleepers.Contains(0) && threads == 1)
            || draws.OneOf(WeightOfCalls, sleepers.Count) == 1
                ? draft.WakeUp(draws.Next(Gen.Elements<int>(sleepers)))
                : NextOn(draft, ThreadOf(awake, draws), draws, hasPipes);
    }

    /// <summary>The first thread makes most calls; the others are there to sleep.</summary>
    private static int ThreadOf(List<int> awake, Draws draws) =>
        awake[draws.OneOf([.. awake.Select(thread => thread == 0 ? 4 : 3)])];

    private static CallStep NextOn(Draft draft, int thread, Draws draws, bool hasPipes = false)
    {
        var now = draft.Situation;
        Choice[] choices =
        [
            .. FileSteps.In(now, thread, draft.FreeSlot), .. SocketSteps.In(now, thread, draft.FreeSlot),
            .. PairSteps.In(now, thread, draft.FreeSlot),
            .. hasPipes ? PipeSteps.In(now, thread, draft.FreeSlot) : [],
        ];
        return choices[draws.OneOf([.. choices.Select(choice => choice.Weight)])].Draw(draws);
    }

    /// <summary>A program that is being written, and the model after its steps so far.</summary>
    private sealed class Draft
    {
        private readonly ModelRun _model;
        private readonly CallStep[] _steps;

        private Draft(ModelRun model, CallStep[] steps)
        {
            _model = model;
            _steps = steps;
        }

        /// <summary>The program so far.</summary>
        public CallProgram Program => new(_steps.ToSequence());

        /// <summary>Whether no slot is free, or the model has no room for what the program has done.</summary>
        public bool IsFull { get; private set; }

        /// <summary>A slot that no step has opened.</summary>
        public int FreeSlot => _steps.Sum(step => step.Results.Count());

        /// <summary>Where the program stands.</summary>
        public Situation Situation => Situation.Of(_model);

        public static Draft Begin(ModelRun model, CallProgram opening, int threads)
        {
            model.BeginProgram(threads, SlotsMost);
            return opening.Steps.Aggregate(new Draft(model, []), (draft, step) => draft.With(step));
        }

        public bool IsAsleep(int thread) => _model.IsBusy(thread);

        /// <summary>A step that ends the sleep of a thread, if anything does.</summary>
        public CallStep WakeUp(int thread)
        {
            var isTimed = !_model.Believed[0].Tasks[thread].Timers.IsEmpty;
            return new CallStep { Thread = thread, Verb = isTimed ? Verb.Await : Verb.Signal };
        }

        /// <summary>
        /// The draft with one step more. It takes over the model, which goes on from the first outcome that is allowed.
        /// </summary>
        public Draft With(CallStep step)
        {
            var next = new Draft(_model, [.. _steps, step]) { IsFull = FreeSlot >= SlotsMost - 2 };
            try
            {
                if (!_model.IsPassedOver(step))
                {
                    _model.Begin(step);
                    _model.Believe(_model.Allowed[0]);
                    _model.EndStep();
                }
            }
            catch (BoundExceededException)
            {
                return new Draft(_model, _steps) { IsFull = true };
            }

            return next;
        }
    }
}
