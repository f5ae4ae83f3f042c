using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace Wakeline.Benchmarks.InSpin;

/// <summary>
/// The bits of a state that change from one reachable state to another, side by side; all others are what they are in
/// the first state. Needs a processor that gathers bits (BMI2).
/// </summary>
internal sealed unsafe class ChangingBits
{
    private readonly Field[] _fields;

    /// <param name="mask">Ones for the bits that change.</param>
    /// <param name="start">The first state, in whole words.</param>
    public ChangingBits(ReadOnlySpan<byte> mask, ulong* start)
    {
        var fields = new List<Field>();
        var (packed, used) = (0, 0);
        for (var word = 0; word * sizeof(ulong) < mask.Length; word++)
        {
            var bytes = mask[(word * sizeof(ulong))..];
            var changing = 0UL;
            bytes[..int.Min(bytes.Length, sizeof(ulong))].CopyTo(new Span<byte>(&changing, sizeof(ulong)));
            var width = BitOperations.PopCount(changing);
            if (width == 0)
            {
                continue;
            }

            if (used + width > 64)
            {
                packed++;
                used = 0;
            }

            fields.Add(new Field(word, changing, start[word] & ~changing, packed, used));
            used += width;
        }

        _fields = [.. fields];
        Bytes = packed * sizeof(ulong) + (used + 7) / 8;
    }

    /// <summary>Bytes that they take; whoever packs writes up to seven more.</summary>
    public int Bytes { get; }

    /// <summary>Packs a state.</summary>
    public void Pack(ulong* state, ulong* packed)
    {
        var (at, bits) = (0, 0UL);
        foreach (ref readonly var field in _fields.AsSpan())
        {
            if (field.Packed != at)
            {
                packed[at] = bits;
                (at, bits) = (field.Packed, 0);
            }

            bits |= Bmi2.X64.ParallelBitExtract(state[field.Word], field.Changing) << field.Shift;
        }

        packed[at] = bits;
    }

    /// <summary>Makes two copies of a packed state.</summary>
    public void Unpack(ulong* packed, ulong* state, ulong* copy)
    {
        foreach (ref readonly var field in _fields.AsSpan())
        {
            var word = field.Constant
                | Bmi2.X64.ParallelBitDeposit(packed[field.Packed] >> field.Shift, field.Changing);
            state[field.Word] = word;
            copy[field.Word] = word;
        }
    }

    /// <summary>Makes a reachable state equal another one.</summary>
    public void Restore(ulong* state, ulong* source)
    {
        foreach (ref readonly var field in _fields.AsSpan())
        {
            state[field.Word] = source[field.Word];
        }
    }

    private readonly record struct Field(int Word, ulong Changing, ulong Constant, int Packed, int Shift);
}
