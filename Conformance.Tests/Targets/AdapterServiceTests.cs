using System.Text;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Tests.Targets;

/// <summary>The model over the contract.</summary>
public sealed class AdapterServiceTests
{
    [Fact]
    public void ACallAndAPacketAreAnswered()
    {
        var lines = Serve(
            """{"command":"hello","version":1}""",
            """{"command":"reset","local":"192.168.0.1","remote":"192.0.2.1","mtu":1500,"settings":{}}""",
            """{"time":0,"call":"socket","thread":0}""",
            """{"time":0,"call":"accept","thread":1,"fd":7}""",
            """{"packet":"45000028000000004006f74ac0000201c0a800010050138800000001000000005002ffff00000000"}""",
            """{"command":"wait","until":5000}""",
            """{"command":"end"}""");
        Assert.StartsWith("""{"adapter":"wakeline model","version":1,""", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                """{"quiet":0,"idle":true}""", """{"time":0,"return":"socket","thread":0,"result":0}""",
                """{"quiet":0,"idle":true}""",
                """{"time":0,"return":"accept","thread":1,"result":-1,"errno":"EBADF"}""",
                """{"quiet":0,"idle":true}""",
            ],
            lines[1..6]);
        Assert.StartsWith("{\"time\":0,\"packet\":\"4500002", lines[6], StringComparison.Ordinal);
        Assert.Equal(["""{"quiet":0,"idle":true}""", """{"quiet":5000,"idle":true}"""], lines[7..]);
    }

    [Theory]
    [InlineData("""{"command":"wait","until":1}""", "line 1 is no command: a reset is expected first")]
    [InlineData("""{"command":"jump"}""", "line 1 is no command: there is no command 'jump'")]
    [InlineData("{}", "line 1 is no command: one of 'command', 'call' and 'packet' is expected")]
    [InlineData("x", "line 1 is no command: ")]
    public void WhatIsNoCommandIsRefused(string line, string message) => Assert.StartsWith(
        message, Assert.Throws<TargetException>(() => Serve(line)).Message, StringComparison.Ordinal);

    [Fact]
    public void WhatTheModelLacksIsUnsupported()
    {
        var lines = Serve(
            """{"command":"reset"}""",
            """{"time":0,"call":"socket","thread":0,"arguments":["AF_INET6","SOCK_STREAM","0"]}""");
        Assert.Equal("""{"unsupported":"the model\u0027s sockets are of AF_INET only in ipv4"}""", lines[1]);
    }

    private static string[] Serve(params IReadOnlyList<string> commands)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', commands) + "\n"));
        using var output = new MemoryStream();
        TargetService.Serve(TargetCatalogue.Model, input, output);
        return Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
