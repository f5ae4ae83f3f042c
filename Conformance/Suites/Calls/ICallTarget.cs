using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Scenarios;

namespace Wakeline.Conformance.Suites.Calls;

/// <summary>A target that runs programs of system calls over a loopback of its own.</summary>
internal interface ICallTarget
{
    /// <summary>Runs a program, step by step, beside the specification.</summary>
    /// <returns>The first step after which it shows what the specification does not allow.</returns>
    Divergence? Run(CallProgram program);

    /// <summary>Runs a scenario, whose threads run at the same time.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="analysis">What the specification says.</param>
    /// <param name="times">How often.</param>
    /// <returns>Outcomes that the specification does not allow.</returns>
    IReadOnlyList<Outcome> Run(Scenario scenario, ScenarioAnalysis analysis, int times);
}
