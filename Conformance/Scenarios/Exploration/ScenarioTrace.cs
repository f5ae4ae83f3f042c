using System.Runtime.InteropServices;
using Wakeline.Checking.Traces;
using Wakeline.Conformance.Scenarios.Expectations;
using Wakeline.Model;

namespace Wakeline.Conformance.Scenarios.Exploration;

/// <summary>Tells a run of a scenario step by step, with a column for each thread.</summary>
internal sealed class ScenarioTrace(Scenario scenario, ScenarioMachine machine, ResultHistory history)
{
    private readonly StepFinder _finder = new();

    /// <summary>The run along states, each of which is a successor of the one before.</summary>
    public Trace Along(IReadOnlyList<ScenarioState> path, Expectation expectation)
    {
        var steps = path.Zip(path.Skip(1), (from, to) => Describe(in from, in to)).ToList();
        var others = steps.Select(step => step.Lane).Except(scenario.Threads.Select(thread => thread.Name)).Order();
        return new Trace
        {
            System = scenario.Source,
            Property = $"line {expectation.Line}",
            Why = $"'{expectation.Text}' does not hold when nothing can happen any more.",
            Ending = TraceEnding.Rest,
            RulesHash = RuleFingerprint.Of(HostSystem.Info),
            Steps = steps,
            Lanes = [.. scenario.Threads.Select(thread => thread.Name), .. others],
        };
    }

    private TraceStep Describe(in ScenarioState from, in ScenarioState to)
    {
        var step = _finder.Find(machine, in from, in to);
        var lane = ScenarioSteps.IsOfThread(step) ? scenario.Threads[step.Instance].Name
            : step.Rule == ScenarioSteps.TimePasses ? "clock"
            : HostSystem.Info.LaneOf(step);
        var returned = ScenarioSteps.IsOfThread(step) ? Returned(in from, in to, step.Instance) : "";
        if (step.Rule < ScenarioSteps.Begin)
        {
            var rule = HostSystem.Info.Rules[step.Rule];
            var name = HostSystem.Info.MachineOf(step.Rule).Machine.Name;
            return new TraceStep(step, name, rule.Name + returned, lane, rule.Citations);
        }

        var told = step.Rule == ScenarioSteps.Begin
            ? machine.LastStep(in to, step.Instance).Text + returned : Words(in from, step);
        return new TraceStep(step, "scenario", told, lane, []);
    }

    private string Words(in ScenarioState from, Step step) =>
        step.Rule == ScenarioSteps.NoteSlots ? $"{machine.LastStep(in from, step.Instance).Text} has its name"
        : step.Rule == ScenarioSteps.WakeUp ? "has slept long enough"
        : step.Rule == ScenarioSteps.Settled ? "all others sleep"
        : "time passes";

    private string Returned(in ScenarioState from, in ScenarioState to, int thread) =>
        from.Threads[thread].History == to.Threads[thread].History || machine.LastStep(in to, thread).IsPause
            ? "" : $" => {history.LastOf(to.Threads[thread].History)}";

    /// <summary>Finds the step between two states by taking all of the first one's again.</summary>
    private sealed class StepFinder
    {
        private ScenarioState _scratch;
        private ScenarioState _target;
        private Step? _found;

        public Step Find(ScenarioMachine machine, in ScenarioState from, in ScenarioState to)
        {
            _target = to;
            _found = null;
            var sink = new Sink(this);
            machine.Successors(in from, ref sink);
            return _found ?? throw new InvalidOperationException("A scenario's step was not found again.");
        }

        private static ReadOnlySpan<byte> BytesOf(in ScenarioState state) =>
            MemoryMarshal.AsBytes(new ReadOnlySpan<ScenarioState>(in state));

        private readonly struct Sink(StepFinder finder) : ISuccessorSink<ScenarioState>
        {
            public bool Takes(int rule, int instance, int choice) => true;

            public ref ScenarioState Begin(in ScenarioState source)
            {
                finder._scratch = source;
                return ref finder._scratch;
            }

            public void Commit(int rule, int instance, int choice)
            {
                if (finder._found is null && BytesOf(in finder._scratch).SequenceEqual(BytesOf(in finder._target)))
                {
                    finder._found = new Step(rule, instance, choice);
                }
            }
        }
    }
}
