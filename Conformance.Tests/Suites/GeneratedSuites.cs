using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Exchanges;

namespace Wakeline.Conformance.Tests.Suites;

/// <summary>Suites that several tests look at; each is derived once.</summary>
internal static class GeneratedSuites
{
    /// <summary>Their seed.</summary>
    public const int Seed = 1;

    private static readonly Lazy<GeneratedSuite> s_exchanges =
        new(() => ConformanceSuites.Derive(SuiteGoals.Exchanges, Seed));

    /// <summary>All exchanges of a seed.</summary>
    public static GeneratedSuite Exchanges => s_exchanges.Value;

    /// <summary>One of so many exchanges.</summary>
    public static IReadOnlyList<Exchange> Sample(int every) =>
        [.. Exchanges.Cases.OfType<Exchange>().Where((_, index) => index % every == 0)];
}
