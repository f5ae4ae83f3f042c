namespace Wakeline.Checking.Reduction;

/// <summary>
/// When two rules get in each other's way, by the numbers of the instances that take the steps and of what they choose.
/// <para>
/// A place that both touch, and one of them writes, is a set of reasons why it may be two places all the same: an index
/// of one is the number of its instance or its choice, and so is that of the other. There are four such reasons, and
/// sixteen sets of them.
/// </para>
/// </summary>
internal sealed class StepAccesses
{
    /// <summary>The case in which all numbers of two steps differ.</summary>
    public const int AllDiffer = 15;

    private const int Any = -1;
    private const int Self = -2;
    private const int Choice = -3;

    private readonly List<int[]> _reads = [];
    private readonly List<int[]> _writes = [];

    /// <param name="reads">Parts of the state that decide whether the rule fires, and what it does.</param>
    /// <param name="writes">Parts that it writes.</param>
    /// <param name="names">Numbers of the names of fields that were met.</param>
    public StepAccesses(IEnumerable<string> reads, IEnumerable<string> writes, Dictionary<string, int> names)
    {
        _reads.AddRange(reads.Distinct().Select(path => PartsOf(path, names)));
        _writes.AddRange(writes.Distinct().Select(path => PartsOf(path, names)));
        HasChoice = _reads.Concat(_writes).Any(path => path.Contains(Choice));
    }

    /// <summary>Whether what the rule touches depends on what it chose.</summary>
    public bool HasChoice { get; }

    /// <summary>
    /// For each of sixteen cases, one bit: whether a step of this rule and one of another get in each other's way.
    /// Bits of the number of a case say which numbers differ (<see cref="CaseOf"/>).
    /// </summary>
    public ushort ConflictsWith(StepAccesses other)
    {
        var reasons = 0;
        foreach (var write in _writes)
        {
            reasons |= ReasonsOf(write, other._writes) | ReasonsOf(write, other._reads);
        }

        foreach (var read in _reads)
        {
            reasons |= ReasonsOf(read, other._writes);
        }

        var conflicts = 0;
        for (var differing = 0; differing <= AllDiffer; differing++)
        {
            for (var set = 0; set <= AllDiffer; set++)
            {
                conflicts |= (reasons >> set & 1) != 0 && (set & differing) == 0 ? 1 << differing : 0;
            }
        }

        return (ushort)conflicts;
    }

    /// <summary>Which of the numbers of two steps differ.</summary>
    public static int CaseOf(int instance, int choice, int otherInstance, int otherChoice) =>
        (instance != otherInstance ? 1 : 0) | (instance != otherChoice ? 2 : 0)
        | (choice != otherInstance ? 4 : 0) | (choice != otherChoice ? 8 : 0);

    /// <summary>One bit for each set of reasons why a place may be another one.</summary>
    private static int ReasonsOf(int[] place, List<int[]> others)
    {
        var reasons = 0;
        foreach (var other in others)
        {
            reasons |= ReasonsOf(place, other);
        }

        return reasons;
    }

    private static int ReasonsOf(int[] place, int[] other)
    {
        var set = 0;
        for (var i = 0; i < place.Length && i < other.Length; i++)
        {
            if (place[i] >= 0 && other[i] >= 0)
            {
                if (place[i] != other[i])
                {
                    return 0;
                }
            }
            else if (place[i] < Any && other[i] < Any)
            {
                set |= (place[i] == Self ? 1 : 4) << (other[i] == Self ? 0 : 1);
            }
        }

        return 1 << set;
    }

    private static int[] PartsOf(string path, Dictionary<string, int> names) =>
    [
        .. StatePath.PartsOf(path).Select(part => part switch
        {
            StatePath.Self => Self,
            StatePath.Choice => Choice,
            ['[', ..] => Any,
            _ when names.TryGetValue(part, out var number) => number,
            _ => names[part] = names.Count,
        }),
    ];
}
