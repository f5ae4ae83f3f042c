using Wakeline.Checking.Traces;

namespace Wakeline.Checking.Reduction;

/// <summary>
/// Tests in single states what a symmetry reduction rests on: whatever order the interchangeable instances are put in,
/// the successors are those of the state as it was, in that order, and no property tells the difference.
/// </summary>
/// <param name="count">How many instances are interchangeable.</param>
internal sealed class SymmetryTest<TSystem, TState>(int count)
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private readonly List<(TState State, int Rule)> _expected = [];
    private readonly List<(TState State, int Rule)> _successors = [];
    private readonly SuccessorList<TState> _collected = new();

    /// <summary>Tests a state.</summary>
    /// <exception cref="SpecificationException">The instances are not interchangeable.</exception>
    public void Require(in TState state)
    {
        RequireInvolution(in state);
        var image = state;
        var ends = TryCollect(in state, _expected);
        var permutations = new Permutations(int.Min(count, Permutations.CountMost));
        while (permutations.MoveNext())
        {
            var (a, b) = permutations.Exchange;
            TSystem.Exchange(ref image, a, b);
            for (var i = 0; i < _expected.Count; i++)
            {
                var (successor, rule) = _expected[i];
                TSystem.Exchange(ref successor, a, b);
                _expected[i] = (successor, rule);
            }

            RequireSameJudgement(in state, in image, a, b);
            if (TryCollect(in image, _successors) != ends || ends && !AreSame())
            {
                throw NotInterchangeable(a, b, "what it can do next");
            }
        }
    }

    private void RequireInvolution(in TState state)
    {
        for (var a = 0; a < count; a++)
        {
            for (var b = a + 1; b < count; b++)
            {
                var twice = state;
                TSystem.Exchange(ref twice, a, b);
                TSystem.Exchange(ref twice, b, a);
                if (!StateBytes.AreEqual(in twice, in state))
                {
                    throw NotInterchangeable(a, b, "it even if it is done twice");
                }
            }
        }
    }

    private void RequireSameJudgement(in TState state, in TState image, int a, int b)
    {
        if (TSystem.InterchangeableIn(in image) != count)
        {
            throw NotInterchangeable(a, b, "how many are interchangeable");
        }

        var differing = TSystem.Evaluate(in state) ^ TSystem.Evaluate(in image);
        if (differing != 0)
        {
            var predicate = System.Numerics.BitOperations.TrailingZeroCount(differing);
            throw NotInterchangeable(
                a, b, $"the value of '{TSystem.Info.Predicates.ElementAtOrDefault(predicate) ?? $"{predicate}"}'");
        }

        if (TSystem.MayEnd(in state) != TSystem.MayEnd(in image))
        {
            throw NotInterchangeable(a, b, "whether it may end");
        }
    }

    /// <summary>Collects successors; <see langword="false"/> if a step throws, which ends them early.</summary>
    private bool TryCollect(in TState state, List<(TState State, int Rule)> found)
    {
        _collected.Fill<TSystem>(in state);
        found.Clear();
        for (var index = 0; index < _collected.Count; index++)
        {
            found.Add((_collected[index].State, _collected[index].Step.Rule));
        }

        return _collected.Failure is null;
    }

    private bool AreSame()
    {
        Comparison<(TState State, int Rule)> order = (left, right) =>
            left.Rule != right.Rule ? left.Rule - right.Rule : StateBytes.Compare(in left.State, in right.State);
        _expected.Sort(order);
        _successors.Sort(order);
        return _expected.Count == _successors.Count
            && _expected.Zip(_successors).All(pair => order(pair.First, pair.Second) == 0);
    }

    private static SpecificationException NotInterchangeable(int a, int b, string what) => new(
        $"{(TSystem.Info.File.Length > 0 ? $"{TSystem.Info.File}: " : "")}System '{TSystem.Info.Name}' declares "
        + $"instances interchangeable that are not: to exchange {a} and {b} in a state changes {what}. Without the "
        + "symmetry reduction it can be checked.");
}
