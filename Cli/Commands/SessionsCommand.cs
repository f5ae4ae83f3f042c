using System.CommandLine;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;
using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.Sessions;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline sessions</c>: random sessions with the kernel, which the model passes as scripts.</summary>
internal sealed class SessionsCommand
{
    private readonly Option<ulong?> _count = CommonOptions.Number(
        "--count", "N", 1_000_000, "How many sessions are held. [default: 100]");

    private readonly Option<ulong?> _seed = CommonOptions.Number(
        "--seed", "S", int.MaxValue / 2, "Seed of the first; each has the next one. [default: 1]");

    private readonly Option<ulong?> _sideBySide = CommonOptions.Number(
        "--parallel", "N", 256, "How many are held at the same time, each in a namespace of its own. [default: 8]");

    private readonly Option<string[]> _topic = new("--topic")
    {
        Description = "What they are about. [default: all]",
        HelpName = string.Join('|', RandomSessions.Topics),
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _shrink = new("--shrink")
    {
        Description = "Leave out of sessions that differ what does not make them differ.",
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Folder for the scripts of sessions that differ.",
        HelpName = "FOLDER",
    };

    private readonly Option<string?> _keep = new("--keep")
    {
        Description = "Folder for the scripts of all sessions, which 'wakeline run' can run later.",
        HelpName = "FOLDER",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public static Command Build(Shell shell)
    {
        var sessions = new SessionsCommand();
        var command = new DocumentedCommand(
            "sessions",
            "Holds random sessions with the kernel of this machine, writes down what it answers as scripts of the "
            + "packetdrill language, and runs these on the model. Shows in what the two differ. It takes root and "
            + "/dev/net/tun.")
        {
            Examples =
            [
                "wakeline sessions --count 500 --seed 7",
                "wakeline sessions --topic loss losses --shrink --out differing",
                "wakeline sessions --count 50 --json > sessions.json",
            ],
        };
        command.Add(sessions._count);
        command.Add(sessions._seed);
        command.Add(sessions._sideBySide);
        command.Add(sessions._topic);
        command.Add(sessions._shrink);
        command.Add(sessions._out);
        command.Add(sessions._keep);
        command.Add(sessions._json);
        command.SetAction(parsed => sessions.Run(parsed, shell));
        return command;
    }

    private int Run(ParseResult parsed, Shell shell)
    {
        if (!LinuxScripts.IsPermitted)
        {
            throw new UnusableInputException(
                "Sessions are held in network namespaces with TUN devices: it takes root and /dev/net/tun.");
        }

        var topics = parsed.GetRequiredValue(_topic);
        foreach (var topic in topics)
        {
            CommonOptions.Require("--topic", topic, RandomSessions.Topics);
        }

        var count = (int)(parsed.GetValue(_count) ?? 100);
        var kept = FolderOf(parsed.GetValue(_keep));
        var differing = FolderOf(parsed.GetValue(_out));
        var request = new SessionRequest(count, (int)(parsed.GetValue(_seed) ?? 1))
        {
            Topics = topics,
            SideBySide = (int)(parsed.GetValue(_sideBySide) ?? 8),
            Shrinks = parsed.GetValue(_shrink),
            Kept = kept is null ? null : (name, text) => File.WriteAllText(Path.Combine(kept, name), text),
        };
        var outcome = shell.Track("Sessions", tell => RandomSessions.Run(
            request, held => tell($"Sessions: {held} of {count}"), shell.Cancellation));
        foreach (var difference in outcome.Differences.Where(_ => differing is not null))
        {
            File.WriteAllText(Path.Combine(differing!, difference.Name), difference.Text);
        }

        if (parsed.GetValue(_json))
        {
            shell.WriteJson(SessionListing.Of(request, outcome), ReportJson.Default.SessionListing);
        }
        else
        {
            Write(count, outcome, shell);
        }

        return outcome.Differences.Count > 0 ? ExitCode.Differs : ExitCode.Agrees;
    }

    private static void Write(int count, SessionOutcome outcome, Shell shell)
    {
        foreach (var difference in outcome.Differences)
        {
            Write(difference, shell);
        }

        shell.Output.WriteLine(
            $"{count} sessions: the model agrees in {outcome.Agreeing} and differs in {outcome.Differences.Count}; in "
            + $"{outcome.Disturbed} the kernel did not repeat itself");
    }

    private static void Write(SessionDifference difference, Shell shell)
    {
        var finding = difference.Finding;
        shell.Output.WriteLine($"{difference.Name}:{finding.Line}: {finding.Message}");
        if (finding.Expected is not null)
        {
            shell.Output.WriteLine($"  kernel  {finding.Expected}");
            shell.Output.WriteLine($"  model   {finding.Actual}");
        }
    }

    private static string? FolderOf(string? folder)
    {
        try
        {
            return folder is null ? null : Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"The folder '{folder}' cannot be made: {refusal.Message}");
        }
    }
}
