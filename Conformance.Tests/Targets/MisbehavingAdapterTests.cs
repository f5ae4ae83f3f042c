using System.Diagnostics;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Targets;
using Wakeline.Conformance.Targets.Adapters;

namespace Wakeline.Conformance.Tests.Targets;

/// <summary>An adapter that misbehaves costs one case: it is killed, and started anew for the next.</summary>
public sealed class MisbehavingAdapterTests
{
    /// <summary>Behaves well if it is started again, otherwise as said after a reset.</summary>
    private const string Second =
        """if [ -e MARK ]; then while read line; do echo '{"quiet":0}'; done; exit; fi; touch MARK; read line; """
        + """echo '{"quiet":0}'; read line""";

    private static readonly CallRequest s_socket =
        new("socket", [new NumberValue(2), new NumberValue(1), new NumberValue(0)]);

    [Theory]
    [InlineData("echo no stack left >&2; exit 3", "the adapter ended with code 3; its last words: no stack left")]
    [InlineData("kill -9 $$", "the adapter ended with code 137")]
    [InlineData("exec 1>&-; sleep 100", "the adapter closed its standard output")]
    [InlineData("while :; do echo '{\"time\":0,\"packet\":\"00\"}'; done", "with more than it may")]
    [InlineData("while :; do printf '                '; done", "with more octets than it may")]
    [InlineData("echo 'Segmentation fault'", "not of the contract: JSON is expected")]
    [InlineData("echo '{\"answer\":42}'", "not of the contract: a field of the format, not 'answer'")]
    [InlineData("echo '{\"time\":0,\"packet\":\"xyz\"}'", "a packet that is not hexadecimal")]
    [InlineData("echo '{\"time\":0,\"return\":\"bind\",\"thread\":0,\"result\":0}'", "which is not in that call")]
    [InlineData("echo '{\"time\":0,\"call\":\"bind\",\"thread\":0}'", "a line that is no observation")]
    [InlineData("echo '{\"quiet\":-1}'", "a time in nanoseconds as 'quiet'")]
    public void ItCostsOneCase(string misbehaviour, string message)
    {
        Assert.SkipWhen(AdapterScript.Lacking is not null, AdapterScript.Lacking ?? "");
        using var script = new AdapterScript(AdapterScript.Greets, Second, misbehaviour);
        using var target = script.Start(new AdapterLimits { Lines = 1000, Octets = 1 << 20 });
        var stack = target.Reset(new RunSettings());
        var first = target.ProcessId;
        var lost = Assert.Throws<TargetException>(() => stack.Begin(0, s_socket));
        Assert.Contains(message, lost.Message, StringComparison.Ordinal);
        Assert.True(IsGone(first));

        target.Reset(new RunSettings()).Begin(0, s_socket);
        Assert.NotEqual(first, target.ProcessId);
    }

    [Fact]
    public void OneThatIsSilentIsGivenUp()
    {
        Assert.SkipWhen(AdapterScript.Lacking is not null, AdapterScript.Lacking ?? "");
        using var script = new AdapterScript(AdapterScript.Greets, Second, "sleep 1000");
        using var target = script.Start(new AdapterLimits { Patience = TimeSpan.FromSeconds(2) });
        var stack = target.Reset(new RunSettings());
        var first = target.ProcessId;
        var lost = Assert.Throws<TargetException>(() => stack.Begin(0, s_socket));
        Assert.Equal("the adapter gave no answer in time", lost.Message);
        Assert.True(IsGone(first));
    }

    [Fact]
    public void OneThatSpeaksUnaskedIsGivenUp()
    {
        Assert.SkipWhen(AdapterScript.Lacking is not null, AdapterScript.Lacking ?? "");
        using var script = new AdapterScript(
            AdapterScript.Greets, "while read line; do printf '{\"quiet\":0}\\n{\"quiet\":0}\\n'; done");
        using var target = script.Start();
        var stack = target.Reset(new RunSettings());
        var lost = Assert.Throws<TargetException>(() => stack.Begin(0, s_socket));
        Assert.Equal("the adapter spoke without having been asked", lost.Message);
    }

    [Fact]
    public void OneThatEndsBetweenTwoCasesIsStartedAnew()
    {
        Assert.SkipWhen(AdapterScript.Lacking is not null, AdapterScript.Lacking ?? "");
        using var script = new AdapterScript(AdapterScript.Greets, "read line; echo '{\"quiet\":0}'");
        using var target = script.Start();
        target.Reset(new RunSettings());
        var first = target.ProcessId;
        target.Reset(new RunSettings());
        Assert.NotEqual(first, target.ProcessId);
    }

    [Theory]
    [InlineData("/nowhere/adapter", "there is no such program")]
    [InlineData("", "takes a program")]
    [InlineData("/bin/true", "ended with code 0")]
    [InlineData("/bin/sh -c 'read line; echo {}'", "without \"version\":1")]
    [InlineData("/bin/sh -c 'read line; echo hello'", "what is no JSON")]
    public void OneThatCannotBeSpokenToIsRefused(string command, string message) => Assert.Contains(
        message, Assert.Throws<TargetException>(() => new AdapterTarget("cmd:", command)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void WhatIsNotSupportedIsSaidAndCostsNothing()
    {
        Assert.SkipWhen(AdapterScript.Lacking is not null, AdapterScript.Lacking ?? "");
        using var script = new AdapterScript(
            AdapterScript.Greets, "read line; echo '{\"quiet\":0}'",
            "while read line; do echo '{\"unsupported\":\"no sockets today\"}'; echo '{\"quiet\":0}'; done");
        using var target = script.Start();
        var stack = target.Reset(new RunSettings());
        var first = target.ProcessId;
        for (var times = 0; times < 2; times++)
        {
            var lacking = Assert.Throws<UnsupportedException>(() => stack.Begin(0, s_socket));
            Assert.Equal("no sockets today", lacking.Message);
        }

        Assert.Throws<UnsupportedException>(() => stack.Begin(0, s_socket with { Name = "bind" }));
        Assert.Equal(first, target.ProcessId);
    }

    private static bool IsGone(int process) => SpinWait.SpinUntil(
        () => Process.GetProcesses().All(each => each.Id != process), TimeSpan.FromSeconds(10));
}
