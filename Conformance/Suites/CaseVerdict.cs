namespace Wakeline.Conformance.Suites;

/// <summary>What came of a case on a target.</summary>
public enum CaseVerdict : byte
{
    /// <summary>The target did what the specification admits.</summary>
    Passed,

    /// <summary>It departs from the specification as its profile says that it does, with evidence.</summary>
    Deviates,

    /// <summary>It did what no behaviour of the specification explains.</summary>
    Failed,

    /// <summary>The specification cannot tell; the reason is given.</summary>
    Inconclusive,

    /// <summary>The target lacks what the case needs: a call, packets, threads, or virtual time.</summary>
    NotApplicable,

    /// <summary>Repetitions differ.</summary>
    Flaky,

    /// <summary>The target crashed, hung, flooded, or answered what is not of the contract.</summary>
    Broken,
}
