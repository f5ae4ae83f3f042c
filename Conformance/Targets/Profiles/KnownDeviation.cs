using System.IO.Enumeration;
using Wakeline.Conformance.Suites;

namespace Wakeline.Conformance.Targets.Profiles;

/// <summary>
/// A departure from the specification that a target is known for. Its patterns have * and ?, and may be several with
/// <c> | </c> between them, of which one has to match.
/// </summary>
/// <param name="Case">A pattern for the names of the cases that show it.</param>
/// <param name="Rule">A pattern for the rule that comes nearest where the target departs.</param>
/// <param name="Reason">A pattern for the reason of the verdict.</param>
/// <param name="Actual">A pattern for what the target does there.</param>
/// <param name="After">A pattern for what the peer sent last before it departs.</param>
/// <param name="Requirement">The requirement that is not kept, such as <c>MUST-23</c>, if it has a number.</param>
/// <param name="Text">What the target does instead, in a sentence.</param>
/// <param name="Evidence">How that is known: a measurement, a function of its source, its documentation.</param>
/// <param name="Link">Where the evidence can be read; empty if it is a measurement.</param>
/// <param name="Measured">When it was last seen.</param>
public sealed record KnownDeviation(
    string Case, string Rule, string Reason, string Actual, string After, string Requirement, string Text,
    string Evidence, string Link, DateOnly Measured)
{
    private const string Or = " | ";

    /// <summary>Whether it is this that makes a target fail a case.</summary>
    public bool Explains(SuiteCase test, CaseOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(outcome);
        return CanExplain(outcome.Verdict) && Matches(Case, test.Name) && Matches(Rule, outcome.Rule)
            && Matches(Reason, outcome.Reason) && Matches(Actual, outcome.Actual)
            && (After == TargetProfile.Any || Matches(After, outcome.After));
    }

    /// <summary>That a target breaks is explained only by a departure that says how.</summary>
    private bool CanExplain(CaseVerdict verdict) => verdict == CaseVerdict.Failed
        || (verdict == CaseVerdict.Broken && Reason != TargetProfile.Any);

    /// <summary>
    /// Whether a case is one that should show it; of none it can be said where every case and every rule may.
    /// </summary>
    public bool Concerns(SuiteCase test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return (Case != TargetProfile.Any || Rule != TargetProfile.Any) && Matches(Case, test.Name)
            && (Rule == TargetProfile.Any || test.Rules.Any(rule => Matches(Rule, rule)));
    }

    private static bool Matches(string pattern, string text)
    {
        if (pattern == TargetProfile.Any)
        {
            return true;
        }

        foreach (var each in pattern.AsSpan().Split(Or))
        {
            if (FileSystemName.MatchesSimpleExpression(pattern.AsSpan()[each], text, ignoreCase: false))
            {
                return true;
            }
        }

        return false;
    }
}
