using Wakeline.Model;
using Wakeline.Model.Execution;

namespace Wakeline.Conformance.Scenarios.Exploration;

/// <summary>
/// The steps of a scenario that are not the kernel's, numbered behind those of the kernel. The instance of each is the
/// thread.
/// </summary>
internal static class ScenarioSteps
{
    /// <summary>A thread begins its next call.</summary>
    public static readonly int Begin = HostSystem.Info.Rules.Count;

    /// <summary>A thread notes the descriptors that its call has opened.</summary>
    public static readonly int NoteSlots = Begin + 1;

    /// <summary>A thread has slept long enough.</summary>
    public static readonly int WakeUp = Begin + 2;

    /// <summary>All others sleep: the thread goes on, and so does everybody who waited for that.</summary>
    public static readonly int Settled = Begin + 3;

    /// <summary>Time passes until the next sleep ends.</summary>
    public static readonly int TimePasses = Begin + 4;

    /// <summary>Whether a step is taken by a thread, in the kernel or outside.</summary>
    public static bool IsOfThread(Step step) =>
        step.Rule != TimePasses && (step.Rule >= Begin || StepKinds.IsOfTask(step));
}
