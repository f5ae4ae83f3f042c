using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Scenarios;

namespace Wakeline.Conformance.Suites.Calls;

/// <summary>
/// The specification, with or without a fault, runs programs beside the specification as it stands.
/// </summary>
/// <param name="mutation">The fault.</param>
internal sealed class SpecificationCalls(Mutation mutation)
{
    private readonly ModelRun _faulty = new(mutation);
    private readonly ModelRun _shipped = new();

    /// <inheritdoc cref="ICallTarget.Run(CallProgram)"/>
    public Divergence? Run(CallProgram program)
    {
        _faulty.BeginProgram(program);
        _shipped.BeginProgram(program);
        for (var index = 0; index < program.Steps.Count; index++)
        {
            var step = program.Steps[index];
            if (_shipped.IsPassedOver(step))
            {
                continue;
            }

            _faulty.Begin(step);
            _shipped.Begin(step);
            foreach (var seen in _faulty.Allowed)
            {
                if (!_shipped.Allows(seen))
                {
                    return new Divergence(index, _shipped.Allowed, seen);
                }
            }

            if (_faulty.Allowed.Count == 0)
            {
                return null;
            }

            var first = _faulty.Allowed[0];
            _faulty.Believe(first);
            _shipped.Believe(first);
            _faulty.EndStep();
            _shipped.EndStep();
        }

        return null;
    }

    /// <inheritdoc cref="ICallTarget.Run(Scenario, ScenarioAnalysis, int)"/>
    public IReadOnlyList<Outcome> Run(Scenario scenario, ScenarioAnalysis analysis)
    {
        var outcomes = ScenarioVerification.Explore(scenario, new ScenarioOptions { Mutation = mutation }).Outcomes;
        return [.. outcomes.Except(analysis.Outcomes)];
    }
}
