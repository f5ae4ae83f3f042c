using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;

namespace Wakeline.Conformance.Tests.Packetdrill.Running;

public sealed class ScriptRunTests
{
    private const string Handshake = """
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 bind(3, ..., ...) = 0
        +0 listen(3, 1) = 0
        +.1 < S 0:0(0) win 1000 <mss 1000>
        +0 > S. 0:0(0) ack 1 <...>
        +.1 < . 1:1(0) ack 1 win 257
        +0 accept(3, ..., ...) = 4

        """;

    [Fact]
    public void NumbersAreRelativeAndDescriptorsAreTheScripts()
    {
        var stack = Shaken().Answers("write", 10).Sends(200_000, "P. 1:11(10) ack 1 win 500 <sack 5:9>");
        Passes(
            stack,
            Handshake + "+0 write(4, ..., 10) = 10\n+0 > P. 1:11(10) ack 1 <sack 5:9>\n"
            + "+0 < . 1:1(0) ack 11 win 5 <nop,sack 3:6>\n+0 < F. 1:1(0)\n+0 < icmp unreachable [1:11(10)]");
        Assert.Equal(
            ["< S 0:0(0) ack 0 win 1000 urg 0 <mss 1000>", "< . 1:1(0) ack 4294967291 win 257 urg 0 <>",
                "< . 1:1(0) ack 5 win 5 urg 0 <nop,sack 4294967293:0>", "< F. 1:1(0) ack 0 win 0 urg 0 <>",
                "< icmp unreachable [4294967291:5(10)]"],
            stack.Delivered.Select(packet => PacketPrinter.Write(
                new Packet(default, PacketDirection.Inbound, [], [], null, packet.Content))));
        Assert.All(stack.Delivered, packet => Assert.Equal((49152, 8080), (packet.Source, packet.Destination)));
        Assert.Equal("write 71, ..., 10", $"{stack.Made[^1].Name} {string.Join(", ", stack.Made[^1].Arguments)}");
    }

    [Theory]
    [InlineData("P. 1:11(10) ack 1", "P. 1:11(10) ack 1", null)]
    [InlineData(". 1:11(10) ack 1", "P. 1:11(10) ack 1", "the packet differs in control bits")]
    [InlineData("P. 1:12(11) ack 1", "P. 1:11(10) ack 1", "the packet differs in sequence numbers")]
    [InlineData("P. 1:11(10) ack 2", "P. 1:11(10) ack 1", "the packet differs in acknowledgment number")]
    [InlineData("P. 1:11(10) ack 1 win 5", "P. 1:11(10) ack 1 win 6", "the packet differs in window")]
    [InlineData("P. 1:11(10) ack 1 win 5", "P. 1:11(10) ack 1", null)]
    [InlineData("PU. 1:11(10) ack 1 urg 3", "PU. 1:11(10) ack 1", "the packet differs in urgent pointer")]
    [InlineData("P. 1:11(10) ack 1 <nop>", "P. 1:11(10) ack 1", "the packet differs in options")]
    [InlineData("P. 1:11(10) ack 1 <nop>", "P. 1:11(10) ack 1 <...>", null)]
    [InlineData("P. 1:11(10) ack 1 <nop,eol>", "P. 1:11(10) ack 1 <eol,nop>", "the packet differs in options")]
    [InlineData("P. 1:11(10) ack 1 <TS val 9 ecr 5>", "P. 1:11(10) ack 1 <TS val 4000 ecr 5>", null)]
    [InlineData("P. 1:11(10) ack 1 <TS val 9 ecr 5>", "P. 1:11(10) ack 1 <TS val 9 ecr 6>", "the packet differs in o")]
    [InlineData("udp (3)", "P. 1:11(10) ack 1", "the packet differs in what IP carries")]
    public void PacketsAreCompared(string sent, string expected, string? failure)
    {
        var text = $"{Handshake}+0 > {expected}";
        if (failure is null)
        {
            Passes(Shaken().Sends(200_000, sent), text);
            return;
        }

        var finding = Fails(Shaken().Sends(200_000, sent), text);
        Assert.StartsWith(failure, finding.Message, StringComparison.Ordinal);
        Assert.Equal((8, $"> {expected}", $"> {sent}"), (finding.Line, finding.Expected, finding.Actual));
    }

    [Fact]
    public void SegmentsMayAddUpUnlessStrict()
    {
        const string Expected = "+0 > P. 1:31(30) ack 1";
        static ScriptedStack Stack() => Shaken()
            .Sends(200_000, ". 1:11(10) ack 1").Sends(200_000, ". 11:21(10) ack 1")
            .Sends(200_010, "P. 21:31(10) ack 1");
        Passes(Stack(), Handshake + Expected);
        Assert.Contains("sequence", Fails(Stack(), "--strict_segments\n" + Handshake + Expected).Message,
            StringComparison.Ordinal);
        Assert.Contains("control bits", Fails(Stack(), Handshake + "+0 > . 1:31(30) ack 1").Message,
            StringComparison.Ordinal);
        Assert.Contains("does not go on", Fails(
            Shaken().Sends(200_000, ". 1:11(10) ack 1").Sends(200_000, "P. 1:21(20) ack 1"),
            Handshake + Expected).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(204_000, "+0", null)]
    [InlineData(204_001, "+0", "no packet comes until 0.204")]
    [InlineData(1_325_000, "+1", null)]
    [InlineData(1_325_001, "+1", "no packet comes until 1.325")]
    [InlineData(1_075_000, "+1", null)]
    [InlineData(1_074_999, "+1", "the packet comes too early")]
    [InlineData(1_250_000, "+1~+1.05", null)]
    [InlineData(1_380_000, "+1~+1.05", "no packet comes until 1.375")]
    [InlineData(90_000_000, "*", null)]
    [InlineData(1_325_000, "1.2", null)]
    public void TimesAreCompared(long sent, string time, string? failure)
    {
        var text = $"{Handshake}{time} > . 1:1(0) ack 1";
        if (failure is null)
        {
            Passes(Shaken().Sends(sent, ". 1:1(0) ack 1"), text);
        }
        else
        {
            Assert.Equal(failure, Fails(Shaken().Sends(sent, ". 1:1(0) ack 1"), text).Message);
        }
    }

    [Theory]
    [InlineData(300_000, 1, null)]
    [InlineData(312_500, 1, null)]
    [InlineData(400_000, 1, "read sleeps")]
    [InlineData(200_000, 1, "read returns too early")]
    [InlineData(300_000, 2, "read returns something else")]
    public void SleepingCallsReturnInTime(long delay, long value, string? failure)
    {
        var text = Handshake + "+0...0.3 read(4, ..., 5) = 1\n+.1 close(3) = 0\n+1 close(4) = 0";
        var stack = Shaken().Answers("read", value, delay: delay);
        if (failure is null)
        {
            Passes(stack, text);
            return;
        }

        var finding = Fails(stack, text);
        Assert.Equal((8, failure), (finding.Line, finding.Message));
    }

    [Fact]
    public void ASleepingCallIsAwaitedAtTheEnd() => Assert.Equal("read sleeps", Fails(
        Shaken().Answers("read", 1, delay: 900_000), Handshake + "+0...0.3 read(4, ..., 5) = 1").Message);

    [Fact]
    public void OneCallSleepsAtATime() => Assert.Equal("read sleeps when read of line 9 begins", Fails(
        Shaken().Answers("read", 1, delay: 900_000),
        Handshake + "+0...0.3 read(4, ..., 5) = 1\n+0...0.4 read(4, ..., 5) = 1").Message);

    [Theory]
    [InlineData("+0 close(4) = 0", -1, "EBADF", "0", "-1 EBADF")]
    [InlineData("+0 close(4) = -1 EINTR (x)", -1, "EBADF", "-1 EINTR", "-1 EBADF")]
    [InlineData("+0 close(4) = 1", 0, null, "1", "0")]
    public void ResultsAreCompared(string call, long value, string? error, string expected, string actual)
    {
        var finding = Fails(Shaken().Answers("close", value, error), Handshake + call);
        Assert.Equal((8, "close returns something else", expected, actual),
            (finding.Line, finding.Message, finding.Expected, finding.Actual));
    }

    [Fact]
    public void WhatCallsWriteIsCompared()
    {
        const string Call = "+0 getsockopt(4, SOL_SOCKET, SO_ERROR, [5], [4]) = 0";
        var stack = Shaken();
        stack.Outputs[3] = new ListValue([new NumberValue(5)]);
        stack.Outputs[4] = new ListValue([new NumberValue(4)]);
        Passes(stack, Handshake + Call);
        stack = Shaken();
        stack.Outputs[3] = new ListValue([new NumberValue(6)]);
        Assert.Equal("[6]", Fails(stack, Handshake + Call).Actual);
        Assert.Contains("does not tell what getsockopt writes to its argument 4",
            Report(Shaken(), Handshake + Call, ScriptVerdict.Unsupported).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AssertionsAreMadeAtTheirTime()
    {
        var stack = Shaken();
        stack.Told["tcpi_snd_cwnd"] = 9;
        var finding = Fails(stack, Handshake + "+0 %{ assert tcpi_snd_cwnd < 10; assert tcpi_snd_cwnd == 10, 'x' }%");
        Assert.Equal(("assert tcpi_snd_cwnd == 10, 'x'", "tcpi_snd_cwnd = 9"), (finding.Expected, finding.Actual));
        Assert.Contains("does not tell 'tcpi_rto'", Report(
            stack = Shaken(), Handshake + "+0 %{ assert tcpi_rto == 1 }%", ScriptVerdict.Unsupported).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void TimeStampsAreTranslatedBack()
    {
        var stack = Shaken().Sends(200_000, ". 1:1(0) ack 1 <TS val 700 ecr 5>");
        Passes(stack, Handshake + "+0 > . 1:1(0) ack 1 <TS val 100 ecr 5>\n+0 < . 1:1(0) ack 1 <TS val 6 ecr 100>");
        Assert.Equal(new TimeStamps(6, 700), ((TcpSegment)stack.Delivered[^1].Content).Options!.List[0]);
    }

    [Theory]
    [InlineData(710, ScriptVerdict.Passed)]
    [InlineData(715, ScriptVerdict.Failed)]
    public void TimeStampsAreComparedByTicks(uint second, ScriptVerdict verdict) => Assert.Equal(verdict, Run(
        Shaken().Sends(200_000, ". 1:1(0) ack 1 <TS val 700 ecr 5>")
            .Sends(210_000, $". 1:1(0) ack 1 <TS val {second} ecr 5>"),
        "--tcp_ts_tick_usecs=1000\n" + Handshake + "+0 > . 1:1(0) ack 1 <TS val 100 ecr 5>\n"
        + "+.01 > . 1:1(0) ack 1 <TS val 110 ecr 5>").Verdict);

    [Fact]
    public void ConnectionsAreToldApartByPorts()
    {
        var stack = new ScriptedStack().Sends(0, "S 0:0(0)", local: 5000, remote: 8080)
            .Sends(0, "S. 0:0(0) ack 1", remote: 1234);
        Passes(
            stack,
            "+0 > S 0:0(0)\n+0 < S. 0:0(0) ack 1\n+0 < 1234 > 8080 S 0:0(0)\n+0 > 8080 > 1234 S. 0:0(0) ack 1");
        Assert.Equal([(8080, 5000), (1234, 8080)],
            stack.Delivered.Select(packet => ((int)packet.Source, (int)packet.Destination)));
        Assert.Equal("the packet belongs to another connection", Fails(
            new ScriptedStack().Sends(0, "S. 0:0(0) ack 1", remote: 1235),
            "+0 < 1234 > 8080 S 0:0(0)\n+0 > 8080 > 1234 S. 0:0(0) ack 1").Message);
    }

    [Fact]
    public void WhatIsNotFatalIsARemark()
    {
        var report = Run(
            new ScriptedStack().Answers("close", 5).Sends(0, "S 0:0(0) win 3"),
            "--non_fatal=packet,syscall\n+0 close(3) = 0\n+0 > S 0:0(0) win 4\n+0 close(4) = 0");
        Assert.Equal(ScriptVerdict.Passed, report.Verdict);
        Assert.Equal([2, 3], report.Findings.Select(finding => finding.Line));
    }

    /// <summary>A call that is late while a packet is awaited is no remark about the packet.</summary>
    [Fact]
    public void WhatIsNotFatalIsOnlyWhatIsNamed() => Assert.Equal("read sleeps", Fails(
        Shaken().Answers("read", 1, delay: 9_000_000),
        "--non_fatal=packet\n" + Handshake + "+0...0.3 read(4, ..., 5) = 1\n+1 > . 1:1(0) ack 1").Message);

    [Fact]
    public void SettingsChangeWhileAScriptRuns()
    {
        var stack = new ScriptedStack();
        Passes(stack, "`sysctl -q net.ipv4.tcp_sack=0`\n+0 close(3) = 0\n+1 `sysctl -q net.ipv4.tcp_sack=1`");
        Assert.Equal("0 1", string.Join(' ', stack.Settings.Select(each => each.Sysctls["net.ipv4.tcp_sack"])));
    }

    [Fact]
    public void IpFieldsThatAreNotToldAreNotSupported() => Assert.Contains("'ect0' of the IP header", Report(
        new ScriptedStack().Sends(0, "S 0:0(0)"), "+0 > (ect0) S 0:0(0)", ScriptVerdict.Unsupported).Message,
        StringComparison.Ordinal);

    /// <summary>A stack that has gone through <see cref="Handshake"/>; it has its own descriptors.</summary>
    private static ScriptedStack Shaken() => new ScriptedStack()
        .Answers("socket", 70).Answers("accept", 71).Sends(100_000, "S. 0:0(0) ack 1 win 65535 <mss 1460>");

    private static void Passes(ScriptedStack stack, string text)
    {
        var report = Run(stack, text);
        Assert.True(report.Verdict == ScriptVerdict.Passed, string.Join('\n', report.Findings));
    }

    private static ScriptFinding Fails(ScriptedStack stack, string text) => Report(stack, text, ScriptVerdict.Failed);

    private static ScriptFinding Report(ScriptedStack stack, string text, ScriptVerdict verdict)
    {
        var report = Run(stack, text);
        Assert.Equal(verdict, report.Verdict);
        return Assert.Single(report.Findings);
    }

    private static ScriptReport Run(ScriptedStack stack, string text) =>
        ScriptRunner.Run(text, "x.pkt", new Dictionary<string, string>(), new RunSettings(), _ => stack);
}
