using Wakeline.Conformance.Packetdrill.Syntax.Reading;

namespace Wakeline.Conformance.Packetdrill.Syntax;

/// <summary>Reads scripts of the packetdrill language.</summary>
internal static class ScriptText
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int LengthMost = 4 * 1024 * 1024;

    /// <summary>How many faults are told of one script.</summary>
    public const int FaultsMost = 20;

    /// <summary>Whether a word can be defined to stand for a value.</summary>
    public static bool CanDefine(string word, string value) =>
        ScriptReader.IsWord(word) && new TokenStream("").Define(word, value) is null;

    /// <summary>Reads a script. After a fault reading goes on at the next line that begins an event.</summary>
    /// <param name="text">The text.</param>
    /// <param name="definitions">Words to replace, beside those that the script defines itself; each can be
    /// defined.</param>
    public static ParsedScript Parse(string text, IReadOnlyDictionary<string, string>? definitions = null)
    {
        if (text.Length > LengthMost)
        {
            return new ParsedScript(null, [new SyntaxFault(
                new SourcePosition(1, 1),
                $"a script of at most {LengthMost} characters expected, this one has {text.Length}")]);
        }

        return new ScriptReader(text, definitions ?? new Dictionary<string, string>()).Read();
    }
}

/// <summary>A script that was read, or why it could not be.</summary>
/// <param name="Script">The script; <see langword="null"/> if there are faults.</param>
/// <param name="Faults">The faults, in the order of the text.</param>
internal sealed record ParsedScript(Tree.Script? Script, IReadOnlyList<SyntaxFault> Faults);
