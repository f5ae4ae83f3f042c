using System.Diagnostics;

namespace Wakeline.Conformance.Targets;

/// <summary>
/// A stack of somebody else's whose adapter is in the repository: <c>adapters/NAME/build</c> makes
/// <c>artifacts/adapters/NAME/adapter</c>.
/// </summary>
/// <param name="Name">What the target and its folder are called.</param>
/// <param name="Summary">What it is.</param>
internal sealed record ForeignStack(string Name, string Summary)
{
    private const int ShownMost = 2000;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ForeignStack> All { get; } =
    [
        new("lwip", "lwIP of Debian's package through its sockets API, in virtual time"),
        new("netstack", "gVisor's TCP alone, with packets, in virtual time"),
        new("slirp", "libslirp, whose TCP is that of 4.4BSD, in virtual time"),
        new("runsc", "gVisor's sandbox, system calls over loopback; takes root"),
        new("linux-6.1", "Linux 6.1 in a machine of qemu, in virtual time"),
        new("linux-6.12", "Linux 6.12 in the same way"),
        new("sockets", "this host's kernel through sockets of C, over loopback"),
    ];

    /// <summary>Makes the adapter unless it is made.</summary>
    /// <returns>The command line that runs it.</returns>
    /// <exception cref="TargetException">Its source is not there, or cannot be built.</exception>
    public string Build()
    {
        var script = $"adapters/{Name}/build";
        var root = FindRoot(script)
            ?? throw new TargetException($"'{Name}' is made by {script}, which is in no folder above; run in a clone");
        using var build = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec {script} 2>&1"])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
        })!;
        var output = build.StandardOutput.ReadToEndAsync();
        if (!build.WaitForExit(s_patience))
        {
            build.Kill(entireProcessTree: true);
            throw new TargetException($"{script} did not end within {s_patience.TotalMinutes} minutes");
        }

        var said = output.GetAwaiter().GetResult();
        return build.ExitCode == 0
            ? $"\"{Path.Combine(root, "artifacts", "adapters", Name, "adapter")}\""
            : throw new TargetException(
                $"{script} ended with code {build.ExitCode}: {said[Math.Max(said.Length - ShownMost, 0)..].Trim()}");
    }

    private static string? FindRoot(string script)
    {
        foreach (var start in (string[])[Environment.CurrentDirectory, AppContext.BaseDirectory])
        {
            for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, script)))
                {
                    return folder;
                }
            }
        }

        return null;
    }
}
