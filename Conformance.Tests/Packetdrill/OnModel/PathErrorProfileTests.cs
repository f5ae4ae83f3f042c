using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Traces;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Tests.Packetdrill.OnModel;

/// <summary>Where Linux takes an error on the path otherwise than RFC 9293 3.9.2.2 has it.</summary>
public sealed class PathErrorProfileTests
{
    private const string Plain =
        "`sysctl -q net.ipv4.tcp_sack=0 net.ipv4.tcp_timestamps=0 net.ipv4.tcp_window_scaling=0`\n";

    private const string Opening = Plain + """
        0 socket(..., SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_TCP) = 3
        +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
        +0 > S 0:0(0) <mss 1460>
        +.1 < icmp unreachable host_unreachable [0:0(0)]

        """;

    private const string Up = Plain + """
        0 socket(..., SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_TCP) = 3
        +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
        +0 > S 0:0(0) <mss 1460>
        +.1 < S. 0:0(0) ack 1 win 65535 <mss 1460>
        +0 > . 1:1(0) ack 1
        +0 write(3, ..., 100) = 100
        +0 > P. 1:101(100) ack 1
        +.1 < icmp unreachable port_unreachable [1:101(100)]
        +0 getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]) = 0

        """;

    private const string Failed = """
        +0 getsockopt(3, SOL_SOCKET, SO_ERROR, [EHOSTUNREACH], [4]) = 0
        +.1 < S. 0:0(0) ack 1 win 65535 <mss 1460>
        +0 > R 1:1(0)
        """;

    private const string GoesOn = "+.1 < S. 0:0(0) ack 1 win 65535 <mss 1460>\n+0 > . 1:1(0) ack 1";
    private const string Ended = "+0 write(3, ..., 100) = -1 EPIPE (Broken pipe)";
    private const string Stays = "+.1 < . 1:1(0) ack 101 win 65535\n+0 write(3, ..., 100) = 100";

    [Theory]
    [InlineData("linux-6.18", Opening + Failed)]
    [InlineData("rfc9293", Opening + GoesOn)]
    [InlineData("linux-6.18", Up + Stays)]
    [InlineData("rfc9293", Up + Ended)]
    public void AProfileSaysWhatAnErrorEnds(string profile, string text)
    {
        var report = ModelScripts.Run(text, "errors.pkt", new Dictionary<string, string>(), profile);
        Assert.Equal((ScriptVerdict.Passed, 0), (report.Verdict, report.Findings.Count));
    }

    [Theory]
    [InlineData(Opening + Failed, "SoftErrorEndsHandshake", OracleVerdict.Violates)]
    [InlineData(Up + Stays, "HardErrorIsSoft", OracleVerdict.Conforms)]
    public void TheOracleNamesTheDeparture(string text, string deviation, OracleVerdict verdict)
    {
        using var trace = new MemoryStream();
        ModelScripts.Run(text, "errors.pkt", new Dictionary<string, string>(), trace: trace);
        Assert.Empty(Judge(trace, OracleProfile.Linux).Findings);

        var report = Judge(trace, OracleProfile.Find("rfc9293")!);
        Assert.Equal(verdict, report.Verdict);
        Assert.Contains($"(deviation {deviation})", Assert.Single(report.Findings).Message, StringComparison.Ordinal);
    }

    private static OracleReport Judge(MemoryStream trace, OracleProfile profile)
    {
        trace.Position = 0;
        using var copy = new MemoryStream(trace.ToArray());
        return TraceFiles.Judge(copy, "errors.jsonl", [], profile, TestContext.Current.CancellationToken).Report!;
    }
}
