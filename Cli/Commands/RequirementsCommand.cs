using System.CommandLine;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Requirements;
using Wakeline.Cli.Terminal;
using Wakeline.Spec.Tcp;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline requirements</c>: the numbered requirements of RFC 9293 against the rules.</summary>
internal sealed class RequirementsCommand
{
    private readonly Argument<string[]> _ids = new("ID")
    {
        Description = "Tell all about these requirements, such as MUST-12.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _level = new("--level")
    {
        Description = "Only those of this level: MUST, \"MUST NOT\", SHOULD, \"SHOULD NOT\", RECOMMENDED or MAY.",
        HelpName = "LEVEL",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public static Command Build(Shell shell, Catalogue catalogue)
    {
        var requirements = new RequirementsCommand();
        var command = new DocumentedCommand(
            "requirements",
            "Holds the 119 numbered requirements of RFC 9293 against the tables: which rules realise each, and which "
            + "systems and programs exercise these rules.")
        {
            Examples =
            [
                "wakeline requirements", "wakeline requirements MUST-12", "wakeline requirements --level MAY --json",
            ],
        };
        command.Add(requirements._ids);
        command.Add(requirements._level);
        command.Add(requirements._json);
        command.SetAction(parsed => requirements.Run(parsed, shell, catalogue));
        return command;
    }

    private int Run(ParseResult parsed, Shell shell, Catalogue catalogue)
    {
        var ids = parsed.GetRequiredValue(_ids);
        var chosen = Choose(ids, parsed.GetValue(_level));
        var rows = shell.Track(
            "Measuring", tell => RequirementMatrix.Measure(catalogue, chosen, tell, shell.Cancellation));
        if (parsed.GetValue(_json))
        {
            shell.WriteJson(RequirementListing.Of(rows), ReportJson.Default.RequirementListing);
        }
        else if (ids.Length == 0)
        {
            RequirementText.Write(rows, shell.Output);
        }
        else
        {
            foreach (var row in rows)
            {
                RequirementText.WriteWhole(row, shell.Output);
            }
        }

        return ExitCode.Agrees;
    }

    private static List<Requirement> Choose(string[] ids, string? level)
    {
        var chosen = RequirementCatalogue.All.ToList();
        if (ids.FirstOrDefault(id => chosen.All(each => each.Id != id)) is { } unknown)
        {
            throw new UnusableInputException(
                $"There is no requirement '{unknown}'; there are MUST-1 to MUST-69, SHLD-1 to SHLD-31, MAY-1 to MAY-18 "
                + "and REC-1.");
        }

        if (level is not null && chosen.All(each => each.Level != level))
        {
            var levels = chosen.Select(each => each.Level).Distinct().Order(StringComparer.Ordinal);
            throw new UnusableInputException($"There is no level '{level}'; there are {string.Join(", ", levels)}.");
        }

        chosen.RemoveAll(each =>
            (ids.Length > 0 && !ids.Contains(each.Id)) || (level is not null && each.Level != level));
        return chosen.Count > 0 ? chosen
            : throw new UnusableInputException($"None of the requirements named has the level '{level}'.");
    }
}
