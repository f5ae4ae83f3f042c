using System.Numerics;
using Wakeline.Checking.Simulation;

namespace Wakeline.Checking.Memory;

/// <summary>
/// A word that tells a small state from all others of its layout, as its packed form does, and costs less: the sum of
/// the words of the state, and of the same words turned, each by numbers of bits of its own. The sum is linear over the
/// bits, so whether no two states have the same one is decided by the rank of what the bits that vary become.
/// </summary>
internal sealed unsafe class WordFold : IDisposable
{
    /// <summary>The most words of a state.</summary>
    public const int WordsMost = 8;

    /// <summary>
    /// Three random places for each bit are nearly always independent up to some 58 bits of 64 (the threshold of
    /// 3-XORSAT: Dubois and Mandler, FOCS 2002).
    /// </summary>
    private const int TrialsMost = 64;

    private readonly StateLayout _layout;
    private readonly NativeArray<ulong> _turns;

    public WordFold(StateLayout layout, MemoryBudget budget)
    {
        _layout = layout;
        _turns = new NativeArray<ulong>(2 * WordsMost, budget);
    }

    /// <summary>
    /// Whether turns were found that tell all states apart. If not, the packed form stands for the sum.
    /// </summary>
    public bool IsTurned { get; private set; }

    /// <summary>By how many bits each word is turned to the left the first time.</summary>
    public ulong* Turns => _turns.Pointer;

    /// <summary>By how many bits each word is turned to the left the second time.</summary>
    public ulong* SecondTurns => _turns.Pointer + WordsMost;

    /// <summary>Takes up a layout with packed forms of one word.</summary>
    /// <returns>Whether sums are other ones from now on.</returns>
    public bool Attach()
    {
        if (IsTurned && TellsAllApart())
        {
            return false;
        }

        var random = new SplitMix(0);
        IsTurned = false;
        for (var trial = 0; trial < TrialsMost && !IsTurned; trial++)
        {
            for (nuint turn = 0; turn < _turns.Length; turn++)
            {
                _turns[turn] = random.Next() & 63;
            }

            IsTurned = TellsAllApart();
        }

        return true;
    }

    /// <summary>The sum of the words of a state that has no bits but those that the layout knows.</summary>
    public ulong Of(ulong* state)
    {
        if (!IsTurned)
        {
            return Pack(state);
        }

        var sum = 0UL;
        for (var word = 0; word < _layout.Words; word++)
        {
            sum ^= Turned(state[word], word);
        }

        return sum;
    }

    /// <summary>The packed form of such a state.</summary>
    public ulong Pack(ulong* state)
    {
        var packed = 0UL;
        var fields = _layout.FieldsByWord;
        var first = _layout.Base;
        var count = _layout.FirstOfWord[_layout.Words];
        for (var field = 0; field < count; field++)
        {
            packed ^= fields[field].Pack(state[fields[field].Word] ^ first[fields[field].Word]);
        }

        return packed;
    }

    public void Dispose() => _turns.Dispose();

    private ulong Turned(ulong bits, int word) => bits
        ^ BitOperations.RotateLeft(bits, (int)Turns[word]) ^ BitOperations.RotateLeft(bits, (int)SecondTurns[word]);

    /// <summary>Whether what the bits become is independent, by elimination.</summary>
    private bool TellsAllApart()
    {
        const int Bits = 64;
        var rows = stackalloc ulong[Bits];
        new Span<ulong>(rows, Bits).Clear();
        for (var word = 0; word < _layout.Words; word++)
        {
            for (var bits = _layout.Known[word]; bits != 0; bits &= bits - 1)
            {
                var sum = Turned(bits & (0 - bits), word);
                while (sum != 0 && rows[BitOperations.Log2(sum)] is var row and not 0)
                {
                    sum ^= row;
                }

                if (sum == 0)
                {
                    return false;
                }

                rows[BitOperations.Log2(sum)] = sum;
            }
        }

        return true;
    }
}
