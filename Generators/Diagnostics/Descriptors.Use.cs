using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Wakeline.Generators.Diagnostics;

/// <summary>How a table is used: its methods, its state, its sources, the systems made of it.</summary>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor ImpureRule = Use(
        "WKL3001", "Impure guard or effect",
        "'{0}' runs in a rule but {1}: the same state would not always have the same successors; put what it needs "
        + "into the state");

    public static readonly DiagnosticDescriptor AllocatingRule = Use(
        "WKL3002", "Guard or effect that allocates",
        "'{0}' runs in a rule but allocates: {1}; a checker runs it for every state, so use values, spans and the "
        + "bounded collections instead");

    public static readonly DiagnosticDescriptor GuardWritesState = Use(
        "WKL3003", "Writable reference to what is read-only",
        "'{0}' turns what it was given by 'in' into a writable reference; a condition that changes the state makes "
        + "the order of tests matter; take a copy, or make the change an effect");

    public static readonly DiagnosticDescriptor UnusedStateField = Create(
        "WKL3004", "State field that is never read",
        "The field '{0}.{1}' is part of a machine's state but nothing reads it, so that it only makes equal states "
        + "different; read it, or remove it",
        "Wakeline.Use", DiagnosticSeverity.Warning, WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor UnknownCitation = Use(
        "WKL3005", "Unknown citation",
        "'{0}' is no key of {1}, so that readers cannot look it up and coverage by source misses it; add a line for "
        + "it{2}");

    public static readonly DiagnosticDescriptor UnknownProperty = Use(
        "WKL3006", "Unknown property",
        "The system '{0}' has no property '{1}' that the mutant '{2}' could violate; name one of its properties{3}");

    public static readonly DiagnosticDescriptor UnknownMutant = Use(
        "WKL3007", "Unknown mutant",
        "No machine of the system '{0}' has a mutant '{1}', so that nothing could be caught; name one of a machine "
        + "that it runs or that reacts in it{2}");

    public static readonly DiagnosticDescriptor NotAMachine = Use(
        "WKL3008", "Not a machine",
        "The system '{0}' runs '{1}', which is no machine: nothing is generated for it; mark it with [Machine] or "
        + "name a class that is");

    public static readonly DiagnosticDescriptor ParameterOutOfRange = Use(
        "WKL3009", "Parameter out of its own range",
        "The parameter '{0}' is {1} but may only be {2} to {3}, so that the system could not be started; correct "
        + "the numbers");

    public static readonly DiagnosticDescriptor UnusableBound = Use(
        "WKL3010", "Bound that cannot be set",
        "The bound '{0}' cannot be set on the system '{1}': {2}; write name=value, with commas between, of "
        + "parameters it has");

    private static ImmutableArray<DiagnosticDescriptor> Uses =>
    [
        ImpureRule, AllocatingRule, GuardWritesState, UnknownCitation, UnknownProperty, UnknownMutant, NotAMachine,
        ParameterOutOfRange, UnusableBound,
    ];
}
