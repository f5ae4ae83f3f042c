using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Tests.Packetdrill.OnModel;

/// <summary>Pipes of scripts: what splice refuses (fs/splice.c do_splice), and ends that are closed.</summary>
public sealed class PipeTests
{
    private const string Opened = """
        0 socket(..., SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_TCP) = 3
        +0 pipe([5, 6]) = 0

        """;

    [Theory]
    [InlineData("+0 splice(3, NULL, 6, [0], 100, 0) = -1 ESPIPE (Illegal seek)")]
    [InlineData("+0 splice(3, [0], 6, NULL, 100, 0) = -1 EINVAL (Invalid argument)")]
    [InlineData("+0 splice(3, NULL, 5, NULL, 100, 0) = -1 EBADF (Bad file descriptor)")]
    [InlineData("+0 splice(3, NULL, 3, NULL, 100, 0) = -1 EINVAL (Invalid argument)")]
    [InlineData("+0 splice(3, NULL, 6, NULL, 0, 0) = 0")]
    [InlineData("+0 close(5) = 0\n+0 splice(3, NULL, 6, NULL, 100, 0) = -1 EPIPE (Broken pipe)")]
    [InlineData("+0 close(5) = 0\n+0 write(6, ..., 10) = -1 EPIPE (Broken pipe)")]
    [InlineData("+0 close(6) = 0\n+0 read(5, ..., 10) = 0")]
    [InlineData("+0 write(6, ..., 10) = 10\n+0 read(5, ..., 100) = 10")]
    [InlineData("+0 read(6, ..., 10) = -1 EBADF (Bad file descriptor)")]
    public void ACallReturns(string calls)
    {
        var report = ShippedScripts.Run(Opened + calls);
        Assert.Empty(report.Findings);
        Assert.Equal(ScriptVerdict.Passed, report.Verdict);
    }
}
