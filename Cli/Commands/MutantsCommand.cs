using System.CommandLine;
using System.Diagnostics;
using Wakeline.Checking;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Mutants;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Terminal;
using Wakeline.Cli.Verification;
using Wakeline.Conformance;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline mutants</c>: what notices the faults that are derived from the tables.</summary>
internal sealed class MutantsCommand
{
    private const int UsualPrograms = 600;

    private const int ProgramsMost = 1_000_000;

    private readonly Argument<string?> _name = new("NAME")
    {
        Description = "Only the mutants of this machine, or of the machines of this system and in it alone.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<ulong?> _threads = CommonOptions.Number(
        "--threads", "N", CheckOptions.ThreadsMost,
        "How many mutants are tried at a time. [default: one for each core]", least: 1);

    private readonly Option<ulong?> _programs = CommonOptions.Number(
        "--programs", "N", ProgramsMost,
        "How many random programs, beside the covering ones, the kernel runs to judge what no property notices. "
        + $"[default: {UsualPrograms}]");

    private readonly Option<bool> _noKernel = new("--no-kernel")
    {
        Description = "Judge by the properties alone.",
    };

    private readonly Option<string?> _fates = new("--fates")
    {
        Description = "Write what became of each mutant to this file, a line for each.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _onlyNew = new("--only-new")
    {
        Description = "Try only the mutants that the file of --fates does not tell of, and keep what it tells of "
            + "others.",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public static Command Build(Shell shell, Catalogue catalogue)
    {
        var mutants = new MutantsCommand();
        var command = new DocumentedCommand(
            "mutants",
            "Leaves out each row, guard, effect and next location of the tables once, replaces each argument once, and "
            + "looks which property of a system is violated then, or else whether the kernel is seen to differ.")
        {
            Examples = ["wakeline mutants EpollWait", "wakeline mutants epoll-ring --no-kernel --json"],
        };
        command.Add(mutants._name);
        command.Add(mutants._threads);
        command.Add(mutants._programs);
        command.Add(mutants._noKernel);
        command.Add(mutants._fates);
        command.Add(mutants._onlyNew);
        command.Add(mutants._json);
        command.SetAction(parsed => mutants.Run(parsed, shell, catalogue));
        return command;
    }

    private int Run(ParseResult parsed, Shell shell, Catalogue catalogue)
    {
        var plan = MutantPlan.Of(catalogue, parsed.GetValue(_name));
        if (parsed.GetValue(_noKernel) && parsed.GetValue(_programs) is not null)
        {
            throw new UnusableInputException("--programs means nothing with --no-kernel.");
        }

        int? programs = parsed.GetValue(_noKernel) ? null : (int?)parsed.GetValue(_programs) ?? UsualPrograms;
        var known = parsed.GetValue(_onlyNew) ? KnownFates(parsed.GetValue(_fates)) : [];
        var file = parsed.GetValue(_fates) is { } path ? OutputFile.Prepare(path) : null;
        DerivedMutant[] mutants = [.. plan.Machines.SelectMany(DerivedMutant.Of)];
        var keys = Keys(mutants.Select(NamesOf));
        int[] tried = [.. Enumerable.Range(0, mutants.Length).Where(index => !known.ContainsKey(keys[index]))];
        var threads = (int?)parsed.GetValue(_threads) ?? CheckOptions.Default.Threads;
        var report = shell.Track("Measuring", tell => Survey(
            plan with { Grounds = tried.Length == 0 ? [] : plan.Grounds }, [.. tried.Select(index => mutants[index])],
            threads, programs, tell, shell.Cancellation));
        foreach (var (index, fate) in tried.Zip(report.Fates))
        {
            known[keys[index]] = FateRecord.Of(fate);
        }

        file?.Write(string.Join('\n', [FateRecord.Header, .. keys.Select(key => known[key]), ""]));
        if (parsed.GetValue(_json))
        {
            shell.WriteJson(MutantReport.Of(report), ReportJson.Default.MutantReport);
        }
        else
        {
            MutantText.Write(report, shell.Output);
        }

        return report.Fates.Any(fate => fate.Kind == FateKind.Unexplained) ? ExitCode.Differs : ExitCode.Agrees;
    }

    private static (string Machine, string Mutant) NamesOf(DerivedMutant mutant) =>
        (mutant.Machine.Name, mutant.Mutant.Name);

    /// <summary>Names, each with its number among the same: a row that does a thing twice has such mutants.</summary>
    private static IReadOnlyList<MutantKey> Keys(IEnumerable<(string Machine, string Mutant)> names)
    {
        var counts = new Dictionary<(string Machine, string Mutant), int>();
        return
        [
            .. names.Select(name =>
            {
                counts[name] = counts.GetValueOrDefault(name) + 1;
                return new MutantKey(name.Machine, name.Mutant, counts[name]);
            }),
        ];
    }

    private static Dictionary<MutantKey, FateRecord> KnownFates(string? path)
    {
        if (!File.Exists(path))
        {
            throw new UnusableInputException("--only-new takes --fates with a file that exists.");
        }

        try
        {
            var fates = FateRecord.Read(File.ReadAllText(path));
            return Keys(fates.Select(fate => (fate.Machine, fate.Mutant))).Zip(fates)
                .ToDictionary(pair => pair.First, pair => pair.Second);
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw new UnusableInputException($"'{path}' is no file of fates: {malformed.Message}");
        }
    }

    private static MutantFindings Survey(
        MutantPlan plan,
        IReadOnlyList<DerivedMutant> mutants,
        int threads,
        int? programs,
        Action<string> tell,
        CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        MutantGround[] grounds = [.. plan.Grounds.Select(ground => ground.Measure(threads, tell, cancellation))];
        var recorded = programs is { } count
            ? RecordedPrograms.Take(
                VerifyPlan.UsualSeed, count, done => tell($"Running programs on the kernel: {Figures.Text(done)}"),
                cancellation)
            : [];
        var survey = new MutantSurvey(grounds, recorded, threads);
        var fates = survey.Try(mutants, tell, cancellation);
        return new MutantFindings(fates, grounds, recorded.Count, survey.Checks, clock.Elapsed);
    }

    /// <summary>What tells a mutant from all others.</summary>
    private readonly record struct MutantKey(string Machine, string Mutant, int Number);
}
