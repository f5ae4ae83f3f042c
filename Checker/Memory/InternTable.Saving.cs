namespace Wakeline.Checking.Memory;

/// <content>How a table is emptied, written elsewhere and filled again.</content>
internal sealed unsafe partial class InternTable
{
    /// <summary>Whether numbers were given up, whose places hold a 0 instead of a key.</summary>
    private bool _hasGaps;

    /// <summary>
    /// Numbers keys that are all new, in their order. A 0 keeps its number free, unless that is the first. While no
    /// thread is at work that has numbers left.
    /// </summary>
    /// <param name="keys">The keys.</param>
    /// <param name="notes">A note beside each, whose tag is 0; none for a table without notes.</param>
    /// <exception cref="MemoryBudgetException">There is no more memory; the table is as it was.</exception>
    public void Append(ReadOnlySpan<ulong> keys, ReadOnlySpan<uint> notes)
    {
        Grow(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            var number = (uint)_reserved;
            _keyArray[number] = keys[i];
            if (_noteArray is not null)
            {
                _noteArray[number] = notes[i];
                _tagArray![number] = 0;
            }

            var isGap = keys[i] == 0 && number > 0;
            _hasGaps |= isGap;
            while (!isGap && !TryPlace(Format.Hash.Of(keys[i]), number))
            {
                DoubleSlots();
                MeasureRoom();
            }

            _reserved++;
        }
    }

    /// <summary>
    /// Sees to it that no number below <see cref="Count"/> is given to a key later: those that threads took ahead are
    /// given up, with a 0 in the place of a key.
    /// </summary>
    public void Seal()
    {
        foreach (var interner in _interners.OrderByDescending(each => each.End))
        {
            if (interner.End == _reserved)
            {
                _reserved = interner.Next;
            }
            else
            {
                new Span<ulong>(_keyArray.Pointer + interner.Next, (int)interner.Unused).Clear();
                _hasGaps |= interner.Unused > 0;
            }

            interner.ReturnRange();
        }
    }

    /// <summary>Forgets every key and gives the memory back.</summary>
    public void Release()
    {
        _keyArray.Reset(SlotsLeast);
        _noteArray?.Reset(SlotsLeast);
        _tagArray?.Reset(SlotsLeast);
        _slotArray.Reset(SlotsLeast);
        Format = new SlotFormat(Format.Hash, SlotsLeast);
        _reserved = 0;
        _isCrowded = _hasGaps = false;
        foreach (var interner in _interners)
        {
            interner.Forget();
        }

        MeasureRoom();
    }

    private bool IsGap(uint number) => _hasGaps && number > 0 && _keyArray[number] == 0;
}
