namespace Wakeline.Cli.Tests.Docs;

/// <summary>How one machine of the pipeline makes another act.</summary>
/// <param name="From">The machine that acts first.</param>
/// <param name="To">The other.</param>
/// <param name="What">The event it fires, or the part of the state it leaves for the other to find.</param>
/// <param name="Label">What the picture calls that.</param>
internal sealed record HandOver(string From, string To, string What, string Label)
{
    /// <summary>
    /// The machine whose rule fires the event: the first, unless that one acts within a step of a third, which then
    /// passes on what came of it.
    /// </summary>
    public string FiredBy { get; init; } = From;

    /// <summary>Whether the other acts within the same step, because an event is fired.</summary>
    public bool IsEvent(MachineInfo to) => to.Rules.Any(rule => rule.Trigger == What);
}
