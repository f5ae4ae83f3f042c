using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;

namespace Wakeline.Conformance.Targets.Adapters;

/// <summary>
/// A running adapter. It ends when this process does, however that comes about: its standard input is closed, and where
/// setpriv (util-linux) is, the kernel kills it as well.
/// </summary>
internal sealed class AdapterProcess : IDisposable
{
    private const string DeathSignal = "/usr/bin/setpriv";

    private static readonly TimeSpan s_farewell = TimeSpan.FromMilliseconds(500);

    private readonly Process _process;
    private readonly LastWords _words;

    private AdapterProcess(Process process)
    {
        _process = process;
        _words = new LastWords(process.StandardError);
        Output = new AdapterPipe(((PipeStream)process.StandardOutput.BaseStream).SafePipeHandle);
        Input = new AdapterPipe(((PipeStream)process.StandardInput.BaseStream).SafePipeHandle);
    }

    /// <summary>What it says.</summary>
    public AdapterPipe Output { get; }

    /// <summary>What it is told.</summary>
    public AdapterPipe Input { get; }

    /// <summary>The number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Starts a program.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <exception cref="TargetException">It cannot be started.</exception>
    public static AdapterProcess Start(IReadOnlyList<string> words)
    {
        var program = ProgramFiles.Find(words[0])
            ?? throw new TargetException($"'{words[0]}' cannot be started: there is no such program");
        IEnumerable<string> line = [program, .. words.Skip(1)];
        if (File.Exists(DeathSignal))
        {
            line = [DeathSignal, "--pdeathsig", "KILL", "--", .. line];
        }

        var start = new ProcessStartInfo(line.First(), line.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return new AdapterProcess(Nursery.Do(() => Process.Start(start)!));
        }
        catch (Win32Exception refused)
        {
            throw new TargetException($"'{words[0]}' cannot be started: {refused.Message}");
        }
    }

    /// <summary>How it ended, where its output has.</summary>
    public string Ending() =>
        _process.WaitForExit(s_farewell) ? $"ended with code {_process.ExitCode}" : "closed its standard output";

    /// <summary>The end of what it wrote to its standard error, in one line.</summary>
    public string LastWords() => $"{_words}";

    /// <summary>Ends it: by closing its standard input, and if that does not do, by force.</summary>
    public void Dispose()
    {
        Input.Dispose();
        if (!_process.WaitForExit(s_farewell))
        {
            Kill();
        }

        Output.Dispose();
        _process.Dispose();
    }

    /// <summary>Ends it by force, with all processes that it has started.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(s_farewell);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception or AggregateException)
        {
        }
    }
}
