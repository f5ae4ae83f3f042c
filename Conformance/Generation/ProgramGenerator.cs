using FsCheck;
using FsCheck.Fluent;
using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Generation;

/// <summary>
/// Random programs. Each step is chosen with regard to the state in which the model is after those before it, so that
/// calls mostly make sense, and interesting states are reached soon.
/// </summary>
internal static class ProgramGenerator
{
    private const int SlotsMost = 40;

    /// <summary>The generator of programs.</summary>
    /// <param name="threads">Threads, from 1.</param>
    /// <param name="steps">Steps after the opening.</param>
    public static Gen<CallProgram> Programs(int threads, int steps) =>
        from opening in Openings.Any
        from program in Continue(Draft.Begin(opening, threads), threads, steps)
        select program;

    /// <summary>The program with a number, of all those that a seed gives.</summary>
    public static CallProgram Program(ulong seed, int number)
    {
        var generator =
            from threads in Gen.Frequency((5, Gen.Constant(1)), (4, Gen.Constant(2)), (1, Gen.Constant(3)))
            from steps in Gen.Choose(4, 24)
            from program in Programs(threads, steps)
            select program;
        return generator.Sample(SlotsMost, new Rnd(seed, ((ulong)number * 2) + 1), 1).First();
    }

    private static Gen<CallProgram> Continue(Draft draft, int threads, int steps) =>
        steps == 0 || draft.IsFull
            ? Gen.Constant(draft.Program)
            : Next(draft, threads).SelectMany(step => Continue(draft.With(step), threads, steps - 1));

    private static Gen<CallStep> Next(Draft draft, int threads)
    {
        var sleepers = Enumerable.Range(0, threads).Where(draft.IsAsleep).ToList();
        var awake = Enumerable.Range(0, threads).Except(sleepers).ToList();
        return awake.Count == 0 || (sleepers.Contains(0) && threads == 1)
            ? Gen.Elements<int>(sleepers).Select(draft.WakeUp)
            : Gen.Frequency(
                (20, from thread in ThreadOf(awake) from step in NextOn(draft, thread) select step),
                (sleepers.Count, Gen.Elements<int>(sleepers.Count > 0 ? sleepers : awake).Select(draft.WakeUp)));
    }

    /// <summary>The first thread makes most calls; the others are there to sleep.</summary>
    private static Gen<int> ThreadOf(List<int> awake) =>
        Gen.Frequency([.. awake.Select(thread => (thread == 0 ? 4 : 3, Gen.Constant(thread)))]);

    private static Gen<CallStep> NextOn(Draft draft, int thread)
    {
        var now = draft.Situation;
        var choices = FileSteps.In(now, thread, draft.FreeSlot).Concat(SocketSteps.In(now, thread, draft.FreeSlot));
        return Gen.Frequency(
            [.. choices.Where(choice => choice.Weight > 0).Select(choice => (choice.Weight, choice.Step))]);
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
        public int FreeSlot => _steps.Count(step => step.Result != CallStep.NoSlot);

        /// <summary>Where the program stands.</summary>
        public Situation Situation => Situation.Of(_model);

        public static Draft Begin(CallProgram opening, int threads)
        {
            var model = new ModelRun();
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
            var next = new Draft(_model, [.. _steps, step]) { IsFull = FreeSlot >= SlotsMost - 1 };
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
