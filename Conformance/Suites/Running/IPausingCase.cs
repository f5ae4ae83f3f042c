using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Suites.Running;

/// <summary>A case under way that others run beside, while it waits.</summary>
internal interface IPausingCase
{
    /// <summary>What came of it; <see langword="null"/> while it is under way.</summary>
    CaseOutcome? Outcome { get; }

    /// <summary>Goes on until it has to wait.</summary>
    /// <returns>How long it waits at the most, if its target has no news earlier.</returns>
    /// <exception cref="TargetException">The target broke.</exception>
    TimeSpan GoOn();
}

/// <summary>A case that others can run beside, on the same target.</summary>
internal interface IShareableCase
{
    /// <summary>Begins it.</summary>
    /// <exception cref="TargetException">The target broke.</exception>
    IPausingCase Begin(ITarget target, SuiteRunOptions options, CaseDeadline deadline);
}
