using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Syntax.Tree;

/// <summary>A system call and what it is expected to return.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Result">What it returns.</param>
internal sealed record Call(SourcePosition Position, string Name, Sequence<Argument> Arguments, CallResult Result)
    : ScriptAction(Position);

/// <summary>What a call returns: <c>-1 EAGAIN (text)</c>, <c>0x2 (flags O_RDWR)</c>, <c>...</c>.</summary>
/// <param name="Value">The value.</param>
/// <param name="Error">The name of the error, if it is one.</param>
/// <param name="Notes">Remarks in parentheses.</param>
internal sealed record CallResult(Argument Value, string? Error, Sequence<string> Notes);

/// <summary>An argument of a call, or a part of one.</summary>
/// <param name="Position">Where it stands.</param>
internal abstract record Argument(SourcePosition Position);

/// <summary><c>...</c>: left to whoever runs the script.</summary>
/// <param name="Position">Where it stands.</param>
internal sealed record Ellipsis(SourcePosition Position) : Argument(Position);

/// <summary>A number.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Value">From -2^63 to 2^64 - 1.</param>
/// <param name="IsHexadecimal">Whether it was written so.</param>
internal sealed record Integer(SourcePosition Position, Int128 Value, bool IsHexadecimal = false) : Argument(Position);

/// <summary>A constant by its name, NULL among them.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Name">The name.</param>
internal sealed record NamedConstant(SourcePosition Position, string Name) : Argument(Position);

/// <summary>A string.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Value">Its characters.</param>
/// <param name="IsRepeated">Whether <c>...</c> follows, so that it is repeated to fill what is asked for.</param>
internal sealed record StringLiteral(SourcePosition Position, string Value, bool IsRepeated = false)
    : Argument(Position);

/// <summary><c>[a, b]</c>: a pointer to values that lie behind each other.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Items">The values.</param>
internal sealed record PointerTo(SourcePosition Position, Sequence<Argument> Items) : Argument(Position);

/// <summary><c>{a, name=b, name(c)=d}</c>: a structure.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Fields">Its fields.</param>
internal sealed record Structure(SourcePosition Position, Sequence<StructureField> Fields) : Argument(Position);

/// <summary>A field of a structure.</summary>
/// <param name="Name">Its name, if it is said.</param>
/// <param name="Length">Its length, if it is said in parentheses behind the name.</param>
/// <param name="Value">Its value.</param>
internal sealed record StructureField(string? Name, Argument? Length, Argument Value);

/// <summary><c>htons(80)</c>, <c>inet_addr("192.0.2.1")</c>.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Name">The function.</param>
/// <param name="Arguments">What it is applied to.</param>
internal sealed record Application(SourcePosition Position, string Name, Sequence<Argument> Arguments)
    : Argument(Position);

/// <summary>Two values and what is between them.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Operator">The operator, as C writes it.</param>
/// <param name="Left">The value before.</param>
/// <param name="Right">The value behind.</param>
internal sealed record Operation(SourcePosition Position, string Operator, Argument Left, Argument Right)
    : Argument(Position);

/// <summary>The complement <c>~</c> or the negative <c>-</c> of a value that is no plain number.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Operand">The value.</param>
internal sealed record Inversion(SourcePosition Position, char Operator, Argument Operand) : Argument(Position);
