using System.Collections.Immutable;
using Wakeline.Conformance.Packetdrill.Plans.Assertions;
using Wakeline.Conformance.Packetdrill.Syntax;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Plans;

/// <summary>A script whose meaning is known, ready to be run.</summary>
/// <param name="Settings">How it is run.</param>
/// <param name="Steps">What it does and expects, in its order.</param>
internal sealed record Plan(RunSettings Settings, IReadOnlyList<PlanStep> Steps);

/// <summary>A step of a plan.</summary>
/// <param name="Position">Where it stands in the script.</param>
/// <param name="Time">When.</param>
internal abstract record PlanStep(SourcePosition Position, EventTime Time);

/// <summary>A packet arrives at the stack, or is expected from it.</summary>
/// <param name="Position">Where it stands in the script.</param>
/// <param name="Time">When.</param>
/// <param name="Packet">The packet.</param>
internal sealed record PacketStep(SourcePosition Position, EventTime Time, Packet Packet) : PlanStep(Position, Time);

/// <summary>A call is made.</summary>
/// <param name="Position">Where it stands in the script.</param>
/// <param name="Time">When.</param>
/// <param name="Shape">The call.</param>
/// <param name="Arguments">What it is given; where it writes to an argument, what it is expected to write.</param>
/// <param name="Result">What it is expected to return.</param>
/// <param name="Error">The error expected with it.</param>
/// <param name="Text">The call as the script has it.</param>
internal sealed record SystemCallStep(
    SourcePosition Position,
    EventTime Time,
    CallShape Shape,
    Sequence<Value> Arguments,
    Value Result,
    string? Error,
    string Text)
    : PlanStep(Position, Time)
{
    /// <summary>Whether the call sleeps, and another thread has to make it.</summary>
    public bool IsBlocking => Time.Return is not null;
}

/// <summary>Settings change.</summary>
/// <param name="Position">Where it stands in the script.</param>
/// <param name="Time">When.</param>
/// <param name="Sysctls">The settings that change.</param>
internal sealed record SettingsStep(
    SourcePosition Position, EventTime Time, ImmutableDictionary<string, string> Sysctls) : PlanStep(Position, Time);

/// <summary>What the stack tells of its connection is looked at.</summary>
/// <param name="Position">Where it stands in the script.</param>
/// <param name="Time">When.</param>
/// <param name="Statements">What is asserted.</param>
internal sealed record AssertionStep(SourcePosition Position, EventTime Time, IReadOnlyList<Statement> Statements)
    : PlanStep(Position, Time);

/// <summary>Something of a script that is not supported.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Reason">What is not supported.</param>
internal sealed record Unsupported(SourcePosition Position, string Reason);

/// <summary>What became of a script before it is run.</summary>
/// <param name="Plan">The plan; <see langword="null"/> if there are faults or something is not supported.</param>
/// <param name="Faults">What makes no sense.</param>
/// <param name="Unsupported">What is not supported.</param>
internal sealed record BoundScript(
    Plan? Plan, IReadOnlyList<SyntaxFault> Faults, IReadOnlyList<Unsupported> Unsupported);
