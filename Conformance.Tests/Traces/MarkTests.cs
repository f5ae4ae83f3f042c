using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Model.Oracle;
using Wakeline.Model.Transport;
using static Wakeline.Model.Transport.EcnCodepoint;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>What segments say of congestion is held against what came (RFC 3168, RFC 9768).</summary>
public sealed class MarkTests
{
    private static TraceBuilder Accurate => TraceBuilder.Captured()
        .In("SEWA", 0).Out("SW.", 0, 1).Coded(NotCapable).In("W.", 1, 1);

    private static TraceBuilder Classic => TraceBuilder.Captured()
        .In("SEW", 0).Out("SE.", 0, 1).Coded(NotCapable).In(".", 1, 1);

    /// <summary>The field counts from 5 on.</summary>
    [Theory]
    [InlineData(Capable0, "EA.", true)]
    [InlineData(Capable0, "WA.", false)]
    [InlineData(Experienced, "WA.", true)]
    [InlineData(Experienced, "EA.", false)]
    [InlineData(Experienced, "EWA.", false)]
    public void AceCountsTheMarksThatHaveCome(EcnCodepoint codepoint, string flags, bool isLawful) => Require(
        isLawful, "ACE", Accurate.In("EAP.", 1, 1, 10).Coded(codepoint).Out(flags, 1, 11));

    /// <summary>Where no codepoints are shown a segment may have been marked, but not two.</summary>
    [Theory]
    [InlineData("EA.", true)]
    [InlineData("WA.", true)]
    [InlineData("EWA.", false)]
    public void WithoutCodepointsTheNumberIsBounded(string flags, bool isLawful) => Require(
        isLawful, "ACE",
        TraceBuilder.Captured().In("SEWA", 0).Out("SW.", 0, 1).In("W.", 1, 1)
            .In("EAP.", 1, 1, 10).Out("EA.", 1, 11).In("EAP.", 11, 1, 10).Out(flags, 1, 21));

    /// <summary>A client tells how the answer to its SYN came.</summary>
    [Theory]
    [InlineData(NotCapable, "W.", true)]
    [InlineData(NotCapable, "EW.", false)]
    [InlineData(Capable0, "A.", true)]
    public void TheEndOfAHandshakeTellsHowItsAnswerCame(EcnCodepoint codepoint, string flags, bool isLawful) => Require(
        isLawful, "ACE",
        TraceBuilder.Captured().Out("SEWA", 0).In("SW.", 0, 1).Coded(codepoint).Out(flags, 1, 1));

    [Theory]
    [InlineData(1010, true)]
    [InlineData(2010, false)]
    public void CountersOfOctetsTellWhatHasCome(uint octets, bool isLawful) => Require(
        isLawful, "counter of octets",
        Accurate.In("EAP.", 1, 1, 1009).Coded(Capable0)
            .Out("EA.", 1, 1010, options: EcnCounterOrder.Of(EcnCounterOrder.Ect0First, [octets])!));

    [Theory]
    [InlineData(Capable0, "E.", false)]
    [InlineData(Experienced, "E.", true)]
    [InlineData(Experienced, ".", false)]
    public void AMarkIsEchoed(EcnCodepoint codepoint, string flags, bool isLawful) => Require(
        isLawful, "echo", Classic.In("P.", 1, 1, 10).Coded(codepoint).Out(flags, 1, 11));

    [Theory]
    [InlineData("P.", "E.", true)]
    [InlineData("P.", ".", false)]
    [InlineData("WP.", ".", true)]
    [InlineData("WP.", "E.", false)]
    public void ItIsEchoedUntilTheWindowIsReduced(string arriving, string flags, bool isLawful) => Require(
        isLawful, "echo",
        Classic.In("P.", 1, 1, 10).Coded(Experienced).Out("E.", 1, 11).In(arriving, 11, 1, 10).Coded(Capable0)
            .Out(flags, 1, 21));

    [Theory]
    [InlineData("S", "SE.", "no SYN has asked")]
    [InlineData("SEW", "SW.", "as the SYN has asked")]
    [InlineData("SEWA", "SEWA.", "only returns")]
    [InlineData("SEWA", "SEW.", "another codepoint")]
    public void AnAnswerKeepsToWhatWasAsked(string syn, string answer, string reason) => Require(
        false, reason, TraceBuilder.Captured().In(syn, 0).Out(answer, 0, 1).Coded(NotCapable));

    [Theory]
    [InlineData("E.", NotCapable, "bits of ECN")]
    [InlineData("A.", NotCapable, "bits of ECN")]
    [InlineData(".", Capable0, "capable of ECN")]
    public void WithoutAgreementNothingIsSaid(string flags, EcnCodepoint codepoint, string reason) => Require(
        false, reason,
        TraceBuilder.Captured().In("S", 0).Out("S.", 0, 1).In(".", 1, 1).In("P.", 1, 1, 10)
            .Out(flags, 1, 11).Coded(codepoint));

    private static void Require(bool isLawful, string reason, TraceBuilder trace)
    {
        var report = trace.JudgeCapture(Vantage.Endpoint);
        Assert.Equal(isLawful ? OracleVerdict.Conforms : OracleVerdict.Violates, report.Verdict);
        Assert.Equal(!isLawful, report.Findings.Any(finding =>
            finding.Message.Contains(reason, StringComparison.Ordinal)));
    }
}
