using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Wakeline.Generators.Diagnostics;

/// <summary>What a table means: it can be read, but part of it is dead, missing or never ends.</summary>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor UnreachableState = Meaning(
        "WKL2001", "Unreachable state",
        "No row of '{0}' leads to '{1}' from its start '{2}', so that the rows for it never fire; add a Goto, change "
        + "Start(...), or remove the rows");

    public static readonly DiagnosticDescriptor TrapState = Meaning(
        "WKL2002", "Trap state",
        "'{1}' is reached but no row of '{0}' leads out of it, and it is not final; add a Goto, or declare "
        + "Final({1}) if the machine may stay there for ever");

    public static readonly DiagnosticDescriptor RowNeverFires = Meaning(
        "WKL2003", "Row that never fires",
        "The row '{0}' never fires: {1} every case it stands for, and rows are tried in the order of the table; move "
        + "it up, narrow the guards, or declare what stands above it Alternative()");

    public static readonly DiagnosticDescriptor IdleAlternative = Meaning(
        "WKL2004", "Alternative to nothing",
        "The row '{0}' is declared an alternative, but no later row with its trigger shares a location with it, so "
        + "that the word says nothing; remove it, or move the row above the one it leaves a chance");

    public static readonly DiagnosticDescriptor UnhandledEvent = Meaning(
        "WKL2005", "Event neither handled nor ignored",
        "'{1}' has no row for the event '{2}', which '{0}' handles elsewhere ({3}), so that it would be lost "
        + "without a word there; add a row, or Ignore() it");

    public static readonly DiagnosticDescriptor ObligationNeverDischarged = Meaning(
        "WKL2006", "Obligation that is never discharged",
        "The row '{0}' owes '{1}', but no row of '{2}' discharges it, so that it is owed for ever; add "
        + "Emits<...>(...).Discharge({1})");

    public static readonly DiagnosticDescriptor ObligationNeverOwed = Meaning(
        "WKL2007", "Obligation that is never owed",
        "The row '{0}' discharges '{1}', but no row of '{2}' owes it, so that this output is never made; add "
        + "Owe({1}) to the row that obliges");

    public static readonly DiagnosticDescriptor TimerNeverExpires = Meaning(
        "WKL2008", "Timer that is armed for nothing",
        "The row '{0}' arms '{1}', but no row of '{2}' says what happens when it expires; add Expires({1})");

    public static readonly DiagnosticDescriptor TimerNeverArmed = Meaning(
        "WKL2009", "Timer that is never armed",
        "The row '{0}' waits for '{1}' to expire, but no row of '{2}' arms it, so that it never fires; add Arm({1})");

    public static readonly DiagnosticDescriptor EmissionWithoutObligation = Meaning(
        "WKL2010", "Emission without obligation or guard",
        "The row '{0}' may emit at any moment and again after that, for ever: nothing obliges it and no guard ends "
        + "it; add Discharge(...) or When(...)");

    private static ImmutableArray<DiagnosticDescriptor> Meanings =>
    [
        UnreachableState, TrapState, RowNeverFires, IdleAlternative, UnhandledEvent, ObligationNeverDischarged,
        ObligationNeverOwed, TimerNeverExpires, TimerNeverArmed, EmissionWithoutObligation,
    ];
}
