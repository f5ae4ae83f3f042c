using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Cli.Reports;

/// <summary>What became of scripts, as <c>wakeline run --json</c> tells it.</summary>
/// <param name="On">What they ran on.</param>
/// <param name="Profile">Whose settings held.</param>
/// <param name="Passed">Scripts that passed.</param>
/// <param name="Failed">Scripts that failed.</param>
/// <param name="Unsupported">Scripts that ask for what is not supported.</param>
/// <param name="Unusable">Scripts that are not of the language.</param>
/// <param name="Scripts">The scripts in the order in which they ran.</param>
internal sealed record RunListing(
    string On,
    string Profile,
    int Passed,
    int Failed,
    int Unsupported,
    int Unusable,
    IReadOnlyList<ScriptListing> Scripts)
{
    public static RunListing Of(string on, string profile, IReadOnlyList<ScriptReport> reports)
    {
        int Count(ScriptVerdict verdict) => reports.Count(report => report.Verdict == verdict);
        return new RunListing(
            on, profile, Count(ScriptVerdict.Passed), Count(ScriptVerdict.Failed), Count(ScriptVerdict.Unsupported),
            Count(ScriptVerdict.Unusable),
            [.. reports.Select(report => new ScriptListing(
                report.Script, report.Verdict.ToString().ToLowerInvariant(), report.Findings))]);
    }
}

/// <summary>What became of a script.</summary>
/// <param name="Script">The file.</param>
/// <param name="Verdict">passed, failed, unsupported or unusable.</param>
/// <param name="Findings">Why: line, column, message, and what is expected and came if both differ.</param>
internal sealed record ScriptListing(string Script, string Verdict, IReadOnlyList<ScriptFinding> Findings);
