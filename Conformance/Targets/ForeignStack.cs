using System.Diagnostics;

namespace Wakeline.Conformance.Targets;

/// <summary>A stack of somebody else's, behind an adapter that the repository has the source of.</summary>
/// <param name="Name">What the target is called.</param>
/// <param name="Summary">What it is.</param>
/// <param name="Folder">The folder of the adapter, from the root of the repository.</param>
/// <param name="BuildCommand">The command that makes the adapter, run in that folder; quick if it is made.</param>
/// <param name="Command">The adapter, as a path from that folder, and its arguments.</param>
internal sealed record ForeignStack(string Name, string Summary, string Folder, string BuildCommand, string Command)
{
    private const int ShownMost = 2000;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    /// <summary>All of them. A further one is a row here, a folder with its adapter, and a line in the docs.</summary>
    public static IReadOnlyList<ForeignStack> All { get; } = [];

    /// <summary>Makes the adapter if it is not made.</summary>
    /// <returns>The command line that runs it.</returns>
    /// <exception cref="TargetException">Its source is not there, or cannot be built.</exception>
    public string Build()
    {
        var folder = FindFolder()
            ?? throw new TargetException(
                $"the adapter of '{Name}' is built from {Folder}, which is in no folder above; run in a clone");
        using var build = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{BuildCommand} 2>&1"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        })!;
        var output = build.StandardOutput.ReadToEndAsync();
        if (!build.WaitForExit(s_patience))
        {
            build.Kill(entireProcessTree: true);
            throw new TargetException($"'{BuildCommand}' in {Folder} did not end within {s_patience.TotalMinutes} min");
        }

        var said = output.GetAwaiter().GetResult();
        return build.ExitCode == 0
            ? $"\"{folder}\"/{Command}"
            : throw new TargetException(
                $"'{BuildCommand}' in {Folder} ended with code {build.ExitCode}: "
                + said[Math.Max(said.Length - ShownMost, 0)..].Trim());
    }

    private string? FindFolder()
    {
        foreach (var start in (string[])[Environment.CurrentDirectory, AppContext.BaseDirectory])
        {
            for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (Directory.Exists(Path.Combine(folder, Folder)))
                {
                    return Path.Combine(folder, Folder);
                }
            }
        }

        return null;
    }
}
