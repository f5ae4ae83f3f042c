using System.Runtime.CompilerServices;

namespace Wakeline.Checking.Reduction;

/// <summary>
/// All orders of a few things, each made from the one before by a single exchange (Heap, "Permutations by
/// interchanges", The Computer Journal 6, 1963).
/// </summary>
/// <param name="count">How many things.</param>
internal struct Permutations(int count)
{
    /// <summary>The most things of which all orders are tried.</summary>
    public const int CountMost = 5;

    private Counters _counters;
    private int _at = 1;

    /// <summary>The places to exchange.</summary>
    public (int A, int B) Exchange { get; private set; }

    /// <summary>Goes on to an order that was not there before.</summary>
    public bool MoveNext()
    {
        while (_at < count)
        {
            ref var counter = ref _counters[_at];
            if (counter < _at)
            {
                Exchange = (_at % 2 == 0 ? 0 : counter, _at);
                counter++;
                _at = 1;
                return true;
            }

            counter = 0;
            _at++;
        }

        return false;
    }

    [InlineArray(CountMost)]
    private struct Counters
    {
        private int _first;
    }
}
