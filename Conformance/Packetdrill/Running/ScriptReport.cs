namespace Wakeline.Conformance.Packetdrill.Running;

/// <summary>What becomes of a script.</summary>
public enum ScriptVerdict : byte
{
    /// <summary>The stack does all that the script expects.</summary>
    Passed,
    /// <summary>It does something else.</summary>
    Failed,
    /// <summary>The script asks for something that is not there, so that nothing can be said.</summary>
    Unsupported,
    /// <summary>The script is not of the language.</summary>
    Unusable,
}

/// <summary>What became of a script.</summary>
/// <param name="Script">The file.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Findings">Why; empty for a script that passes without remarks.</param>
public sealed record ScriptReport(string Script, ScriptVerdict Verdict, IReadOnlyList<ScriptFinding> Findings);

/// <summary>A place of a script, and what is to be said of it.</summary>
/// <param name="Line">The line, from 1; 0 for the script as a whole.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Message">What is to be said.</param>
/// <param name="Expected">What the script expects, if the stack did something else.</param>
/// <param name="Actual">What the stack did.</param>
public sealed record ScriptFinding(
    int Line, int Column, string Message, string? Expected = null, string? Actual = null);
