namespace Wakeline.Conformance.Suites;

/// <summary>What generated cases have to cover.</summary>
[Flags]
public enum SuiteGoals
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Every rule of the table of connections.</summary>
    Rules = 1,

    /// <summary>Every two rules that can fire one after the other.</summary>
    RulePairs = 2,

    /// <summary>Every event in every state, those included that are refused.</summary>
    StateEvents = 4,

    /// <summary>Numbers at, beside and far from the boundaries of guards.</summary>
    Boundaries = 8,

    /// <summary>All that exchange packets with the target.</summary>
    Exchanges = Rules | RulePairs | StateEvents | Boundaries | Faults,

    /// <summary>Programs of system calls that together fire every rule they can reach.</summary>
    Calls = 16,

    /// <summary>Threads that wait, and who may wake, who must, and how many.</summary>
    WakeUps = 32,

    /// <summary>Every derived fault of the table that a run can show and other exchanges do not.</summary>
    Faults = 64,

    /// <summary>Everything.</summary>
    All = Exchanges | Calls | WakeUps,
}
