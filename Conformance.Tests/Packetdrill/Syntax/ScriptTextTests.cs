using Wakeline.Conformance.Packetdrill.Syntax;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;

namespace Wakeline.Conformance.Tests.Packetdrill.Syntax;

public sealed class ScriptTextTests
{
    private const string Whole = """
        #!/usr/bin/env drill
        // All kinds of things.
        --ip_version=ipv4
        --define=MSS=1460
        -D HELLO="hello"
        `sysctl -q net.ipv4.tcp_sack=1
        ./defaults.sh`
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3 /* a comment
          of two lines */
        +0 setsockopt(3, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0
        +0 bind(3, {sa_family = AF_INET, sin_port = htons(8080),
                    sin_addr = inet_addr("192.0.2.1")}, ...) = 0
        +.1 < (ect0, ttl 64) 4242 > 8080 SEWA 0:0(0) win 65535 <mss MSS,nop,wscale 7,sackOK,TS val 1 ecr 0>
        +0~+.2 > S. 0:0(0) ack 1 <...>
        1...1.5 read(4, HELLO..., 1000) = -1 EAGAIN (Resource temporarily unavailable)
        +0 fcntl(4, F_GETFL) = 0x802 (flags O_RDWR|O_NONBLOCK)
        * > P. 1:1001(1000) ack 1 urg 3 <sack 4294967295:1 5:9,eol,FO 00aa12,FOEXP,md5 ff,ECN e1b 1 ceb 2 e0b 3>
        2 < ipv6 2001:db8::1 > fd3d::2: mpls (label 1, tc 0, [S], ttl 4): gre: udp (100)
        2 < icmp unreachable frag_needed mtu 1200 [1:1001(1000)]
        2.5 > - 4294967295:1(2) win 0
        +0 sendmsg(4, {msg_name(...)=NULL, msg_iov(2)=[{..., 10}, {"x"..., 1<<3}], msg_flags=~0}, MSG_A|MSG_B) = 18
        +0 %{ assert tcpi_snd_mss == MSS, tcpi_snd_mss }%
        `./cleanup.sh`
        """;

    [Fact]
    public void AScriptIsReadAsItStands()
    {
        var (script, faults) = ScriptText.Parse(Whole);
        Assert.Empty(faults.Select(fault => $"{fault}"));
        Assert.Equal(
            """
            --ip_version=ipv4
            --define=MSS=1460
            --define=HELLO="hello"
            `sysctl -q net.ipv4.tcp_sack=1
            ./defaults.sh`
            0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0 setsockopt(3, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0
            +0 bind(3, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("192.0.2.1")}, ...) = 0
            +0.1 < (ect0, ttl 64) 4242 > 8080 SEWA 0:0(0) win 65535 <mss 1460,nop,wscale 7,sackOK,TS val 1 ecr 0>
            +0~+0.2 > S. 0:0(0) ack 1 <...>
            1...1.5 read(4, "hello"..., 1000) = -1 EAGAIN (Resource temporarily unavailable)
            +0 fcntl(4, F_GETFL) = 0x802 (flags O_RDWR|O_NONBLOCK)
            * > P. 1:1001(1000) ack 1 urg 3 <sack 4294967295:1 5:9,eol,FO 00aa12,FOEXP,md5 ff,ECN e1b 1 ceb 2 e0b 3>
            2 < ipv6 2001:db8::1 > fd3d::2: mpls (label 1, tc 0, [S], ttl 4): gre: udp (100)
            2 < icmp unreachable frag_needed mtu 1200 [1:1001(1000)]
            2.5 > - 4294967295:1(2) win 0
            +0 sendmsg(4, {msg_name(...)=NULL, msg_iov(2)=[{..., 10}, {"x"..., 1<<3}], msg_flags=~0}, MSG_A|MSG_B) = 18
            +0 %{ assert tcpi_snd_mss == MSS, tcpi_snd_mss }%
            `./cleanup.sh`

            """,
            ScriptPrinter.Write(script!));
        Assert.Equal((13, 5), (script!.Events[3].Position.Line, script.Events[3].Action.Position.Column));
    }

    [Theory]
    [InlineData("S7", "SEWA")]
    [InlineData(".5", "EA.")]
    [InlineData("5.", "EA.")]
    [InlineData("P.0", "P.")]
    [InlineData("6P.", "PWA.")]
    [InlineData("S2.", "SW.")]
    public void ADigitStandsForTheThreeBitsOfAccurateEcn(string digit, string letters)
    {
        var (script, faults) = ScriptText.Parse($"+0 < {digit} 1:1(0)");
        Assert.Empty(faults);
        Assert.Equal($"+0 < {letters} 1:1(0)", ScriptPrinter.Write(Assert.Single(script!.Events)));
    }

    [Theory]
    [InlineData("x", "1:1: a time, such as 0.1, +0.1 or *, in seconds, at most a week, expected, found 'x'")]
    [InlineData("+0", "1:3: a packet ('<' or '>'), a system call, a command or code expected, found the end of")]
    [InlineData("+0 < S 0:5(0)", "1:10: 0 expected 0 octets past 0, found '5'")]
    [InlineData("+0 < X 0:0(0)", "1:6: control bits (letters of FSRPUEWA, '.' for ACK, a digit from 0 to ")]
    [InlineData("+0 < S8. 0:0(0)", "1:6: control bits")]
    [InlineData("+0 < SE5. 0:0(0)", "1:6: control bits")]
    [InlineData("+0 < .55 0:0(0)", "1:6: control bits")]
    [InlineData("+0 < SS 0:0(0)", "1:6: control bits")]
    [InlineData("+0 < S 0:0(0) win 65536", "1:19: a window from 0 to 65535 expected, found '65536'")]
    [InlineData("+0 < S 0:0(0) <mss>", "1:19: a segment size from 0 to 65535 expected, found '>'")]
    [InlineData("+0 < S 0:0(0) <mss 1,>", "1:22: an option of TCP (mss, nop, eol, wscale, sackOK, sack, TS, F")]
    [InlineData("+0 < S 0:0(0) <FO abc>", "1:19: at most 16 octets in hexadecimal digits expected, found 'abc'")]
    [InlineData("+0 f(1 = 0", "1:8: ')' expected, found '='")]
    [InlineData("+0 f(,) = 0", "1:6: a value (a number, a constant, a string, '...', '[', '{' or '(') expected")]
    [InlineData("+0 f() = -1 E (x\n", "1:15: ')' expected on the line of this '(', the line ends first")]
    [InlineData("+0 f(\"x) = 0", "1:6: a value (a number, a constant, a string, '...', '[', '{' or '(') expect")]
    [InlineData("+0 f(\"\\q\") = 0", "1:6: a value")]
    [InlineData("+0 f(18446744073709551616) = 0", "1:6: a number of at most 64 bits expected")]
    [InlineData("2~1 > S 0:0(0)", "1:3: the end of the window expected not to lie before the first time, fou")]
    [InlineData("1...+1 f() = 0", "1:5: the time of return, counted from the start of the script as")]
    [InlineData("/* x", "1:1: a time, such as 0.1, +0.1 or *, in seconds, at most a week, expected, found")]
    [InlineData("--define=3=4", "1:1: a word to define expected, found '3'")]
    [InlineData("--define=A", "1:1: WORD=value expected to define, found 'A'")]
    [InlineData("--define=A=B\n--define=B=A\n+0 A() = 0", "3:4: a packet")]
    [InlineData("+0 `a", "1:4: a packet ('<' or '>'), a system call, a command or code expected, found a comma")]
    [InlineData("+0 `a`\n`b`\n+0 `c`", "3:1: the end of the script behind its last command expected, found '+'")]
    public void WhatIsWrongIsSaidWithItsPlace(string text, string message)
    {
        var (script, faults) = ScriptText.Parse(text);
        Assert.Null(script);
        Assert.StartsWith(message, $"{faults[0]}", StringComparison.Ordinal);
    }

    [Fact]
    public void ReadingGoesOnAfterAFault()
    {
        var (_, faults) = ScriptText.Parse("+0 f(\n+0 g() = 0\n+x\n0.1 < S 0:0(0) wim 3\n1 h() = 0\n2 `ls`");
        Assert.Equal([2, 3, 4], faults.Select(fault => fault.Position.Line));
    }

    [Fact]
    public void WordsAreReplacedFromOutside()
    {
        var (script, _) = ScriptText.Parse(
            "+0 f(N) = LAST", new Dictionary<string, string> { ["N"] = "1|LAST", ["LAST"] = "2" });
        Assert.Equal("+0 f(1|2) = 2", ScriptPrinter.Write(script!.Events[0]));
    }

    [Fact]
    public void OnlyAFewFaultsAreTold() =>
        Assert.Equal(
            ScriptText.FaultsMost, ScriptText.Parse(string.Join('\n', Enumerable.Repeat("+0 f(", 99))).Faults.Count);
}
