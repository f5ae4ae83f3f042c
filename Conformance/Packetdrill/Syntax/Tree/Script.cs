using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Syntax.Tree;

/// <summary>A script as it was written, words that it defines replaced.</summary>
/// <param name="Options">The options at its beginning.</param>
/// <param name="Setup">The command before the events.</param>
/// <param name="Events">The events.</param>
/// <param name="Cleanup">The command after the events.</param>
internal sealed record Script(
    Sequence<ScriptOption> Options, Command? Setup, Sequence<ScriptEvent> Events, Command? Cleanup);

/// <summary>An option: <c>--name=value</c>, <c>--name</c>, or <c>-D X=3</c>, which is <c>--define=X=3</c>.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Name">Its name, without hyphens.</param>
/// <param name="Value">Its value, if it has one.</param>
internal sealed record ScriptOption(SourcePosition Position, string Name, string? Value)
{
    /// <summary>Defines a word.</summary>
    public const string Define = "define";
}

/// <summary>A time, and what happens then.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Time">When.</param>
/// <param name="Action">What.</param>
internal sealed record ScriptEvent(SourcePosition Position, EventTime Time, ScriptAction Action);

/// <summary>What an event does or expects.</summary>
/// <param name="Position">Where it stands.</param>
internal abstract record ScriptAction(SourcePosition Position);

/// <summary>A command of the shell, between backquotes.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Text">The command.</param>
internal sealed record Command(SourcePosition Position, string Text) : ScriptAction(Position);

/// <summary>Code, <c>%{ ... }%</c>, about what the stack knows of its connection at that moment.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Text">The code between the braces.</param>
internal sealed record Code(SourcePosition Position, string Text) : ScriptAction(Position);
