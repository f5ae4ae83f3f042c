using Wakeline.Checking;
using Wakeline.Cli.Reports.Sections;

namespace Wakeline.Cli.Reports;

/// <summary>A state and what can happen in it, as <c>wakeline explore --json</c> tells it.</summary>
/// <param name="System">The system.</param>
/// <param name="Path">The numbers of the successors that were taken from the start on.</param>
/// <param name="Steps">The steps that were taken.</param>
/// <param name="Identity">The same for equal states.</param>
/// <param name="Holding">The predicates that hold.</param>
/// <param name="MayEnd">Whether the system may rest here for ever.</param>
/// <param name="Failure">What is thrown here; absent if nothing is.</param>
/// <param name="Successors">What can happen.</param>
internal sealed record ExploreListing(
    string System, IReadOnlyList<int> Path, IReadOnlyList<TraceStepSection> Steps, string Identity,
    IReadOnlyList<string> Holding, bool MayEnd, string? Failure, IReadOnlyList<SuccessorListing> Successors)
{
    public static ExploreListing Of(SystemInfo system, ExploredState state) => new(
        system.Name, state.Path, [.. state.Steps.Select(TraceStepSection.Of)], state.Identity, state.Holding,
        state.MayEnd, state.Failure,
        [
            .. state.Successors.Select(each => new SuccessorListing(
                each.Index, TraceStepSection.Of(each.Step), each.Identity)),
        ]);
}

/// <summary>A step that is possible.</summary>
/// <param name="Index">Its number for <c>--path</c>.</param>
/// <param name="Step">The step.</param>
/// <param name="Identity">The state it leads to.</param>
internal sealed record SuccessorListing(int Index, TraceStepSection Step, string Identity);
