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
    [InlineData(Vantage.Wire, OracleVerdict.Conforms)]
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

    /// <summary>What the acknowledgment of a segment lets go leaves before its text is acknowledged.</summary>
    [Fact]
    public void TextMayGoWhileASegmentIsHalfProcessed() => AssertConforms(
        TraceBuilder.Captured()
            .Out("S", 0, options: new TimeStamps(100, 0)).In("S.", 0, 1, options: new TimeStamps(500, 100))
            .Out(".", 1, 1, options: new TimeStamps(101, 500)).Out("P.", 1, 1, 10, options: new TimeStamps(102, 500))
            .In("P.", 1, 11, 20, options: new TimeStamps(510, 102))
            .Out("P.", 11, 1, 10, options: new TimeStamps(103, 510))
            .Out(".", 21, 21, options: new TimeStamps(104, 510)));

    [Fact]
    public void TheResetOfWhoHasBrokenOffMayGoAfterOneForNobody() => AssertConforms(
        TraceBuilder.Captured()
            .In("S", 0).Out("S.", 0, 1).In(".", 1, 1).In(".", 1, 1, 10).Out(".", 1, 11).In(".", 11, 1, 10)
            .Out("R", 1).Out("R.", 1, 11));

    [Fact]
    public void AnOldStampIsAnsweredInTimeWait() => AssertConforms(
        TraceBuilder.Captured()
            .Out("S", 0, options: new TimeStamps(100, 0)).In("S.", 0, 1, options: new TimeStamps(500, 100))
            .Out(".", 1, 1, options: new TimeStamps(101, 500)).Out("F.", 1, 1, options: new TimeStamps(102, 500))
            .In("F.", 1, 2, options: new TimeStamps(510, 102)).Out(".", 2, 2, options: new TimeStamps(103, 510))
            .After(100).In(".", 2, 2, options: new TimeStamps(505, 101))
            .Out(".", 2, 2, options: new TimeStamps(203, 510)));

    [Fact]
    public void TheStampOfAnOldAcknowledgmentMayCount() => AssertConforms(
        TraceBuilder.Captured()
            .Out("S", 0, options: new TimeStamps(100, 0)).In("S.", 0, 1, options: new TimeStamps(500, 100))
            .Out(".", 1, 1, options: new TimeStamps(101, 500)).Out("P.", 1, 1, 10, options: new TimeStamps(102, 500))
            .After(100).In(".", 11, 11, options: new TimeStamps(511, 102))
            .In("P.", 1, 1, 10, options: new TimeStamps(510, 101))
            .Out(".", 11, 11, options: new TimeStamps(203, 510)));

    /// <summary>The user had closed before the FIN of the peer came; the FIN of this end waited for its turn.</summary>
    [Fact]
    public void AFinThatWaitedMayBeOlderThanThatOfThePeer() => AssertConforms(
        TraceBuilder.Captured()
            .Out("S", 0).In("S.", 0, 1).Out(".", 1, 1).Out("P.", 1, 1, 10).In("F.", 1, 1).Out(".", 11, 2)
            .In(".", 2, 11).Out("F.", 11, 2).In(".", 2, 12).After(100).In("F.", 1, 1).Out(".", 12, 2));

    [Fact]
    public void ACaptureMayBeginBehindTheSyn() => Assert.Equal(
        OracleVerdict.Inconclusive,
        TraceBuilder.Captured().In("S.", 0, 1).Out(".", 1, 1).Out("P.", 1, 1, 10).JudgeCapture(Vantage.Host).Verdict);

    /// <summary>What no loss, and no other order, explains is wrong also where no history is followed.</summary>
    [Theory]
    [InlineData("F.", 151, 1, 10, 510)]
    [InlineData("P.", 201, 1, 10, 510)]
    [InlineData(".", 161, 2, 0, 510)]
    [InlineData(".", 161, 1, 0, 511)]
    [InlineData(".", 161, 0, 0, 510)]
    public void FromAfarNothingIsSaidThatNobodyCanHaveCaused(
        string flags, uint sequence, uint acknowledgment, int payload, uint echo)
    {
        Assert.Equal(OracleVerdict.Conforms, FromAfar().JudgeCapture(Vantage.Wire).Verdict);
        Assert.Equal(1, FromAfar().JudgeCapture(Vantage.Wire).Far);
        Assert.Equal(
            OracleVerdict.Violates,
            FromAfar().Out(flags, sequence, acknowledgment, payload, options: new TimeStamps(300, echo))
                .JudgeCapture(Vantage.Wire).Verdict);
    }

    /// <summary>An acknowledgment of what was not seen to pass may be one of what the tap has missed.</summary>
    [Fact]
    public void FromAfarAGapBeforeWhatIsAcknowledgedIsUndecided() => Assert.Equal(
        OracleVerdict.Inconclusive,
        FromAfar().In("P.", 101, 1, 10, options: new TimeStamps(510, 101))
            .Out(".", 171, 111, options: new TimeStamps(300, 510)).JudgeCapture(Vantage.Wire).Verdict);

    /// <summary>Text that nothing explains but that some was lost before, and FIN behind it.</summary>
    private static TraceBuilder FromAfar() => TraceBuilder.Captured()
        .Out("S", 0, options: new TimeStamps(100, 0)).In("S.", 0, 1, options: new TimeStamps(500, 100))
        .Out(".", 1, 1, options: new TimeStamps(101, 500)).In(".", 1, 1, options: new TimeStamps(510, 101))
        .Out("P.", 101, 1, 10, options: new TimeStamps(102, 510))
        .Out("FP.", 151, 1, 20, options: new TimeStamps(103, 510));

    private static void AssertConforms(TraceBuilder trace)
    {
        var report = trace.JudgeCapture(Vantage.Host);
        Assert.Empty(report.Findings);
        Assert.Equal(OracleVerdict.Conforms, report.Verdict);
    }
}
