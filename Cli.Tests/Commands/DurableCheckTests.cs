using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Tests.CommandLine;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Commands;

/// <summary>A check as a process that is killed, interrupted, or left without memory and disk.</summary>
public sealed partial class DurableCheckTests : IDisposable
{
    private static readonly string[] s_check = ["check", "epoll-edge", "--set", "waiters=3"];

    private readonly TemporaryFolder _folder = new();

    private string Disk => _folder.At("disk");

    private string Position => Path.Combine(Disk, "position");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1G", "1G")]
    [InlineData("2M", "1G")]
    [InlineData("4M", "4M")]
    public async Task AKilledCheckGoesOnAndCountsTheSame(string memory, string memoryAfterwards)
    {
        using (var process = Start([.. s_check, "--disk", Disk, "--memory", memory]))
        {
            await ReachDepth(12, process);
            process.Kill();
            await process.WaitForExitAsync(Cancellation);
        }

        Assert.True(File.Exists(Position));
        var resumed = CommandRun.Of([.. s_check, "--disk", Disk, "--memory", memoryAfterwards, "--json"]);
        Assert.StartsWith("Going on from the checkpoint of ", resumed.Error);
        var expected = CommandRun.Of([.. s_check, "--json"]).Json();
        var isWhole = memoryAfterwards == "1G";
        Assert.Equal(Words(expected, isWhole), Words(resumed.Json(), isWhole));
        if (isWhole)
        {
            Assert.Equal(ExitCode.Agrees, resumed.Code);
            Assert.Empty(_folder.Content);
        }
    }

    [Fact]
    public async Task AnInterruptedCheckSaysHowItGoesOn()
    {
        using (var process = Start([.. s_check, "--disk", Disk]))
        {
            await ReachDepth(10, process);
            using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
            Assert.Equal(
                $"wakeline: interrupted; the checkpoint is in '{Disk}', and the same command goes on from there.\n",
                await process.StandardError.ReadToEndAsync(Cancellation));
            await process.WaitForExitAsync(Cancellation);
            Assert.Equal(ExitCode.Interrupted, process.ExitCode);
        }

        Assert.Equal(0, CommandRun.Of([.. s_check, "--disk", Disk]).Code);
        Assert.Empty(_folder.Content);
    }

    [Fact]
    public async Task AFullMemorySaysHowTheCheckGoesOn()
    {
        using var process = Start([.. s_check, "--memory", "2M"]);
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var error = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(ExitCode.Differs, process.ExitCode);
        Assert.Contains("the memory budget of 2 MiB is used up", await output, StringComparison.Ordinal);
        Assert.Equal(
            "The search is saved in 'epoll-edge.checkpoint'; go on with 'wakeline check epoll-edge --set waiters=3 "
            + "--disk epoll-edge.checkpoint --memory 4M'.\n",
            error);
        Assert.Contains("epoll-edge.checkpoint/position", _folder.Content);
    }

    [Fact]
    public async Task AFullDiskIsOneLineAndLeavesTheCheckpoint()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "mounting needs root");
        Directory.CreateDirectory(Disk);
        Assert.SkipUnless(await Succeeds("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", Disk), "mount is refused");
        try
        {
            using (var process = Start([.. s_check, "--disk", Disk, "--memory", "2M"]))
            {
                var error = await process.StandardError.ReadToEndAsync(Cancellation);
                await process.WaitForExitAsync(Cancellation);
                Assert.Equal(ExitCode.Unusable, process.ExitCode);
                var line = error.TrimEnd('\n').Split('\n')[^1];
                Assert.Contains("No space left on device", line, StringComparison.Ordinal);
                Assert.Contains("is as it was", line, StringComparison.Ordinal);
            }

            Assert.True(await Succeeds("mount", "-o", "remount,size=64m", Disk));
            var resumed = CommandRun.Of([.. s_check, "--disk", Disk]);
            Assert.StartsWith("Going on from the checkpoint of ", resumed.Error);
            Assert.Equal(ExitCode.Agrees, resumed.Code);
        }
        finally
        {
            await Succeeds("umount", Disk);
        }
    }

    private static async Task<bool> Succeeds(string command, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(command, arguments);
        await process.WaitForExitAsync(Cancellation);
        return process.ExitCode == 0;
    }

    /// <summary>The counts and verdicts of a check.</summary>
    /// <param name="system">The check.</param>
    /// <param name="isWhole">Whether properties of whole runs are among the verdicts.</param>
    private static string Words(JsonElement system, bool isWhole) => string.Join(
        '\n',
        system.EnumerateObject().Where(each => each.Name is "states" or "transitions" or "depth" or "neverFired")
            .Select(each => each.ToString())
            .Concat(system.GetProperty("properties").EnumerateArray()
                .Where(property => isWhole || property.GetProperty("kind").GetString() != "leads to")
                .Select(property => $"{property.GetProperty("name")}: {property.GetProperty("verdict")}")));

    /// <summary>Waits until a check has saved that some depth was reached.</summary>
    private async Task ReachDepth(int depth, Process process)
    {
        while (!File.Exists(Position) || SavedDepth() < depth)
        {
            Assert.False(process.HasExited, "The check ended before it could be disturbed.");
            await Task.Delay(2, Cancellation);
        }
    }

    private int SavedDepth() =>
        int.Parse(DepthPattern().Match(File.ReadAllText(Position)).Groups[1].ValueSpan, provider: null);

    private Process Start(params IEnumerable<string> arguments)
    {
        var command = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
        };
        command.Environment["WAKELINE_CHECKPOINT_SECONDS"] = "0";
        return Process.Start(command)!;
    }

    [GeneratedRegex("\"depth\":([0-9]+)")]
    private static partial Regex DepthPattern();
}
