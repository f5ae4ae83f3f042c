using System.ComponentModel;
using System.Diagnostics;

namespace Wakeline.Benchmarks.Checkers;

/// <summary>A temporary folder in which peers are built once, and from which they are run.</summary>
internal sealed class PeerWorkshop : IDisposable
{
    private readonly string _folder;

    public PeerWorkshop() => _folder = Directory.CreateTempSubdirectory("wakeline-peers-").FullName;

    private PeerWorkshop(string folder) => _folder = Directory.CreateDirectory(folder).FullName;

    /// <summary>The full name of a source in the folder Peers.</summary>
    public static string Source(string file) => Path.Combine(AppContext.BaseDirectory, "Peers", file);

    /// <summary>The full name of a file or folder in this one.</summary>
    public string Place(string name) => Path.Combine(_folder, name);

    /// <summary>A folder in this one, for a peer whose files have the names of another one's.</summary>
    public PeerWorkshop Corner(string name) => new(Place(name));

    /// <summary>Makes a file with a command, unless it is there.</summary>
    /// <returns>The full name of the file.</returns>
    public string Build(string file, IReadOnlyList<string> command)
    {
        var made = Place(file);
        if (!File.Exists(made))
        {
            Run(command[0], command.Skip(1));
        }

        return File.Exists(made) ? made : throw new PeerException($"{command[0]} did not make {file}");
    }

    /// <summary>Runs a program in the folder.</summary>
    /// <returns>What it printed.</returns>
    public string Run(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw new PeerException($"{program} ended with code {process.ExitCode}: {errors.Result}{output}");
        }
        catch (Win32Exception)
        {
            throw new PeerException($"{program} is not installed");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
