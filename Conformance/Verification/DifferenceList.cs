namespace Wakeline.Conformance;

/// <summary>The differences a run has found; programs that come down to the same one count once.</summary>
internal sealed class DifferenceList
{
    private readonly List<KernelDifference> _all = [];

    /// <summary>The differences, in the order in which they were found.</summary>
    public IReadOnlyList<KernelDifference> All => _all;

    /// <summary>How many programs differed.</summary>
    public int Programs => _all.Sum(difference => difference.Programs);

    /// <summary>Takes a difference, or counts it with the one it is like.</summary>
    public void Add(KernelDifference difference)
    {
        var known = _all.FindIndex(each => each.Step == difference.Step && each.Program == difference.Program);
        if (known < 0)
        {
            _all.Add(difference);
        }
        else
        {
            _all[known] = _all[known] with { Programs = _all[known].Programs + difference.Programs };
        }
    }
}
