using System.Diagnostics;
using Wakeline.Cli.CommandLine;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Commands;

/// <summary>The command as a process of its own, with its output in a pipe.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INT", ExitCode.Interrupted)]
    [InlineData("TERM", ExitCode.Terminated)]
    public async Task ASignalEndsTheCommandAndLeavesNothing(string signal, int code)
    {
        using var process = Start("verify", "--no-kernel", "--out", _folder.At("report"));
        Assert.StartsWith("Wakeline ", await process.StandardOutput.ReadLineAsync(Cancellation));
        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(Cancellation);
        }

        var rest = process.StandardOutput.ReadToEndAsync(Cancellation);
        var error = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(code, process.ExitCode);
        Assert.Equal("wakeline: interrupted; nothing was written.\n", error);
        Assert.DoesNotContain("Report:", await rest, StringComparison.Ordinal);
        Assert.Empty(_folder.Content);
    }

    [Fact]
    public async Task APipeGetsNoColoursAndNoProgress()
    {
        using var process = Start("verify", "--no-kernel", "--out", _folder.At("report"));
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var error = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(ExitCode.LeftOut, process.ExitCode);
        Assert.Equal("", error);
        Assert.DoesNotContain('\u001b', await output);
        Assert.Contains("Agrees, kernel left out", await output, StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Process Start(params IEnumerable<string> arguments)
    {
        var command = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        command.Environment["TERM"] = "xterm-256color";
        return Process.Start(command)!;
    }
}
