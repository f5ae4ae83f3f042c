using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Tests.Packetdrill.OnModel;

/// <summary>
/// AccECN asked for by a SYN (RFC 9768 3.1). Linux 6.18 has it, but takes no setting that asks for it; the other half
/// is in the scripts of Conformance/Scripts/ecn, which hold on the kernel.
/// </summary>
public sealed class AccurateEcnTests
{
    private const string Listener = """
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 bind(3, ..., ...) = 0
        +0 listen(3, 1) = 0

        """;

    private const string Client = """
        0 socket(..., SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_TCP) = 3
        +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)

        """;

    [Theory]
    [InlineData(3, "noecn", "SW.")]
    [InlineData(4, "ect1", "SEW.")]
    [InlineData(5, "ect0", "SA.")]
    [InlineData(3, "ce", "SWA.")]
    public void AnAnswerTellsHowTheSynCame(int setting, string codepoint, string answer) => Passes(
        setting, Listener + $"""
        +0 < ({codepoint}) SEWA 0:0(0) win 65535 <mss 1000>
        +0 > (noecn) {answer} 0:0(0) ack 1 <mss 1460,ECN e1b 1 ceb 0 e0b 1,nop>
        +.01 < W. 1:1(0) ack 1 win 65535
        +0 accept(3, ..., ...) = 4
        +0 write(4, ..., 100) = 100
        +0 > (ect0) P.5 1:101(100) ack 1
        +.01 < (ce) P.5 1:101(100) ack 101 win 65535
        +0 > (ect0) .6 101:101(0) ack 101
        """);

    [Theory]
    [InlineData("<mss 1000,sackOK>", "<mss 1460,ECN e1b 1 ceb 0 e0b 1,nop,nop,nop,sackOK>")]
    [InlineData("<mss 1000,nop,wscale 2>", "<mss 1460,ECN e1b 1 ceb 0 e0b 1,nop,nop,wscale 10>")]
    public void TheFirstAnswerHasTheOption(string offered, string answered) => Passes(3, Listener + $"""
        +0 < SEWA 0:0(0) win 65535 {offered}
        +0 > SW. 0:0(0) ack 1 {answered}
        +1 > SW. 0:0(0) ack 1 {answered.Replace("ECN e1b 1 ceb 0 e0b 1,nop,", "", StringComparison.Ordinal)}
        """);

    [Fact]
    public void ANonceIsTakenForAQuestionToo() => Passes(3, Listener + """
        +0 < S1 0:0(0) win 65535 <mss 1000>
        +0 > S2. 0:0(0) ack 1 <...>
        """);

    [Theory]
    [InlineData(3, "SEW", "SE.")]
    [InlineData(4, "SEW", "SE.")]
    [InlineData(3, "S", "S.")]
    [InlineData(2, "SEWA", "SE.")]
    [InlineData(0, "SEWA", "S.")]
    public void OthersGetWhatTheyAskFor(int setting, string syn, string answer) => Passes(setting, Listener + $"""
        +0 < {syn} 0:0(0) win 65535 <mss 1000>
        +0 > {answer} 0:0(0) ack 1 <mss 1460>
        """);

    [Theory]
    [InlineData(3, "SEWA")]
    [InlineData(4, "SEW")]
    [InlineData(5, "S")]
    public void ASynAsksForWhatTheSettingSays(int setting, string syn) => Passes(setting, Client + $"""
        +0 > (noecn) {syn} 0:0(0) <...>
        +1 > (noecn) S 0:0(0) <...>
        """);

    [Theory]
    [InlineData("S.", "noecn", "P.")]
    [InlineData("SE.", "ect0", "P.")]
    [InlineData("SEWA.", "noecn", "P.")]
    [InlineData("SW.", "ect0", "P.5")]
    [InlineData("SWA.", "ect0", "P.5")]
    public void TheAnswerDecides(string answer, string codepoint, string text) => Passes(3, Client + $"""
        +0 > (noecn) SEWA 0:0(0) <...>
        +.01 < {answer} 0:0(0) ack 1 win 65535 <mss 1000>
        * > . 1:1(0) ack 1
        +.01 write(3, ..., 100) = 100
        +0 > ({codepoint}) {text} 1:101(100) ack 1
        """.Replace("* > . ", answer is "SW." or "SWA." ? "* > .2 " : "* > . ", StringComparison.Ordinal));

    [Fact]
    public void TheLastOfTheHandshakeTellsHowTheAnswerCame()
    {
        const string Handshake = Listener + """
            +0 < SEWA 0:0(0) win 65535 <mss 1000>
            +0 > SW. 0:0(0) ack 1 <...>
            +.01 < {0} 1:1(0) ack 1 win 65535
            +0 accept(3, ..., ...) = 4
            +0 %{{ assert tcpi_accecn_fail_mode == {1}; assert tcpi_options & TCPI_OPT_ECN != 0 }}%
            +0 write(4, ..., 100) = 100
            +0 > ({2}) P.5 1:101(100) ack 1
            """;
        var format = System.Text.CompositeFormat.Parse(Handshake);
        foreach (var (ace, failures, codepoint) in new[]
            { ("2.", 0, "ect0"), ("5.", 0, "ect0"), (".", 2, "noecn"), ("4.", 2, "noecn"), ("3.", 2, "noecn") })
        {
            Passes(3, string.Format(null, format, ace, failures, codepoint));
        }
    }

    private static void Passes(int setting, string script)
    {
        var report = ShippedScripts.Run($"`sysctl -q net.ipv4.tcp_ecn={setting}`\n{script}");
        Assert.True(
            report.Verdict == ScriptVerdict.Passed,
            string.Join("\n", report.Findings.Select(finding => $"{finding.Message}: {finding.Actual}")));
    }
}
