using Wakeline.Conformance.Programs;
using Wakeline.Model;
using Wakeline.Spec.Nic;

namespace Wakeline.Conformance.Scenarios.Exploration;

/// <summary>
/// Steps that no thread can see when they are taken, and that leave every other step as it was. Of the orders in which
/// they could be taken, one is enough, so they are taken at once and alone (Clarke, Grumberg, Minea and Peled, "State
/// space reduction using partial order techniques", 1999).
/// </summary>
/// <param name="scenario">The scenario.</param>
internal sealed class UnseenSteps(Scenario scenario)
{
    /// <summary>Where softirq has to do with the card only.</summary>
    private static readonly string[] s_cardLocations = ["Idle", "Poll", "Complete", "Enable"];

    /// <summary>
    /// Rules of card and softirq that touch nothing but the card: they decide when a frame is worked off, not what
    /// comes of it. Frames stay in their order, so which orders of these steps there are is the business of the systems
    /// of the card.
    /// </summary>
    private static readonly bool[] s_isOfCardOnly =
    [
        .. from use in HostSystem.Info.Machines
           from rule in use.Machine.Rules
           select IsOfCard(use.Machine, rule),
    ];

    private readonly bool[][] _isBeginUnseen = UnseenBegins(scenario);

    /// <summary>Whether a step of the kernel touches nothing but the card.</summary>
    public static bool IsOfCardOnly(Step step) => s_isOfCardOnly[step.Rule];

    /// <summary>How many rules of the kernel touch nothing but the card.</summary>
    public static int CardRules => s_isOfCardOnly.Count(isOfCardOnly => isOfCardOnly);

    /// <summary>Whether other threads cannot see that a thread begins a step.</summary>
    public bool IsBeginUnseen(int thread, int step) => _isBeginUnseen[thread][step];

    /// <summary>A frame that finds no descriptor is lost: that depends on what was worked off before.</summary>
    private static bool IsOfCard(MachineInfo machine, RuleInfo rule) =>
        machine == Interrupt.Info
        || (machine == Adapter.Info && !rule.Effects.Any(each => each.StartsWith("Lose", StringComparison.Ordinal)))
        || (machine == Softirq.Info && rule.From.All(s_cardLocations.Contains));

    /// <summary>
    /// A call that begins takes references to files, which matters where files are closed; it looks descriptors up,
    /// which matters where others open them; and a signal matters only to a thread that is in a call.
    /// </summary>
    private static bool[][] UnseenBegins(Scenario scenario)
    {
        var calls = scenario.Threads.SelectMany(thread => thread.Steps).Select(step => step.Call).ToList();
        var matters = calls.Exists(call => call.Verb is Verb.Close or Verb.SignalThread);
        var opened = calls.SelectMany(call => call.Results).ToHashSet();
        return
        [
            .. scenario.Threads.Select(thread => thread.Steps.Select(step => !matters
                && step.Call.Verb != Verb.OpenRegularFile && !step.Call.UsedSlots.Any(opened.Contains)).ToArray()),
        ];
    }
}
