using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Suites.Running;

/// <summary>What comes of a case that could not be run to its end.</summary>
internal static class UnfinishedCase
{
    /// <summary>The outcome; <see langword="null"/> if it is not the target that kept it from its end.</summary>
    public static CaseOutcome? OutcomeOf(Exception failure) => failure switch
    {
        TargetException => new CaseOutcome(CaseVerdict.Broken, failure.Message),
        UnsupportedException => new CaseOutcome(CaseVerdict.NotApplicable, failure.Message),
        _ => null,
    };
}
