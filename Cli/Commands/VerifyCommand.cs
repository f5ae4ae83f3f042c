using System.CommandLine;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Terminal;
using Wakeline.Cli.Verification;
using Wakeline.Conformance;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline verify</c>: everything the command can find out, with a report.</summary>
internal sealed class VerifyCommand
{
    private const int ProgramsMost = 10_000_000;

    private readonly Option<bool> _quick = new("--quick")
    {
        Description = $"Compare {VerifyPlan.QuickPrograms} random programs instead of {VerifyPlan.UsualPrograms}, and "
            + "make no faults.",
    };

    private readonly Option<ulong?> _seed = CommonOptions.Number(
        "--seed", "S", ulong.MaxValue, $"Seed of the random programs. [default: {VerifyPlan.UsualSeed}]");

    private readonly Option<ulong?> _programs = CommonOptions.Number(
        "--programs", "N", ProgramsMost, "How many random programs to compare, after the covering ones.");

    private readonly Option<bool> _allFaults = new("--all-faults")
    {
        Description = $"Make all {KernelMutants.All.Count} known faults in the specification, one after another, and "
            + "tell each apart from the kernel; otherwise every fourth one.",
    };

    private readonly Option<bool> _noKernel = new("--no-kernel")
    {
        Description = "Leave the comparison with the kernel out; the exit code is then 4 at best.",
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = "Folder for the report. A report that is there is replaced, anything else is not.",
        HelpName = "DIR",
        DefaultValueFactory = _ => VerifyPlan.UsualFolder,
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public static Command Build(Shell shell, Catalogue catalogue)
    {
        var verify = new VerifyCommand();
        var command = new DocumentedCommand(
            "verify",
            "Checks all systems, puts their historic faults back, compares programs of system calls with the kernel "
            + "of this machine, shows that faults would be noticed, and writes a report.")
        {
            Examples =
            [
                "wakeline verify",
                "wakeline verify --quick --out artifacts/verify",
                "wakeline verify --seed 7 --programs 20000 --all-faults",
            ],
        };
        command.Add(verify._quick);
        command.Add(verify._seed);
        command.Add(verify._programs);
        command.Add(verify._allFaults);
        command.Add(verify._noKernel);
        command.Add(verify._out);
        command.Add(verify._json);
        command.SetAction(parsed => verify.Run(parsed, shell, catalogue));
        return command;
    }

    private int Run(ParseResult parsed, Shell shell, Catalogue catalogue)
    {
        var plan = PlanOf(parsed);
        var named = parsed.GetRequiredValue(_out);
        var folder = ReportFolder.Prepare(named);
        IVerifyAudience audience = parsed.GetValue(_json) ? new VerifyJson(shell) : new VerifyText(shell);
        var verification = new VerifyRun(plan, catalogue, shell, audience).Complete();
        folder.Write([.. ReportFiles.Of(verification.Report), .. verification.Traces]);
        audience.Conclude(verification.Report, Path.Combine(named, ReportFiles.Page));
        return !verification.Report.Agrees ? ExitCode.Differs
            : verification.Report.IsComplete ? ExitCode.Agrees : ExitCode.LeftOut;
    }

    private VerifyPlan PlanOf(ParseResult parsed)
    {
        var (seed, programs) = (parsed.GetValue(_seed), parsed.GetValue(_programs));
        var (comparesKernel, isQuick) = (!parsed.GetValue(_noKernel), parsed.GetValue(_quick));
        var allFaults = parsed.GetValue(_allFaults);
        if (!comparesKernel && (allFaults || (seed ?? programs) is not null))
        {
            throw new UnusableInputException("--seed, --programs and --all-faults mean nothing with --no-kernel.");
        }

        if (isQuick && allFaults)
        {
            throw new UnusableInputException("--quick makes no faults: it does not go with --all-faults.");
        }

        return new VerifyPlan
        {
            Seed = seed ?? VerifyPlan.UsualSeed,
            Programs = (int?)programs
                ?? (isQuick ? VerifyPlan.QuickPrograms : VerifyPlan.UsualPrograms),
            ComparesKernel = comparesKernel,
            Hunt = isQuick ? HuntExtent.None : allFaults ? HuntExtent.All : HuntExtent.Some,
        };
    }
}
