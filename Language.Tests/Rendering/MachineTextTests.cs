using Wakeline.Testing;

namespace Wakeline.Language.Tests.Rendering;

public sealed class MachineTextTests
{
    private static readonly MachineInfo s_turnstile = new()
    {
        Name = "Turnstile",
        FullName = "Samples.Turnstile",
        Summary = "Lets one person through for a coin.",
        Locations = ["Locked", "Unlocked", "Broken", "Paused", "Unmentioned"],
        Start = "Locked",
        Final = ["Broken"],
        Rules =
        [
            new() { Index = 0, Name = "Locked.Coin.IsForged|IsThin", Kind = TriggerKind.Event, Trigger = "Coin",
                From = ["Locked"], Guards = ["IsForged|IsThin"], Effects = ["Sound(Alarm.Loud)"],
                Citations = ["Manual 1"] },
            new() { Index = 1, Name = "Locked.Coin.Otherwise", Kind = TriggerKind.Event, Trigger = "Coin",
                From = ["Locked"], To = "Unlocked", Effects = ["Take"], Owes = ["Ticket"], Arms = ["Relock"] },
            new() { Index = 2, Name = "Unlocked.Expires-Relock.Always", Kind = TriggerKind.Timer, Trigger = "Relock",
                From = ["Unlocked"], To = "Locked" },
            new() { Index = 3, Name = "Kick", Kind = TriggerKind.Event, Trigger = "Kick",
                From = ["Locked", "Unlocked", "Paused"], To = "Broken", Citations = ["Manual 7; 8"] },
            new() { Index = 4, Name = "Any.Emits-Ticket.Always", Kind = TriggerKind.Emission, Trigger = "Print",
                Discharges = "Ticket" },
            new() { Index = 5, Name = "Free", Kind = TriggerKind.Step, From = ["Locked"], To = "Unlocked",
                Mutant = "M-free" },
        ],
        Mutants = [new() { Number = 1, Name = "M-free", Story = "Opens by itself.", Kind = MutantKind.Named }],
    };

    [Fact]
    public void MermaidLooksAsItsGoldenFile() => Golden.Verify(s_turnstile.ToMermaid(), "turnstile.mermaid");

    [Fact]
    public void DotLooksAsItsGoldenFile() => Golden.Verify(s_turnstile.ToDot(), "turnstile.dot");

    [Fact]
    public void MarkdownLooksAsItsGoldenFile() => Golden.Verify(s_turnstile.ToMarkdown(), "turnstile.markdown");

    [Theory]
    [InlineData("mermaid")]
    [InlineData("dot")]
    public void RulesOfMutantsAreNotDrawn(string format)
    {
        var text = format == "mermaid" ? s_turnstile.ToMermaid() : s_turnstile.ToDot();
        Assert.DoesNotContain("Free", text, StringComparison.Ordinal);
    }

    /// <summary>A colon and a hash may stay: a state diagram prints codes for them as they are.</summary>
    [Fact]
    public void ALabelHoldsNothingThatEndsItOrIsMarkup()
    {
        var named = s_turnstile with { Rules = [s_turnstile.Rules[3] with { Index = 0, Name = "a; #b <c>: d" }] };
        Assert.EndsWith(" : a, #b \u2039c\u203A: d", named.ToMermaid().Split('\n').Single(
            line => line.Contains("#b", StringComparison.Ordinal)), StringComparison.Ordinal);
    }
}
