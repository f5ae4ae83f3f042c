namespace Wakeline.Diagrams.Tests;

/// <summary>Small machines made by hand, so that drawings are tested without a specification.</summary>
internal static class SampleMachines
{
    /// <summary>The connection states of RFC 9293, figure 5, with a reset in the synchronized states.</summary>
    public static MachineInfo Connection { get; } = Machine(
        "Connection", ["Closed"],
        [
            Event("Closed", "Listen", "PassiveOpen"),
            Event("Closed", "SynSent", "ActiveOpen"),
            Event("Listen", "SynReceived", "Segment", "IsSyn", "BacklogHasRoom"),
            Event("Listen", null, "Segment", "IsReset"),
            Event("Listen", "Closed", "Close"),
            Event("SynSent", "Established", "Segment", "IsSyn", "AcksOurSyn"),
            Event("SynSent", "SynReceived", "Segment", "IsSyn"),
            Event("SynSent", "Closed", "Close"),
            Event("SynReceived", "Established", "Segment", "AcksOurSyn"),
            Event("SynReceived", "FinWait1", "Close"),
            Event("Established", null, "Segment", "HasData"),
            Event("Established", "FinWait1", "Close"),
            Event("Established", "CloseWait", "Segment", "IsFin"),
            Event("FinWait1", "FinWait2", "Segment", "AcksOurFin"),
            Event("FinWait1", "TimeWait", "Segment", "IsFin", "AcksOurFin"),
            Event("FinWait1", "Closing", "Segment", "IsFin"),
            Event("FinWait2", "TimeWait", "Segment", "IsFin"),
            Event("Closing", "TimeWait", "Segment", "AcksOurFin"),
            Event("CloseWait", "LastAck", "Close"),
            Event("LastAck", "Closed", "Segment", "AcksOurFin"),
            new RuleInfo
            {
                Index = 0, Name = "TimeWait.Expires-TwoMsl.Always", From = ["TimeWait"], To = "Closed",
                Kind = TriggerKind.Timer, Trigger = "TwoMsl",
            },
            new RuleInfo
            {
                Index = 0, Name = "SynReceived+6.Segment.IsReset", To = "Closed", Kind = TriggerKind.Event,
                Trigger = "Segment", Guards = ["IsReset", "ExactlyNext"],
                From = ["SynReceived", "Established", "FinWait1", "FinWait2", "CloseWait", "Closing", "LastAck"],
            },
            new RuleInfo
            {
                Index = 0, Name = "Any.Segment.IsOld", Kind = TriggerKind.Event, Trigger = "Segment",
                Guards = ["IsOld"],
            },
        ]);

    /// <summary>A machine whose rules are the arrows of any small graph.</summary>
    public static MachineInfo OfArrows(int states, IEnumerable<(int From, int To)> arrows) => Machine(
        "Arrows", [],
        [.. arrows.Select(arrow => Event($"State{arrow.From}", $"State{arrow.To}", $"Event{arrow.From}To{arrow.To}"))],
        [.. Enumerable.Range(0, states).Select(state => $"State{state}")]);

    private static MachineInfo Machine(
        string name, string[] final, RuleInfo[] rules, IReadOnlyList<string>? locations = null) => new()
        {
            Name = name,
            FullName = $"Samples.{name}",
            Locations = locations ?? [.. rules.SelectMany(rule => rule.From).Distinct()],
            Start = rules.Length == 0 ? "State0" : locations?[0] ?? rules[0].From[0],
            Final = final,
            Rules = [.. rules.Select((rule, index) => rule with { Index = index })],
        };

    private static RuleInfo Event(string from, string? to, string trigger, params string[] guards) => new()
    {
        Index = 0,
        Name = $"{from}.{trigger}.{(guards.Length == 0 ? "Always" : string.Join('&', guards))}",
        From = [from],
        To = to,
        Kind = TriggerKind.Event,
        Trigger = trigger,
        Guards = guards,
    };
}
