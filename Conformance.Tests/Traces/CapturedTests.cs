using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>
/// What was captured of Linux 6.18.44 while it talked to itself over a network that loses, doubles and reorders: a tap
/// sees no calls, and sees segments before they arrive.
/// </summary>
public sealed class CapturedTests
{
    [Fact]
    public void AFinOutOfOrderIsTextForSack()
    {
        var sack = new PlainOption(PlainOptionKind.SackPermitted);
        AssertConforms(TraceBuilder.Captured()
            .Out("S", 0, options: sack).In("S.", 0, 1, options: sack).Out(".", 1, 1)
            .In("F.", 11, 1).Out(".", 1, 1, options: new SelectiveAcknowledgment([new SackBlock(11, 12)])));
    }

    /// <summary>FIN takes one of the sequence numbers that the window offers; its right edge stays (SHLD-14).</summary>
    [Fact]
    public void AFinTakesOneOfTheWindow() => AssertConforms(TraceBuilder.Captured()
        .Out("S", 0, window: 1000).In("S.", 0, 1).Out(".", 1, 1, window: 1000)
        .In("F.", 1, 1).Out(".", 1, 2, window: 999));

    [Fact]
    public void WhoHasGivenUpOpeningResets() => AssertConforms(TraceBuilder.Captured()
        .Out("S", 0).After(1000).Out("S", 0).After(2000).In("S.", 0, 1).Out("R", 1));

    [Fact]
    public void AListenerThatIsGoneResets() => AssertConforms(TraceBuilder.Captured()
        .In("S", 0).Out("S.", 0, 1).In(".", 1, 1).Out("R", 1));

    [Fact]
    public void AResetMayHaveAnUrgentPointer() => AssertConforms(TraceBuilder.Captured()
        .Out("S", 0).In("S.", 0, 1).Out(".", 1, 1).Out("PU.", 1, 1, 10).Out("RU.", 11, 1));

    [Fact]
    public void TextThatNobodyHasReadResetsAfterFin() => AssertConforms(TraceBuilder.Captured()
        .Out("S", 0).In("S.", 0, 1).Out(".", 1, 1).In("F.", 1, 1, 10).Out("F.", 1, 12).Out("R.", 2, 12));

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(100)]
    public void ABurstIsAcknowledgedSomewhereWithin(uint segments)
    {
        var trace = TraceBuilder.Captured().Out("S", 0).In("S.", 0, 1).Out(".", 1, 1);
        for (uint each = 0; each < segments; each++)
        {
            trace.In(".", 1 + (each * 10), 1, 10);
        }

        AssertConforms(trace.Out(".", 1, 1 + (segments / 2 * 10)).Out(".", 1, 1 + (segments * 10)));
    }

    [Fact]
    public void TheRecordOfAnOrphanTakesTheStampOfAFinWithAnOldAcknowledgment() => AssertConforms(
        TraceBuilder.Captured()
            .Out("S", 0, options: new TimeStamps(100, 0)).In("S.", 0, 1, options: new TimeStamps(500, 100))
            .Out(".", 1, 1, options: new TimeStamps(101, 500)).Out("F.", 1, 1, options: new TimeStamps(102, 500))
            .In(".", 2, 2, options: new TimeStamps(510, 102)).In("F.", 1, 1, options: new TimeStamps(505, 100))
            .Out(".", 2, 2, options: new TimeStamps(103, 505)));

    [Theory]
    [InlineData(Vantage.Host, OracleVerdict.Violates)]
    [InlineData(Vantage.Wire, OracleVerdict.Inconclusive)]
    public void OnTheWireWhatWasSentBeforeMayHaveBeenLost(Vantage vantage, OracleVerdict verdict) => Assert.Equal(
        verdict,
        TraceBuilder.Captured()
            .Out("S", 0).In("S.", 0, 1).Out(".", 1, 1).Out("P.", 101, 1, 10).JudgeCapture(vantage).Verdict);

    [Fact]
    public void OnTheWireAnAcknowledgmentOfTextMayBeMissingBecauseTheTextWasLost() => Assert.Equal(
        OracleVerdict.Conforms,
        TraceBuilder.Captured()
            .Out("S", 0).In("S.", 0, 1).Out(".", 1, 1).In("P.", 1, 1, 10).In("P.", 11, 1, 10)
            .Out(".", 1, 1).In("P.", 1, 1, 10).Out(".", 1, 21).JudgeCapture(Vantage.Wire).Verdict);

    [Theory]
    [InlineData(1, 5, 10)]
    [InlineData(20_000, 1, 10)]
    public void OnTheWireNothingIsAcknowledgedOrSentThatNobodyHasSentOrAskedFor(
        uint sequence, uint acknowledgment, int payload) => Assert.Equal(
        OracleVerdict.Violates,
        TraceBuilder.Captured()
            .Out("S", 0).In("S.", 0, 1).Out(".", 1, 1).Out("P.", sequence, acknowledgment, payload)
            .JudgeCapture(Vantage.Wire).Verdict);

    private static void AssertConforms(TraceBuilder trace)
    {
        var report = trace.JudgeCapture(Vantage.Host);
        Assert.Empty(report.Findings);
        Assert.Equal(OracleVerdict.Conforms, report.Verdict);
    }
}
