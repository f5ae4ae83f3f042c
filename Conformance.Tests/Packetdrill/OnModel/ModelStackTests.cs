using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Tests.Packetdrill.OnModel;

public sealed class ModelStackTests
{
    private const string Shaken = """
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 bind(3, ..., ...) = 0
        +0 listen(3, 1) = 0
        +0 < S 0:0(0) win 65535 <mss 1460>
        +0 > S. 0:0(0) ack 1 <mss 1460>
        +0 < . 1:1(0) ack 1 win 65535
        +0 accept(3, ..., ...) = 4

        """;

    [Theory]
    [InlineData("+0 < (tc 8) . 1:1(0) ack 1", "the model does not look at 'tc' of the IP header")]
    [InlineData("--ip_version=ipv6\n+0 < icmp 134", "the model has no neighbours that '134' could tell it of")]
    [InlineData("+0 < icmp unreachable nobody", "the code 'nobody' of ICMP is not known")]
    [InlineData("+0 < udp (10)", "the model takes no datagrams of UDP")]
    [InlineData("--ip_version=ipv6\n+0 socket(AF_INET, SOCK_STREAM, 0) = 3", "sockets are of AF_INET6 only")]
    [InlineData("`sysctl -q net.ipv4.tcp_ecn=6`\n+0 close(3) = 0", "the model has no 'net.ipv4.tcp_ecn=6'")]
    [InlineData("+0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3", "the model's sockets are of SOCK_STREAM")]
    [InlineData("+0 socket(AF_INET6, SOCK_STREAM, 0) = 3", "the model's sockets are of AF_INET only")]
    [InlineData("+0 pipe([5, 6]) = 0\n+0 read(5, ..., 10) = 10", "the model has no calls that sleep in a pipe")]
    [InlineData(Shaken + "+0 send(4, ..., 10, MSG_PEEK) = 10", "the model's send takes no flags but MSG_DONTWAIT")]
    [InlineData(Shaken + "+0 read(4, \"abc\", 10) = -1 EAGAIN (x)", "sleeps")]
    [InlineData(Shaken + "+0 setsockopt(4, SOL_TCP, TCP_REPAIR, [1], 4) = 0", "what TCP_REPAIR asks for: repair of")]
    [InlineData(Shaken + "+0 setsockopt(4, SOL_SOCKET, 26, [1], 4) = 0", "the model's setsockopt takes options that")]
    [InlineData(Shaken + "+0 getsockopt(4, SOL_TCP, TCP_MD5SIG, [1], [4]) = 0", "the model does not tell TCP_MD5SIG")]
    [InlineData(Shaken + "+0 %{ assert SK_MEMINFO_FWD_ALLOC == 0 }%", "the stack does not tell 'SK_")]
    [InlineData(Shaken + "+0 fcntl(4, F_SETFL) = 0", "the model's fcntl takes numbers of 32 bits as its argument 3")]
    [InlineData(Shaken + "+0 < P. 1:6(5) ack 1\n+0 read(4, \"abcde\", 10) = 5", "the stack does not tell what read")]
    public void WhatTheModelDoesNotHaveIsNotJudged(string text, string reason)
    {
        var report = ShippedScripts.Run(text);
        Assert.NotEqual(ScriptVerdict.Passed, report.Verdict);
        Assert.Contains(reason, Assert.Single(report.Findings).Message, StringComparison.Ordinal);
        Assert.Equal(
            reason == "sleeps" ? ScriptVerdict.Failed : ScriptVerdict.Unsupported, report.Verdict);
    }

    [Fact]
    public void DefinedWordsReachTheCode()
    {
        var report = ModelScripts.Run(
            Shaken + "+0 write(4, ..., N) = N\n+0 %{ assert tcpi_snd_mss == MSS and N == 100 }%", "x.pkt",
            new Dictionary<string, string> { ["MSS"] = "1460", ["N"] = "100" });
        Assert.Empty(report.Findings);
        Assert.Equal(ScriptVerdict.Passed, report.Verdict);
    }

    /// <summary>The shipped scripts with lines left out, doubled, and taken from others.</summary>
    [Fact]
    public void WhateverIsRunHasAVerdict()
    {
        var trials = FuzzTrials.OfRuns;
        var random = new Random(trials);
        string[][] scripts = [.. ShippedScripts.Names.Select(row => ShippedScripts.TextOf(row.Data).Split('\n'))];
        for (var trial = 0; trial < trials; trial++)
        {
            var lines = scripts[random.Next(scripts.Length)].ToList();
            for (var count = random.Next(1, 5); count > 0; count--)
            {
                var other = scripts[random.Next(scripts.Length)];
                lines.Insert(random.Next(lines.Count), other[random.Next(other.Length)]);
                lines.RemoveAt(random.Next(lines.Count));
            }

            var text = string.Join('\n', lines);
            try
            {
                var report = ShippedScripts.Run(text);
                Assert.True(report.Verdict == ScriptVerdict.Passed || report.Findings.Count > 0);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                Assert.Fail($"trial {trial}: {failure}\nof the text\n{text}");
            }
        }
    }
}
