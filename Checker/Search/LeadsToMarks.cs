using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Search;

/// <summary>
/// What the search notes for one property of whole runs: for each state one bit whether the goal holds, one whether the
/// premise holds without it.
/// </summary>
internal sealed class LeadsToMarks(WatchedProperty property, MemoryBudget budget) : IDisposable
{
    /// <summary>States whose notes lie in one word.</summary>
    public const int StatesPerWord = 64;

    private readonly NativeArray<ulong> _goals = new(16, budget);
    private readonly NativeArray<ulong> _pending = new(16, budget);
    private readonly int _premise = property.Declared!.Predicate;
    private readonly int _goal = property.Declared.Goal;
    private readonly ulong _isUnconditional = property.Is(PropertyKind.AlwaysEventually) ? 1UL : 0;

    public WatchedProperty Property { get; } = property;

    /// <summary>Whether the premise held in any state.</summary>
    public bool IsPremiseMet { get; private set; }

    /// <summary>Memory held, in bytes.</summary>
    public long UsedBytes => (long)(_goals.Length + _pending.Length) * sizeof(ulong);

    /// <summary>Whether only that is noted, because there is no room for more.</summary>
    public bool IsPremiseOnly { get; private set; }

    /// <summary>Gives up the notes about single states, and notes no more of them.</summary>
    public void KeepPremiseOnly()
    {
        IsPremiseOnly = true;
        Dispose();
    }

    /// <summary>Takes over what was known.</summary>
    public void Restore(bool isPremiseMet) => IsPremiseMet = isPremiseMet;

    /// <summary>Makes room for notes about states up to an index, exclusive.</summary>
    public void Prepare(uint statesEnd)
    {
        if (IsPremiseOnly)
        {
            return;
        }

        var words = ((nuint)statesEnd + StatesPerWord - 1) / StatesPerWord;
        _goals.EnsureLength(words);
        _pending.EnsureLength(words);
    }

    /// <summary>
    /// Notes what holds in a state. Several threads may do so at a time for states that lie in different words.
    /// </summary>
    public void Note(ulong predicates, uint state)
    {
        var word = (nuint)(state >> 6);
        var goal = predicates >> _goal & 1;
        var premise = predicates >> _premise & 1 | _isUnconditional;
        if (premise != 0)
        {
            IsPremiseMet = true;
        }

        if (IsPremiseOnly)
        {
            return;
        }

        _goals[word] |= goal << (int)(state & 63);
        _pending[word] |= (premise & ~goal) << (int)(state & 63);
    }

    /// <summary>Whether the goal holds in a state.</summary>
    public bool IsGoal(uint state) => (_goals[state >> 6] >> (int)(state & 63) & 1) != 0;

    /// <summary>Whether a state has to be followed by one where the goal holds.</summary>
    public bool IsPending(uint state) => (_pending[state >> 6] >> (int)(state & 63) & 1) != 0;

    public void Dispose()
    {
        _goals.Dispose();
        _pending.Dispose();
    }
}
