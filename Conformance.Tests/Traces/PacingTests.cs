using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;
using static Wakeline.Conformance.Tests.Traces.TraceBuilder;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>What goes for no other reason than that time has passed does not go too early.</summary>
public sealed class PacingTests
{
    private const string Linux = "linux-6.18";

    /// <summary>A trace with a time in milliseconds that decides.</summary>
    private static readonly Dictionary<string, Func<long, TraceBuilder>> s_traces = new()
    {
        ["SYN"] = time => Connecting().After(time).Out("S", 0),
        ["SYN,ACK"] = time => Listening().In("S", 0).Out("S.", 0, 1).After(time).Out("S.", 0, 1),
        ["text"] = time => Accepted().Send(10).Out("P.", 1, 1, 10).After(time).Out("P.", 1, 1, 10),
        ["text once more"] = time => Accepted().Send(10).Out("P.", 1, 1, 10).After(300).Out("P.", 1, 1, 10)
            .After(time).Out("P.", 1, 1, 10),
        ["FIN"] = time => Accepted().On(4, "close", 0).Out("F.", 1, 1).After(time).Out("F.", 1, 1),
        ["window probe"] = time => Accepted().In(".", 1, 1, window: 0).Send(10).After(time).Out(".", 0, 1),
        ["keep-alive"] = time => Accepted().Set(4, "TCP_KEEPIDLE", 10).Set(4, "SO_KEEPALIVE", 1)
            .After(time).Out(".", 0, 1),
        ["keep-alive by default"] = time => Accepted().Set(4, "SO_KEEPALIVE", 1).After(time).Out(".", 0, 1),
        ["second keep-alive"] = time => Accepted().Set(4, "TCP_KEEPIDLE", 10).Set(4, "TCP_KEEPINTVL", 5)
            .Set(4, "SO_KEEPALIVE", 1).After(10_000).Out(".", 0, 1).After(time).Out(".", 0, 1),
        ["TIME-WAIT"] = time => Accepted().On(4, "close", 0).Out("F.", 1, 1).In("F.", 1, 2).Out(".", 2, 2)
            .After(time).In("F.", 1, 2).Out("R", 2),
        ["FIN-WAIT-2"] = time => Accepted().On(4, "close", 0).Out("F.", 1, 1).In(".", 1, 2)
            .After(time).In("F.", 1, 2).Out("R", 2),
    };

    public static TheoryData<string, long> Bounds { get; } = new()
    {
        { "SYN", 1000 },
        { "SYN,ACK", 1000 },
        { "text", 200 },
        { "text once more", 600 },
        { "FIN", 200 },
        { "window probe", 200 },
        { "keep-alive", 10_000 },
        { "keep-alive by default", 7_200_000 },
        { "second keep-alive", 5000 },
        { "TIME-WAIT", 60_000 },
        { "FIN-WAIT-2", 60_000 },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void ABoundIsKept(string name, long bound)
    {
        Require(OracleVerdict.Conforms, s_traces[name](bound));
        Require(OracleVerdict.Violates, s_traces[name](bound * 4 / 5));
    }

    [Fact]
    public void NobodyIsProbedUnasked() =>
        Require(OracleVerdict.Violates, Accepted().After(8_000_000).Out(".", 0, 1));

    [Fact]
    public void WhatArrivesMayCallForTextAtOnce() => Require(
        OracleVerdict.Conforms,
        Accepted().Send(10).Out("P.", 1, 1, 10).After(5).In(".", 1, 1).After(5).Out("P.", 1, 1, 10));

    [Fact]
    public void TheUsersTimeoutShortensTheLastOne() => Require(
        OracleVerdict.Conforms,
        Accepted().Set(4, "TCP_USER_TIMEOUT", 700).Send(10).Out("P.", 1, 1, 10).After(200).Out("P.", 1, 1, 10)
            .After(300).Out("P.", 1, 1, 10).On(4, "recv", -1, entry => entry with { Length = 5 }, "ETIMEDOUT"));

    [Fact]
    public void NoConnectionTimesOutBeforeAnythingWentAgain() => Require(
        OracleVerdict.Violates,
        Accepted().Send(10).Out("P.", 1, 1, 10).On(4, "recv", -1, entry => entry with { Length = 5 }, "ETIMEDOUT"));

    /// <summary>Nine stretches with gaps before them, which close in turn: more than the table holds.</summary>
    [Fact]
    public void ManyStretchesOutOfOrderMayAllBeKept()
    {
        var trace = Accepted();
        for (uint start = 21; start < 200; start += 20)
        {
            trace.In("P.", start, 1, 10).Out(".", 1, 1);
        }

        trace.In("P.", 1, 1, 20).Out(".", 1, 31);
        for (uint gap = 31; gap < 190; gap += 20)
        {
            trace.In("P.", gap, 1, 10).Out(".", 1, gap + 20);
        }

        Require(OracleVerdict.Conforms, trace);
        Require(OracleVerdict.Violates, trace.In("P.", 191, 1, 10).Out(".", 1, 211));
    }

    [Fact]
    public void WhatIsLookedAtStays() => Require(
        OracleVerdict.Conforms,
        Accepted().In("P.", 1, 1, 10).Out(".", 1, 11).On(4, "recv", 10, Peeking).On(4, "recv", 10, Peeking)
            .On(4, "recv", 10, entry => entry with { Length = 20 }));

    [Fact]
    public void NoMoreCanBeLookedAtThanHasCome() => Require(
        OracleVerdict.Violates, Accepted().In("P.", 1, 1, 10).Out(".", 1, 11).On(4, "recv", 11, Peeking));

    private static CallEntry Peeking(CallEntry entry) => entry with { Length = 20, Flags = ["MSG_PEEK"] };

    private static void Require(OracleVerdict verdict, TraceBuilder trace)
    {
        var report = trace.Judge(Linux);
        var messages = string.Join(
            '\n', report.Findings.Select(finding => $"{finding.Moment.Line}: {finding.Message}"));
        Assert.True(verdict == report.Verdict, $"{report.Verdict}: {messages}");
    }
}
