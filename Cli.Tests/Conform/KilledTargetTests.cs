using System.Diagnostics;
using System.Globalization;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Conform;

/// <summary>
/// Runs on shipped targets that end in their middle: no process, file or named namespace is left. Whatever a run starts
/// inherits a mark by which it is found.
/// </summary>
public sealed class KilledTargetTests : IDisposable
{
    private const string Mark = "WAKELINE_TEST_MARK";
    private const string Namespaces = "/run/netns";
    private const int Interrupted = 130;

    /// <summary>What the command answers when a target is not to be had.</summary>
    private const int Unusable = 2;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();
    private readonly string _mark = Guid.NewGuid().ToString();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("linux", "KILL")]
    [InlineData("lwip", "KILL")]
    [InlineData("lwip", "INT")]
    [InlineData("netstack", "KILL")]
    [InlineData("slirp", "KILL")]
    public async Task NothingIsLeft(string target, string signal)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Targets run as root, on Linux.");
        Assert.SkipUnless(File.Exists("/dev/net/tun"), "There is no /dev/net/tun.");
        var named = NamedNamespaces();
        using var run = Start(target);
        var (output, error) = (run.StandardOutput.ReadToEndAsync(Cancellation),
            run.StandardError.ReadToEndAsync(Cancellation));
        await Eventually.Holds(
            s_patience, () => run.HasExited || Marked().Any(process => IsOnTarget(process, run.Id, target)));
        Assert.SkipWhen(run.HasExited && run.ExitCode == Unusable, run.HasExited ? await error : "");
        using (var kill = Process.Start("kill", ["-s", signal, $"{run.Id}"]))
        {
            await kill.WaitForExitAsync(Cancellation);
        }

        await run.WaitForExitAsync(Cancellation);
        if (signal == "INT")
        {
            Assert.True(run.ExitCode == Interrupted, await output + await error);
        }

        await Eventually.Holds(s_patience, () => !Marked().Any());
        // The mark of a run that was killed is what the next one removes, with the runtime's files.
        Assert.All(_folder.Content, name => Assert.True(signal != "INT" && name.StartsWith(
            "wakeline-run-", StringComparison.Ordinal), name));
        Assert.Equal(named, NamedNamespaces());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A run that takes long. What anybody puts into the folder for temporary files is seen.</summary>
    private Process Start(string target) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            typeof(Program).Assembly.Location, "conform", "--target", target, "--goal", "rules", "--suite", "tcp",
            "--repeat", "10000",
        ])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { [Mark] = _mark, ["TMPDIR"] = _folder.Path, ["DOTNET_EnableDiagnostics"] = "0" },
    })!;

    private static string[] NamedNamespaces() =>
        Directory.Exists(Namespaces) ? [.. Directory.GetFileSystemEntries(Namespaces).Order()] : [];

    /// <summary>Processes that were started by the run, and itself.</summary>
    private IEnumerable<int> Marked() =>
        from folder in Directory.GetDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _)
            && Read($"{folder}/environ").Contains(_mark, StringComparison.Ordinal)
        select int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);

    /// <summary>Whether the process is the adapter, or has the device through which the kernel is driven.</summary>
    private static bool IsOnTarget(int process, int run, string target) => target == "linux"
        ? process == run && LinksOf($"/proc/{run}/fd").Contains("/dev/net/tun")
        : Read($"/proc/{process}/cmdline").TrimEnd('\0').EndsWith($"/{target}/adapter", StringComparison.Ordinal);

    private static List<string?> LinksOf(string folder)
    {
        try
        {
            return [.. Directory.GetFiles(folder).Select(file => new FileInfo(file).LinkTarget)];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>What a process that is there tells; nothing of one that has gone.</summary>
    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
