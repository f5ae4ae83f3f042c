using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax;

namespace Wakeline.Conformance.Packetdrill.Running;

/// <summary>Reads, binds and runs scripts.</summary>
internal static class ScriptRunner
{
    /// <summary>Runs a script.</summary>
    /// <param name="text">The script.</param>
    /// <param name="source">Name of its file.</param>
    /// <param name="definitions">Words to replace.</param>
    /// <param name="settings">Settings that hold unless the script says otherwise.</param>
    /// <param name="boot">Starts a stack on which nothing has happened yet.</param>
    public static ScriptReport Run(
        string text,
        string source,
        IReadOnlyDictionary<string, string> definitions,
        RunSettings settings,
        Func<RunSettings, IStack> boot)
    {
        var (script, syntax) = ScriptText.Parse(text, definitions);
        if (script is null)
        {
            return Unusable(source, syntax);
        }

        var bound = PlanBinder.Bind(
            script, settings with { Folder = FolderOf(source) }, definitions);
        if (bound.Faults.Count > 0)
        {
            return Unusable(source, bound.Faults);
        }

        if (bound.Plan is not { } plan)
        {
            return new ScriptReport(source, ScriptVerdict.Unsupported, [.. bound.Unsupported.Select(each =>
                new ScriptFinding(each.Position.Line, each.Position.Column, each.Reason))]);
        }

        if (plan.Settings.IsOnlyRead)
        {
            return new ScriptReport(source, ScriptVerdict.Passed, []);
        }

        try
        {
            var (verdict, findings) = ScriptRun.Run(plan, boot(plan.Settings));
            return new ScriptReport(source, verdict, findings);
        }
        catch (UnsupportedException lacking)
        {
            return new ScriptReport(source, ScriptVerdict.Unsupported, [new ScriptFinding(0, 0, lacking.Message)]);
        }
    }

    private static string? FolderOf(string source) =>
        File.Exists(source) ? Path.GetDirectoryName(Path.GetFullPath(source)) : null;

    private static ScriptReport Unusable(string source, IReadOnlyList<SyntaxFault> faults) => new(
        source, ScriptVerdict.Unusable, [.. faults.Select(fault =>
            new ScriptFinding(fault.Position.Line, fault.Position.Column, fault.Message))]);
}
