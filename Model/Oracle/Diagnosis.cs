using Wakeline.Spec;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>What is wrong with an event that no state explains.</summary>
/// <param name="Message">In a sentence.</param>
/// <param name="Expected">What would have been admitted.</param>
/// <param name="Actual">What came.</param>
/// <param name="Rule">The rule that comes nearest.</param>
/// <param name="Citations">What the rule realises.</param>
/// <param name="Level">How much the departed requirement binds.</param>
internal sealed record Diagnosis(
    string Message, IReadOnlyList<string> Expected, string Actual, string Rule, IReadOnlyList<string> Citations,
    string Level)
{
    private const string Must = "MUST";

    /// <summary>A segment that nothing lets the connection send.</summary>
    public static Diagnosis OfSegment(HypothesisSet states, in Segment observed)
    {
        var (message, rule, more) = Repairs.Find(states, in observed);
        return new Diagnosis(
            message, Expectations.Of(states), SegmentText.Write(in observed), rule?.Name ?? "",
            [.. rule?.Citations ?? [], .. more], LevelOf(rule));
    }

    /// <summary>Something that was owed and did not come.</summary>
    public static Diagnosis OfOmission(HypothesisSet states, OracleSettings settings, long time)
    {
        ref readonly var state = ref states[0];
        var since = state.Tcb.Owed.Contains(TcpOutput.Ack) && !state.IsAckOptional
            && time - state.Beside.AckOwedSince > settings.AcknowledgmentMost
                ? state.Beside.AckOwedSince
                : state.Beside.AnswerOwedSince;
        var rule = Expectations.FirstRule(in state);
        return new Diagnosis(
            $"what is owed since {Seconds(since)} s has not come by {Seconds(time)} s", Expectations.Of(states),
            "nothing", rule?.Name ?? "", rule?.Citations ?? [], Must);
    }

    /// <summary>Nothing happens, although something has to.</summary>
    public static Diagnosis OfStandstill(
        HypothesisSet states, OracleSettings settings, SocketTerms terms, long quiet, long heard)
    {
        var standstill = Standstill.Of(in states[0], settings, terms, quiet, heard)!;
        return new Diagnosis(
            $"{standstill.What}: nothing was seen for {Seconds(quiet)} s", Expectations.Of(states), "nothing", "",
            [standstill.Citation], Must);
    }

    /// <summary>A call that cannot return what it returned.</summary>
    public static Diagnosis OfReturn(HypothesisSet states, in CallSlot slot, CallOutcome outcome)
    {
        ref readonly var tcb = ref states[0].Tcb;
        var trigger = slot.Call.Call switch
        {
            SystemCall.Send => nameof(SendData),
            SystemCall.Receive => nameof(ReadData),
            SystemCall.Connect => nameof(ActiveOpen),
            _ => nameof(Close),
        };
        var rule = Connection.Info.Rules.FirstOrDefault(rule => rule.Trigger == trigger && rule.Mutant is null);
        var text = slot.Call.Call == SystemCall.Receive
            ? $"{tcb.Unread} octets can be read{(tcb.FinReceived ? ", and FIN has come" : "")}"
            : $"the connection is {tcb.State}";
        return new Diagnosis(
            $"{slot.Call.Call} cannot return {outcome}: {text}", [.. Distinct(states)], outcome.ToString(),
            rule?.Name ?? "", rule?.Citations ?? [], LevelOf(rule));
    }

    private static string Seconds(long nanoseconds) => FormattableString.Invariant($"{nanoseconds / 1e9:0.000000}");

    private static IEnumerable<string> Distinct(HypothesisSet states)
    {
        var texts = new List<string>();
        for (var index = 0; index < Math.Min(states.Count, Expectations.StatesShown); index++)
        {
            ref readonly var tcb = ref states[index].Tcb;
            texts.Add($"{tcb.State}, {tcb.Unread} octets to read, {tcb.Unacknowledged} unacknowledged"
                + (tcb.Error == Errno.None ? "" : $", error {tcb.Error}"));
        }

        return texts.Distinct();
    }

    /// <summary>The strongest level of the requirements that a rule realises; MUST if it has none.</summary>
    private static string LevelOf(RuleInfo? rule)
    {
        var levels = RequirementCatalogue.All
            .Where(requirement => rule?.Citations.Contains(requirement.Citation) ?? false)
            .Select(requirement => requirement.Level).ToList();
        return levels.Count == 0 || levels.Exists(level => level.StartsWith(Must, StringComparison.Ordinal))
            ? Must
            : levels[0];
    }
}
