using System.CommandLine;
using Wakeline.Checking;
using Wakeline.Cli.CommandLine;

namespace Wakeline.Cli.Commands;

/// <summary>
/// <c>wakeline check SYSTEM</c>: searches one system, or every system of an assembly, or runs one at random.
/// </summary>
internal sealed class CheckCommand
{
    private readonly Argument<string?> _system = new("SYSTEM")
    {
        Description =
            "Name of the system; 'wakeline systems' lists them. With --assembly, all of its systems if not given.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _set = CommonOptions.Settings();

    private readonly Option<string?> _mutant = CommonOptions.Mutant();

    private readonly Option<string?> _property = new("--property")
    {
        Description = "Check this property only, and stop when it is decided.",
        HelpName = "P",
    };

    private readonly Option<ulong?> _depth = CommonOptions.Number(
        "--depth", "N", int.MaxValue, "Search the states that at most so many steps lead to. [default: all]");

    private readonly Option<ulong?> _threads = CommonOptions.Number(
        "--threads", "N", CheckOptions.ThreadsMost,
        "How many threads search; counts and verdicts do not depend on it. [default: one for each core]", least: 1);

    private readonly Option<ulong?> _simulate = CommonOptions.Number(
        "--simulate", "N", long.MaxValue / 2,
        "Take N random runs instead of searching, each with its own way of choosing.", least: 1);

    private readonly Option<ulong?> _steps = CommonOptions.Number(
        "--steps", "N", int.MaxValue, "With --simulate: the most steps of a run. [default: 1000]", least: 1);

    private readonly Option<ulong?> _seed = CommonOptions.Number(
        "--seed", "N", ulong.MaxValue, "With --simulate: from which the random runs follow. [default: 1]");

    private readonly Option<bool> _order = new("--por")
    {
        Description = "Leave out steps whose order makes no difference (partial-order reduction). Properties of whole "
            + "runs are not checked then, and counterexamples need not be shortest.",
    };

    private readonly Option<bool> _symmetry = new("--symmetry")
    {
        Description = "Visit one state for all that differ by an exchange of instances which the system declares "
            + "interchangeable. Properties of whole runs are checked where no run goes round without the goal.",
    };

    private readonly Option<bool> _fingerprint = new("--fingerprint")
    {
        Description = "Keep 64 bits of each state, which takes less memory, and say how probable it is that a state "
            + "was missed. Properties of whole runs are not checked then.",
    };

    private readonly DurabilityOptions _durability = new();

    private readonly Option<string?> _trace = new("--trace")
    {
        Description = "Write the first counterexample to this file, for 'wakeline replay'.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _junit = new("--junit")
    {
        Description = "Write the verdicts to this file in the form build servers read.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _assembly = CommonOptions.Assembly();

    private readonly Option<string?> _sources = new("--sources")
    {
        Description = "Print verdicts as errors on lines of the sources in this folder, as compilers do.",
        HelpName = "DIR",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public static Command Build(Shell shell, Catalogue catalogue)
    {
        var check = new CheckCommand();
        var command = new DocumentedCommand(
            "check", "Visits every reachable state of a system and judges its properties.")
        {
            Examples =
            [
                "wakeline check epoll-level",
                "wakeline check epoll-edge --mutant M2 --trace m2.json",
                "wakeline check epoll-level --set waiters=4 --symmetry",
                "wakeline check epoll-edge --set waiters=3 --memory 8G --disk edge.checkpoint",
                "wakeline check pipeline --fingerprint",
                "wakeline check pipeline --simulate 10000 --seed 7",
                "wakeline check --assembly bin/Release/net10.0/MyProtocol.dll --junit verdicts.xml",
            ],
        };
        Argument[] arguments = [check._system];
        Option[] options =
        [
            check._set, check._mutant, check._property, check._depth, check._threads, check._order, check._symmetry,
            check._fingerprint, check._durability.Memory, check._durability.Disk, check._simulate, check._steps,
            check._seed, check._trace, check._junit, check._assembly, check._sources, check._json,
        ];
        Array.ForEach(arguments, command.Add);
        Array.ForEach(options, command.Add);
        command.SetAction(parsed => check.Run(parsed, shell, catalogue));
        return command;
    }

    private int Run(ParseResult parsed, Shell shell, Catalogue shipped)
    {
        RequireSense(parsed);
        var output = new CheckOutput(
            shell, parsed.GetValue(_trace), parsed.GetValue(_junit), parsed.GetValue(_sources),
            parsed.GetValue(_json));
        var catalogue = CommonOptions.CatalogueOf(parsed.GetValue(_assembly), shipped);
        var name = parsed.GetValue(_system);
        if (parsed.GetValue(_simulate) is { } runs)
        {
            var simulated = catalogue.System(name!);
            var report = SimulationRunner.Run(
                simulated, ParametersOf(simulated, parsed), SimulationOptionsOf(parsed, runs), shell);
            return output.Show(report);
        }

        var entries = name is null ? catalogue.Systems : [catalogue.System(name)];
        var parameters = entries.Select(entry => ParametersOf(entry, parsed)).ToArray();
        CheckReport[] reports =
        [
            .. entries.Zip(parameters, (entry, each) => Check(entry, each, parsed, shell)),
        ];
        return output.Show(reports, isOne: name is not null);
    }

    private CheckReport Check(SystemEntry entry, Parameters parameters, ParseResult parsed, Shell shell)
    {
        var options = _durability.Add(OptionsOf(parsed), parsed, entry.Info.Name);
        var report = CheckRunner.Run(entry, parameters, options, shell);
        _durability.TellWhatIsLeft(
            report, options, parsed, [_assembly, _set, _mutant, _property, _depth, _symmetry], shell);
        return report;
    }

    /// <summary>What contradicts itself, or would be ignored, is refused before any work.</summary>
    private void RequireSense(ParseResult parsed)
    {
        if (parsed.GetValue(_system) is null)
        {
            Require(
                parsed.GetValue(_assembly) is not null,
                "Required argument SYSTEM is missing; see 'wakeline systems'.");
            RequireAbsent(
                parsed, "is about one system, which has to be named",
                _set, _mutant, _property, _trace, _simulate, _durability.Disk);
        }

        if (parsed.GetValue(_order))
        {
            RequireAbsent(parsed, "does not go with --por, which has to know all states", _durability.Disk);
        }

        if (parsed.GetValue(_fingerprint))
        {
            RequireAbsent(
                parsed, "does not go with --fingerprint, which keeps no states", _durability.Disk, _order, _symmetry);
        }

        if (parsed.GetValue(_simulate) is null)
        {
            RequireAbsent(parsed, "belongs to --simulate", _steps, _seed);
        }
        else
        {
            RequireAbsent(
                parsed, "does not go with --simulate",
                _depth, _order, _symmetry, _fingerprint, _sources, _durability.Memory, _durability.Disk);
        }
    }

    private static void RequireAbsent(ParseResult parsed, string why, params IEnumerable<Option> options)
    {
        foreach (var option in options)
        {
            Require(parsed.GetResult(option) is null or { Implicit: true }, $"{option.Name} {why}.");
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new UnusableInputException(otherwise);
        }
    }

    private Parameters ParametersOf(SystemEntry entry, ParseResult parsed) => CommonOptions.ParametersOf(
        entry.Info, parsed.GetRequiredValue(_set), parsed.GetValue(_mutant));

    private CheckOptions OptionsOf(ParseResult parsed) => new()
    {
        Property = parsed.GetValue(_property),
        PartialOrderReduction = parsed.GetValue(_order),
        SymmetryReduction = parsed.GetValue(_symmetry),
        DepthMost = (int?)parsed.GetValue(_depth) ?? CheckOptions.Default.DepthMost,
        Threads = (int?)parsed.GetValue(_threads) ?? CheckOptions.Default.Threads,
        Fingerprint = parsed.GetValue(_fingerprint),
    };

    private SimulationOptions SimulationOptionsOf(ParseResult parsed, ulong runs)
    {
        var usual = new SimulationOptions();
        return new SimulationOptions
        {
            Runs = (long)runs,
            StepsMost = (int?)parsed.GetValue(_steps) ?? usual.StepsMost,
            Seed = parsed.GetValue(_seed) ?? usual.Seed,
            Property = parsed.GetValue(_property),
            Threads = (int?)parsed.GetValue(_threads) ?? usual.Threads,
        };
    }
}
