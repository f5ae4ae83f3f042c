using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Model.Oracle;
using static Wakeline.Conformance.Tests.Traces.TraceBuilder;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>Text on a SYN is judged: who may send it, and when it counts (RFC 7413).</summary>
public sealed class FastOpenTraceTests
{
    private const string Cookie = "3021b9d889017eeb";
    private const string Other = "ffffffffffffffff";

    private static readonly FastOpen s_request = new(false, "");
    private static readonly FastOpen s_cookie = new(false, Cookie);
    private static readonly FastOpen s_other = new(false, Other);

    private static TraceBuilder Asked => Listening().In("S", 0, options: s_request).Out("S.", 0, 1, options: s_cookie)
        .In("R", 1).After(10);

    [Fact]
    public void TextCountsWithTheCookieThatWasTold() => Require(
        OracleVerdict.Conforms, "",
        Asked.In("S", 100, payload: 50, options: s_cookie).Out("S.", 900, 151)
            .On(3, "accept", 4).Send(10).Out("P.", 901, 151, 10).In(".", 151, 911));

    [Fact]
    public void TextDoesNotCountWithAnother() => Require(
        OracleVerdict.Violates, "whose cookie it has not told",
        Asked.In("S", 100, payload: 50, options: s_other).Out("S.", 900, 151));

    [Fact]
    public void AnotherCookieIsAnsweredByTheRightOne() => Require(
        OracleVerdict.Conforms, "",
        Asked.In("S", 100, payload: 50, options: s_other).Out("S.", 900, 101, options: s_cookie));

    [Fact]
    public void ACookieIsToldToWhoAsksOnly() => Require(
        OracleVerdict.Violates, "has not asked", Listening().In("S", 0).Out("S.", 0, 1, options: s_cookie));

    [Fact]
    public void ACookieIsNotOfThreeOctets() => Require(
        OracleVerdict.Violates, "4 to 16 octets",
        Listening().In("S", 0, options: s_request).Out("S.", 0, 1, options: new FastOpen(false, "a1b2c3")));

    [Fact]
    public void AClientSendsWhatItWasTold() => Require(
        OracleVerdict.Conforms, "",
        Taught().Open(50, out var second).Out("S", 500, payload: 50, options: s_cookie).In("S.", 900, 551)
            .Out(".", 551, 901).Return(second, 50));

    [Fact]
    public void AClientDoesNotMakeCookies() => Require(
        OracleVerdict.Violates, "none that the server has told",
        Taught().Open(50, out _).Out("S", 500, payload: 50, options: s_other));

    [Fact]
    public void ASynHasNoMoreTextThanWasHandedOver() => Require(
        OracleVerdict.Violates, "", Taught().Open(50, out _).Out("S", 500, payload: 51, options: s_cookie));

    [Fact]
    public void TextThatTheSynAckLeavesOutIsSentOnceMore() => Require(
        OracleVerdict.Conforms, "",
        Taught().Open(50, out var second).Out("S", 500, payload: 50, options: s_cookie).Return(second, 50)
            .In("S.", 900, 501).Out("P.", 501, 901, 50));

    /// <summary>A client that has asked for a cookie, and was told it.</summary>
    private static TraceBuilder Taught() => Socket(3).Open(50, out var first).Out("S", 0, options: s_request)
        .Return(first, -1, "EINPROGRESS").In("S.", 0, 1, options: s_cookie).Out(".", 1, 1).In("R", 1).After(10)
        .Again(3);

    private static void Require(OracleVerdict verdict, string message, TraceBuilder trace)
    {
        var report = trace.Judge("linux-6.18");
        var messages = string.Join(
            '\n', report.Findings.Select(finding => $"{finding.Moment.Line}: {finding.Message}"));
        Assert.True(verdict == report.Verdict, $"{report.Verdict}: {messages}");
        Assert.Contains(message, messages, StringComparison.Ordinal);
    }
}
