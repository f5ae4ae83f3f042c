using Wakeline.Checking.Traces;

namespace Wakeline.Checking;

/// <summary>
/// What a check found out about one property: <see cref="Holds"/>, <see cref="Violated"/>, <see cref="BoundReached"/>
/// or <see cref="NotChecked"/>, and nothing else.
/// </summary>
public abstract record Verdict
{
    private protected Verdict() { }
}

/// <summary>The property holds: every reachable state was visited.</summary>
public sealed record Holds : Verdict
{
    /// <summary>
    /// Why the property says nothing about this system, such as a premise that no reachable state meets;
    /// <see langword="null"/> if it says something.
    /// </summary>
    public string? VacuousBecause { get; init; }

    /// <summary>Whether the property holds only because nothing ever put it to the test.</summary>
    public bool IsVacuous => VacuousBecause is not null;

    /// <summary>
    /// A bound on the probability that a state was missed, in which the property would not hold; 0 if none was.
    /// </summary>
    public double MissedProbability { get; init; }

    /// <summary>For a "sometimes" property, a shortest way to a state where its predicate holds.</summary>
    public Trace? Witness { get; init; }
}

/// <summary>The property does not hold.</summary>
/// <param name="Why">What is wrong, in one sentence.</param>
/// <param name="Trace">
/// The counterexample; a shortest one unless the property is a leads-to. <see langword="null"/> for a "sometimes"
/// property, which is violated by all runs together.
/// </param>
public sealed record Violated(string Why, Trace? Trace) : Verdict;

/// <summary>The search ended at a bound before the property was decided.</summary>
/// <param name="Bound">Which bound, in words: depth, number of states, memory.</param>
public sealed record BoundReached(string Bound) : Verdict;

/// <summary>The property was not decided, for a reason other than a bound.</summary>
/// <param name="Why">The reason, in one sentence.</param>
public sealed record NotChecked(string Why) : Verdict;
