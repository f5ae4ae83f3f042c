namespace Wakeline.Checking.Reduction;

/// <summary>Parts of the state that steps read and write.</summary>
internal sealed class Accesses
{
    private static readonly string[] _everything = ["*"];

    /// <summary>What a rule reads. It reads its location at least: one without reads was not looked into.</summary>
    public static IReadOnlyList<string> ReadBy(RuleInfo rule) => rule.Reads.Count > 0 ? rule.Reads : _everything;

    /// <summary>What a rule writes.</summary>
    public static IReadOnlyList<string> WrittenBy(RuleInfo rule) => rule.Reads.Count > 0 ? rule.Writes : _everything;

    private readonly HashSet<string> _reads = [];
    private readonly HashSet<string> _writes = [];

    /// <summary>Whether there is any rule behind these sets.</summary>
    public bool HasRules { get; private set; }

    public IReadOnlyCollection<string> Reads => _reads;

    public IReadOnlyCollection<string> Writes => _writes;

    /// <summary>What some rules do together.</summary>
    public static Accesses Of(IEnumerable<RuleInfo> rules)
    {
        var all = new Accesses();
        foreach (var rule in rules)
        {
            all.HasRules = true;
            all.Read(ReadBy(rule));
            all._writes.UnionWith(WrittenBy(rule));
        }

        return all;
    }

    /// <summary>Adds parts that are read.</summary>
    public void Read(IEnumerable<string> paths) => _reads.UnionWith(paths);

    /// <summary>
    /// Whether steps of two processes can be exchanged wherever both are possible, and neither makes the other possible
    /// or impossible: no part that one writes is read or written by the other.
    /// </summary>
    public bool IsIndependentOf(Accesses other, bool areSiblings) =>
        !StatePath.OverlapAny(_writes, other._reads, areSiblings)
        && !StatePath.OverlapAny(_writes, other._writes, areSiblings)
        && !StatePath.OverlapAny(_reads, other._writes, areSiblings);
}
