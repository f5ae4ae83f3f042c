namespace Wakeline.Checking.Memory;

/// <summary>
/// A basis, over the field of two elements, of the differences between states: for each bit of the packed form a row,
/// which are the bits of a state that change with it. A state is the first one with the rows of its packed bits added
/// by exclusive or.
/// </summary>
internal sealed unsafe class BitRows : IDisposable
{
    private const int WordBits = 64;

    private readonly NativeArray<RowRange> _ranges;
    private readonly NativeArray<RowPart> _parts;

    public BitRows(MemoryBudget budget)
    {
        _ranges = new NativeArray<RowRange>(WordBits, budget);
        _parts = new NativeArray<RowPart>(WordBits, budget);
    }

    /// <summary>Where the parts of each row lie, by its place in the packed form; nowhere if there is no row.</summary>
    public RowRange* Ranges => _ranges.Pointer;

    /// <summary>The parts of all rows.</summary>
    public RowPart* Parts => _parts.Pointer;

    /// <summary>The number of parts.</summary>
    public int PartCount { get; private set; }

    /// <summary>How many bits of a packed word have rows; they are its lowest.</summary>
    public int UsedBits(int packed)
    {
        var used = 0;
        var first = (nuint)packed * WordBits;
        while (used < WordBits && first < _ranges.Length && _ranges[first + (nuint)used].End > 0)
        {
            used++;
        }

        return used;
    }

    /// <summary>Adds a row in a place that has none.</summary>
    /// <param name="place">The place in the packed form.</param>
    /// <param name="row">The row, as a state.</param>
    /// <param name="words">Words of a state.</param>
    public void Add(int place, ulong* row, int words)
    {
        _ranges.EnsureLength(((nuint)place / WordBits + 1) * WordBits);
        _parts.EnsureLength((nuint)(PartCount + words));
        var first = PartCount;
        for (var word = 0; word < words; word++)
        {
            if (row[word] != 0)
            {
                _parts[(nuint)PartCount++] = new RowPart(word, row[word]);
            }
        }

        _ranges[(nuint)place] = new RowRange(first, PartCount);
    }

    /// <summary>Adds the row in a place to a state.</summary>
    public void AddTo(ulong* state, int place)
    {
        for (var part = Ranges[place].First; part < Ranges[place].End; part++)
        {
            state[Parts[part].Word] ^= Parts[part].Bits;
        }
    }

    /// <summary>The parts of the row in a place.</summary>
    public RowPart[] RowOf(int place) =>
        new ReadOnlySpan<RowPart>(Parts + Ranges[place].First, Ranges[place].End - Ranges[place].First).ToArray();

    /// <summary>Forgets every row.</summary>
    public void Clear()
    {
        PartCount = 0;
        _ranges.Clear();
    }

    public void Dispose()
    {
        _ranges.Dispose();
        _parts.Dispose();
    }
}

/// <summary>What a row has of one word of a state.</summary>
internal readonly record struct RowPart(int Word, ulong Bits);

/// <summary>The parts of one row.</summary>
internal readonly record struct RowRange(int First, int End);
