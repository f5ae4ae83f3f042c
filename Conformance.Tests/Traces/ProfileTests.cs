using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Model.Oracle;
using static Wakeline.Conformance.Tests.Traces.TraceBuilder;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>A profile makes a difference: what Linux departs in is lawful for one, and named by the others.</summary>
public sealed class ProfileTests
{
    private const string Linux = "linux-6.18";
    private const string Loose = "rfc9293";
    private const string Strict = "rfc9293-strict";

    private static readonly TimeStamps s_stamps = new(1, 1);
    private static readonly TimeStamps s_first = new(1, 0);
    private static readonly WindowScale s_shift = new(2);

    /// <summary>What Linux does: the trace, the deviation, and what the loose profile says of it.</summary>
    private static readonly Dictionary<string, (Func<TraceBuilder> Trace, string Deviation, OracleVerdict Loose)>
        s_departures = new()
        {
            ["a SYN goes again at once"] = (() => Connecting().In(".", 7, 90).Out("R", 90).Out("S", 0),
                "SynAtOnce", OracleVerdict.Violates),
            ["a SYN with FIN is dropped"] = (() => Listening().In("SF", 0), "SynWithFin", OracleVerdict.Violates),
            ["a SYN resets a request"] = (
                () => Listening().In("S", 0).Out("S.", 0, 1).After(5).In("S", 9).Out("R.", 0, 10),
                "SynResetsRequest", OracleVerdict.Violates),
            ["a window that shrinks is not believed"] = (
                () => Accepted().Send(1000).Out("P.", 1, 1, 500).After(5).In(".", 1, 1, window: 300)
                    .Out("P.", 501, 1, 500),
                "ShrinkingIsDistrusted", OracleVerdict.Violates),
            ["the edge belongs to the window"] = (() => Accepted().In(".", 1 + Window, 1),
                "EdgeIsInWindow", OracleVerdict.Violates),
            ["a segment lacks its time stamp"] = (
                () => Accepted(s_stamps).In("P.", 1, 1, 10).Out(".", 1, 11, options: s_stamps),
                "StampMayLack", OracleVerdict.Conforms),
            ["a reset before the FIN counts"] = (
                () => Accepted().In("F.", 1, 1).Out(".", 1, 2).In("R", 1).On(4, "send", -1,
                    entry => entry with { Length = 5 }, "EPIPE"),
                "ResetBeforeFin", OracleVerdict.Violates),
            ["text behind the FIN resets"] = (
                () => Accepted().In("F.", 1, 1).Out(".", 1, 2).In(".", 1, 1, 2).Out("R", 1),
                "TextBehindFin", OracleVerdict.Violates),
            ["a reset in the window ends an orphan"] = (
                () => Orphan().In("R", 9).In(".", 1, 2).Out("R", 2), "MiniRecord", OracleVerdict.Violates),
            ["a time-out is short"] = (
                () => Accepted().Send(10).Out("P.", 1, 1, 10).After(200).Out("P.", 1, 1, 10),
                "ShortTimeout", OracleVerdict.Conforms),
            ["time-outs of a SYN do not double"] = (
                () => Connecting().After(1000).Out("S", 0).After(1000).Out("S", 0),
                "LinearSyn", OracleVerdict.Violates),
            ["a probe is empty"] = (
                () => Accepted().In(".", 1, 1, window: 0).Send(10).After(1000).Out(".", 0, 1),
                "EmptyProbe", OracleVerdict.Conforms),
            ["a SYN that has crossed offers again"] = (
                () => Connecting(s_first).In("S", 0).Out("S.", 0, 1, options: s_first).In("S.", 0, 1).Out(".", 1, 1),
                "CrossedSynOffersAgain", OracleVerdict.Violates),
            ["the window of its answer is shifted"] = (
                () => Crossed().In("S.", 0, 1, window: 100, options: s_shift).Out(".", 1, 1)
                    .On(3, "send", 300, entry => entry with { Length = 300 }).Out("P.", 1, 1, 300),
                "CrossedWindowShifts", OracleVerdict.Violates),
            ["an acknowledgment has the number of the edge"] = (
                () => TakenBack().Out(".", 301, 11), "NumberOfEdge", OracleVerdict.Violates),
            ["a reset has the number of the edge"] = (
                () => TakenBack().Out(".", 501, 11).On(4, "close", 0).Out("R.", 301, 11),
                "NumberOfEdge", OracleVerdict.Violates),
        };

    /// <summary>What the text says instead, which Linux does not do.</summary>
    private static readonly Dictionary<string, Func<TraceBuilder>> s_textual = new()
    {
        ["a SYN waits for its timer"] = () => Connecting().In(".", 7, 90).Out("R", 90),
        ["a SYN with FIN is answered"] = () => Listening().In("SF", 0).Out("S.", 0, 1),
        ["a SYN returns a request to LISTEN"] = () => Listening().In("S", 0).Out("S.", 0, 1).After(5).In("S", 9),
        ["what stands at the edge is answered"] = () => Accepted().In(".", 1 + Window, 1).Out(".", 1, 1),
        ["a segment without time stamp is dropped"] = () => Accepted(s_stamps).In("P.", 1, 1, 10),
        ["a handshake does not end without its time stamps"] = () => Listening().In("S", 0, options: s_stamps)
            .Out("S.", 0, 1, options: s_stamps).In(".", 1, 1).After(1000).Out("S.", 0, 1, options: s_stamps),
        ["what stands behind the end of the stream is set aside"] = () => Accepted().In("F.", 1, 1).Out(".", 1, 2)
            .On(4, "close", 0).Out("F.", 1, 2).In(".", 3, 2).After(1000).Out("F.", 1, 2),
        ["text behind the FIN is ignored"] = () => Accepted().In("F.", 1, 1).Out(".", 1, 2).In(".", 1, 1, 2),
        ["a reset in the window is challenged"] = () => Orphan().In("R", 9).Out(".", 2, 1),
        ["a SYN that comes again is acknowledged"] =
            () => Listening().In("S", 0).Out("S.", 0, 1).In("S", 0).Out(".", 1, 1),
        ["a reset before the FIN does not count"] = () => Accepted().In("F.", 1, 1).Out(".", 1, 2).In("R", 1)
            .Send(5).Out("P.", 1, 2, 5),
        ["text of a SYN is kept"] = () => Listening().In("S", 0, 0, 10).Out("S.", 0, 1).In(".", 11, 1)
            .Out(".", 1, 11).On(3, "accept", 4).On(4, "recv", 10, entry => entry with { Length = 100 }),
        ["FIN of a SYN is kept"] = () => Listening().In("SF", 0, 0, 10).Out("S.", 0, 1).In(".", 12, 1)
            .Out(".", 1, 12).On(3, "accept", 4).On(4, "recv", 10, entry => entry with { Length = 100 })
            .On(4, "recv", 0, entry => entry with { Length = 100 }),
        ["text of a SYN is kept, and more follows"] = () => Listening().In("S", 0, 0, 10).Out("S.", 0, 1)
            .In("P.", 11, 1, 10).Out(".", 1, 21),
        ["text of a SYN,ACK is taken"] = () => Connecting().In("S.", 0, 1, 10).Out(".", 1, 11),
        ["the answer to a SYN that has crossed offers what both have"] =
            () => Connecting(s_first).In("S", 0).Out("S.", 0, 1).In("S.", 0, 1).Out(".", 1, 1),
        ["a reset has the number of what would be sent next"] =
            () => TakenBack().Out(".", 501, 11).On(4, "close", 0).Out("R.", 501, 11),
        ["FIN of a SYN,ACK is taken"] = () => Connecting().In("SF.", 0, 1).Out(".", 1, 2),
    };

    public static TheoryData<string> Departures => [.. s_departures.Keys];

    public static TheoryData<string> Textual => [.. s_textual.Keys];

    [Theory]
    [MemberData(nameof(Departures))]
    public void WhatLinuxDoesIsNamedByTheOtherProfiles(string name)
    {
        var (trace, deviation, loose) = s_departures[name];
        Require(OracleVerdict.Conforms, trace().Judge(Linux), null);
        Require(loose, trace().Judge(Loose), name == "a probe is empty" ? null : deviation);
        Require(OracleVerdict.Violates, trace().Judge(Strict), deviation);
    }

    [Theory]
    [MemberData(nameof(Textual))]
    public void WhatTheTextSaysIsNotWhatLinuxDoes(string name)
    {
        Require(OracleVerdict.Violates, s_textual[name]().Judge(Linux), null);
        Require(OracleVerdict.Conforms, s_textual[name]().Judge(Loose), null);
        Require(OracleVerdict.Conforms, s_textual[name]().Judge(Strict), null);
    }

    /// <summary>A connection in FIN-WAIT-2 that nobody holds any more.</summary>
    private static TraceBuilder Orphan() => Accepted().On(4, "close", 0).Out("F.", 1, 1).In(".", 1, 2);

    /// <summary>Both ends have opened at once, and shift windows.</summary>
    private static TraceBuilder Crossed() => Connecting(s_shift).In("S", 0, window: 100, options: s_shift)
        .Out("S.", 0, 1, options: s_shift);

    /// <summary>The peer has taken back window under what was sent; there is text that nobody has read.</summary>
    private static TraceBuilder TakenBack() => Accepted().Send(500).Out("P.", 1, 1, 500)
        .In(".", 1, 301, window: 0).In("P.", 1, 301, 10, window: 0);

    private static void Require(OracleVerdict verdict, OracleReport report, string? deviation)
    {
        var messages = string.Join(
            '\n', report.Findings.Select(finding => $"{finding.Moment.Line}: {finding.Message}"));
        Assert.True(verdict == report.Verdict, $"{report.Profile}: {report.Verdict}\n{messages}");
        var named = report.Findings.Where(finding => finding.Message.Contains("deviation", StringComparison.Ordinal));
        Assert.Equal(deviation is null ? 0 : 1, named.Count());
        Assert.All(
            named,
            finding => Assert.Contains($"(deviation {deviation})", finding.Message, StringComparison.Ordinal));
    }
}
