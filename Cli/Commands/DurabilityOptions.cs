using System.CommandLine;
using System.Globalization;
using Wakeline.Checking;
using Wakeline.Cli.CommandLine;

namespace Wakeline.Cli.Commands;

/// <summary>How much memory a check may take, and where it is saved.</summary>
internal sealed class DurabilityOptions
{
    private const string IntervalVariable = "WAKELINE_CHECKPOINT_SECONDS";

    public Option<long?> Memory { get; } = CommonOptions.Size(
        "--memory",
        "How much memory states may take; where it ends, the search is saved. [default: half of the machine's]",
        least: 1 << 20);

    public Option<string?> Disk { get; } = new("--disk")
    {
        Description = "Save the search in this directory now and then, go on from there if it was ended, "
            + "and keep the states there when memory is used up.",
        HelpName = "DIR",
    };

    /// <summary>The options of the check of one system.</summary>
    /// <exception cref="UnusableInputException">The environment says something that cannot be understood.</exception>
    public CheckOptions Add(CheckOptions options, ParseResult parsed, string system) => options with
    {
        MemoryBytesMost = parsed.GetValue(Memory) ?? options.MemoryBytesMost,
        Disk = parsed.GetValue(Disk),
        DiskWhenFull = options.MayGoToDisk ? FreeName(system) : null,
        CheckpointInterval = IntervalFromEnvironment ?? options.CheckpointInterval,
    };

    /// <summary>Tells how a check goes on that could not be finished.</summary>
    /// <param name="report">What it found.</param>
    /// <param name="options">Its options.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="repeated">Options that have to be given again.</param>
    /// <param name="shell">Where it is told.</param>
    public void TellWhatIsLeft(
        CheckReport report, CheckOptions options, ParseResult parsed, IEnumerable<Option> repeated, Shell shell)
    {
        if (report.Checkpoint is { } folder)
        {
            string[] words =
            [
                "wakeline check", report.System.Name, .. repeated.SelectMany(option => Given(parsed, option)),
                Disk.Name, folder, Memory.Name, ByteSize.Text(options.MemoryBytesMost / (1 << 20) * 2 << 20),
            ];
            shell.Error.WriteLine($"The search is saved in '{folder}'; go on with '{string.Join(' ', words)}'.");
        }
        else if (report.NotSavedBecause is { } why)
        {
            shell.Error.WriteLine($"The search could not be saved: {why}");
        }
    }

    /// <summary>For tests, and for who knows how long a level takes.</summary>
    private static TimeSpan? IntervalFromEnvironment =>
        Environment.GetEnvironmentVariable(IntervalVariable) is not { } text ? null
        : double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : throw new UnusableInputException($"{IntervalVariable} is '{text}', which is no time in seconds.");

    /// <summary>A directory that is not there yet, so that nothing saved before is lost.</summary>
    private static string FreeName(string system)
    {
        var name = $"{system}.checkpoint";
        for (var number = 2; Path.Exists(name); number++)
        {
            name = $"{system}-{number}.checkpoint";
        }

        return name;
    }

    private static IEnumerable<string> Given(ParseResult parsed, Option option) =>
        parsed.GetResult(option) is { Implicit: false } result
            ? result.Tokens.Count == 0 ? [option.Name]
                : result.Tokens.SelectMany(token => (string[])[option.Name, token.Value])
            : [];
}
