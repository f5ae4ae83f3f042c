namespace Wakeline.Checking.Traces;

/// <summary>Puts steps together with what a reader has to know.</summary>
internal sealed class TraceAssembly(SystemInfo system, Parameters parameters)
{
    /// <summary>The trace of some steps from the start.</summary>
    public Trace Of(IReadOnlyList<Step> steps, string property, string why, TraceEnding ending, int loopStart) => new()
    {
        System = system.Name,
        Parameters = [.. parameters.All.Select(each => new TraceParameter(each.Key, each.Value))],
        Mutant = system.MutantOf(parameters.Mutation)?.Name,
        Property = property,
        Why = why,
        Ending = ending,
        LoopStart = loopStart,
        RulesHash = RuleFingerprint.Of(system),
        Steps = [.. steps.Select(Describe)],
        Lanes =
        [
            .. steps.OrderBy(step => system.MachineOf(step.Rule).FirstRule).ThenBy(step => step.Instance)
                .Select(system.LaneOf).Distinct(),
        ],
    };

    /// <summary>A step as a trace shows it.</summary>
    public TraceStep Describe(Step step) => new(
        step, system.MachineOf(step.Rule).Machine.Name, system.Rules[step.Rule].Name, system.LaneOf(step),
        system.Rules[step.Rule].Citations);
}
