using Wakeline.Checking.Memory;
using Wakeline.Checking.Search;

namespace Wakeline.Checking.Reduction;

/// <summary>What a search leaves out of the steps of states.</summary>
internal sealed class Reductions<TSystem, TState> where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private readonly PrivateLocations? _locations;
    private readonly SymmetryTest<TSystem, TState>? _test;
    private readonly TState _start;
    private readonly Mutation _mutation;
    private readonly int _count;
    private readonly int _testedMost;

    /// <exception cref="SpecificationException">The system declares nothing that a reduction needs.</exception>
    public Reductions(
        in TState start, Mutation mutation, CheckOptions options, IReadOnlyList<WatchedProperty> properties)
    {
        _start = start;
        _mutation = mutation;
        IsReduced = options.IsReduced;
        if (options.PartialOrderReduction)
        {
            _locations = new PrivateLocations(TSystem.Info, mutation, properties);
        }

        if (options.SymmetryReduction)
        {
            if (!TSystem.Info.HasInterchangeable)
            {
                throw new SpecificationException(
                    $"System '{TSystem.Info.Name}' declares no interchangeable instances, so that there is no symmetry "
                    + "to reduce it by.");
            }

            _count = TSystem.InterchangeableIn(in start);
            _test = new SymmetryTest<TSystem, TState>(_count);
            _testedMost = options.SymmetryStatesTested;
        }
    }

    /// <summary>Whether fewer states may be visited.</summary>
    public bool IsReduced { get; }

    /// <summary>
    /// Steps that need not be taken to visit as many states; <see langword="null"/> if too few are for it to matter.
    /// </summary>
    /// <param name="firings">How often each rule fired so far.</param>
    /// <param name="shareLeast">The share of pairs of steps that has to commute.</param>
    public CommutingSteps? CommutingSteps(IReadOnlyList<long> firings, double shareLeast) => IsReduced
        ? null : Reduction.CommutingSteps.Of<TSystem, TState>(in _start, _mutation, firings, shareLeast);

    /// <summary>A symmetry for one thread; <see langword="null"/> if no symmetry reduction is in force.</summary>
    public Symmetry<TSystem, TState>? CreateSymmetry() =>
        _test is null ? null : new Symmetry<TSystem, TState>(_count);

    /// <summary>What one thread reduces with.</summary>
    public Reducer<TSystem, TState> CreateReducer(Expansion<TState> expansion) => new(
        expansion, _locations is null ? null : new PartialOrder<TSystem, TState>(_locations), CreateSymmetry());

    /// <summary>Tests some states of a level for the symmetry that is declared.</summary>
    /// <exception cref="SpecificationException">The declaration is wrong.</exception>
    public void TestSymmetry(StateSet<TState> states, uint levelStart, uint levelEnd)
    {
        var tested = _test is null ? 0 : long.Min(levelEnd - levelStart, _testedMost);
        for (var i = 0L; i < tested; i++)
        {
            _test!.Require(in states.Load((uint)(levelStart + i * (levelEnd - levelStart) / tested)));
        }
    }
}
