using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax;

namespace Wakeline.Conformance.Tests.Packetdrill.Plans;

public sealed class PlanBinderTests
{
    private static readonly string[] s_settings =
        ["tcp_sack", "tcp_rmem", "tcp_timestamps", "tcp_syn_retries", "tcp_frto"];

    [Fact]
    public void NamesBecomeNumbers()
    {
        var plan = Bind(
            "+0 setsockopt(3, SOL_TCP, TCP_NODELAY, [1], 4) = 0\n"
            + "+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = -1 EAGAIN (x)\n"
            + "+0 bind(3, {sa_family=AF_INET6, sin_port=htons(8080)}, ...) = 0\n"
            + "+0 epoll_ctl(3, EPOLL_CTL_ADD, 4, {events=EPOLLET, fd=4}) = 0").Plan!;
        var calls = plan.Steps.Cast<SystemCallStep>().ToList();
        Assert.Equal(["3, 6, 1, [1], 4", "3, 4, 2050", "3, {sa_family=10, sin_port=8080}, ...",
            "3, 1, 4, {events=2147483648, fd=4}"], calls.Select(call => string.Join(", ", call.Arguments)));
        Assert.Equal("EAGAIN", calls[1].Error);
    }

    [Fact]
    public void CommandsAndOptionsBecomeSettings()
    {
        var plan = Bind("""
            --tolerance_usecs=9000
            --mtu=1280
            --strict_segments
            --non_fatal=packet,syscall
            `../common/defaults.sh
             sysctl -q net.ipv4.tcp_sack=0 "net.ipv4.tcp_rmem=4096 8192 16384"
             sysctl -w net/ipv4/tcp_timestamps=0; ip tcp_metrics flush all`
            +0 `sysctl -q net.ipv4.tcp_sack=1`
            `anything > /else`
            """).Plan!;
        Assert.Equal((9000, 1280, true), (plan.Settings.Tolerance, plan.Settings.Mtu, plan.Settings.IsStrict));
        Assert.True(plan.Settings is { TolerantOfCalls: true, TolerantOfPackets: true });
        Assert.Equal(
            "0, 4096 8192 16384, 0, 5, 2",
            string.Join(", ", s_settings.Select(name => plan.Settings.Sysctls[$"net.ipv4.{name}"])));
        Assert.Equal("1", ((SettingsStep)plan.Steps[0]).Sysctls["net.ipv4.tcp_sack"]);
    }

    [Theory]
    [InlineData("echo -n 7 >/proc/sys/net/ipv4/tcp_sack 2>&1 || true")]
    [InlineData("echo 7 | tee /proc/sys/net/ipv4/tcp_sack")]
    [InlineData("cat /proc/net/netstat | grep -c x; ip route show > /dev/null && sysctl -q net.ipv4.tcp_sack=7")]
    [InlineData("sysctl -e -q net.ipv4.tcp_gone=3 net.ipv4.tcp_sack=7; sysctl -w net.core.default_qdisc=fq")]
    [InlineData("sysctl -q net.ipv4.tcp_sack=7")]
    [InlineData("sysctl -eq -w net/ipv4/tcp_sack=7")]
    [InlineData("./x/set_sysctls.py /proc/sys/net/ipv4/tcp_ecn=0 /proc/sys/net/ipv4/tcp_sack=7")]
    [InlineData("echo 7 > /proc/sys/net/ipv4/tcp_sack")]
    [InlineData("sysctl -q net.ipv4.tcp_sack=1 && sysctl \\\n -q \"net.ipv4.tcp_sack=7\"; # done")]
    public void SettingsAreWrittenInManyWays(string command) => Assert.Equal(
        "7", Bind($"`{command}`\n+0 close(3) = 0").Plan!.Settings.Sysctls["net.ipv4.tcp_sack"]);

    [Theory]
    [InlineData("--colour=red\n+0 close(3) = 0", "1:1: the option '--colour=red' is not known")]
    [InlineData("--mtu=99999\n+0 close(3) = 0", "1:1: '--mtu=99999' is no whole number from 0 to 65535")]
    [InlineData("`tc qdisc add`\n+0 close(3) = 0", "1:1: the command 'tc qdisc add' is no setting by sysctl")]
    [InlineData("`sysctl -q net.ipv4.tcp_a=1`\n+0 close(3) = 0", "1:1: the setting 'net.ipv4.tcp_a' is not known")]
    [InlineData("`sysctl net.ipv4.tcp_sack`\n+0 close(3) = 0", "1:1: the command 'sysctl net.ipv4.tcp_sack'")]
    [InlineData("`sysctl net.ipv4.tcp_sack=$(x)`\n+0 close(3) = 0", "1:1: the command 'sysctl net.ipv4.tcp_sack=$(x)'")]
    [InlineData("`true || echo 3`\n+0 close(3) = 0", "1:1: what stands behind the command 'true' is not followed")]
    [InlineData("`echo 'x`\n+0 close(3) = 0", "1:1: a command with a quote that is not closed")]
    [InlineData("`./other.sh`\n+0 close(3) = 0", "1:1: the command './other.sh'")]
    [InlineData("`echo 1 > /tmp/x`\n+0 close(3) = 0", "1:1: the setting '.tmp.x' is not known")]
    [InlineData("+0 fork() = 0", "1:4: the system call 'fork' is not known")]
    [InlineData("+0 close(MY_FD) = 0", "1:4: the constant 'MY_FD' is not known")]
    [InlineData("+0 close(sizeof(3)) = 0", "1:4: the function 'sizeof' of 1 is not known")]
    [InlineData("+0 close(1/0) = 0", "1:4: '1/0' has no value")]
    [InlineData("+0 close(3) = -1 EFUNNY", "1:4: the error 'EFUNNY' is not known")]
    [InlineData("+0 < gre: . 1:1(0) ack 1", "1:4: packets within 'gre'")]
    [InlineData("+0 %{ f(3) }%", "1:4: the statement 'f(3)' is no assert and no print")]
    public void WhatIsNotSupportedHasItsReason(string text, string reason)
    {
        var bound = Bind(text);
        Assert.Null(bound.Plan);
        Assert.StartsWith(
            reason, $"{bound.Unsupported[0].Position}: {bound.Unsupported[0].Reason}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("* close(3) = 0", "1:1: a single time expected where no packet is waited for, found '*'")]
    [InlineData("0~1 < . 1:1(0) ack 1", "1:1: a single time expected")]
    [InlineData("0...1 > . 1:1(0) ack 1", "1:1: a time of return expected with system calls only, found '0...1'")]
    [InlineData("+0 close(3, 4) = 0", "1:4: 1 arguments of 'close' expected, found 2")]
    [InlineData("+0 < S 0:0(0) <...>", "1:4: options of a packet that arrives expected, found '<...>'")]
    public void WhatMakesNoSenseIsAFault(string text, string message)
    {
        var bound = Bind(text);
        Assert.Null(bound.Plan);
        Assert.StartsWith(
            message, $"{bound.Faults[0].Position}: {bound.Faults[0].Message}", StringComparison.Ordinal);
    }

    private static BoundScript Bind(string text)
    {
        var (script, faults) = ScriptText.Parse(text);
        Assert.Empty(faults.Select(fault => fault.Message));
        return PlanBinder.Bind(script!, new RunSettings(), new Dictionary<string, string>());
    }
}
