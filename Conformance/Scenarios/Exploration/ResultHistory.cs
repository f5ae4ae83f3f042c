using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Scenarios.Exploration;

/// <summary>Numbers sequences of results, so that a state holds one in four bytes. The empty one is 0.</summary>
internal sealed class ResultHistory
{
    private readonly List<(int Before, CallResult? Last)> _sequences = [(0, null)];
    private readonly Dictionary<(int Before, CallResult Last), int> _numbers = [];

    /// <summary>The number of a sequence with one more result.</summary>
    public int Append(int before, CallResult last)
    {
        if (!_numbers.TryGetValue((before, last), out var number))
        {
            number = _sequences.Count;
            _numbers.Add((before, last), number);
            _sequences.Add((before, last));
        }

        return number;
    }

    /// <summary>The last result of a sequence that is not empty.</summary>
    public CallResult LastOf(int number) => _sequences[number].Last!;

    /// <summary>The results of a sequence.</summary>
    public Sequence<CallResult> ResultsOf(int number)
    {
        var results = new List<CallResult>();
        for (var at = number; at != 0; at = _sequences[at].Before)
        {
            results.Add(_sequences[at].Last!);
        }

        results.Reverse();
        return results.ToSequence();
    }
}
