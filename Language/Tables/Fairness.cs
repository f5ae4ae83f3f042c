namespace Wakeline;

/// <summary>
/// What a leads-to property may assume about a rule (Lamport, "The temporal logic of actions", 1994).
/// </summary>
public enum Fairness : byte
{
    /// <summary>The rule may be put off for ever.</summary>
    None,

    /// <summary>A rule that stays enabled for ever fires.</summary>
    Weak,

    /// <summary>A rule that is enabled again and again fires.</summary>
    Strong,
}
