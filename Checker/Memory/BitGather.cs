using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Wakeline.Checking.Memory;

/// <summary>Collects the bits under a mask side by side, and spreads them again.</summary>
internal static class BitGather
{
    /// <summary>The bits of a value under a mask, the lowest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Extract(ulong value, ulong mask) => Bmi2.X64.IsSupported
        ? Bmi2.X64.ParallelBitExtract(value, mask) : ExtractPortably(value, mask);

    /// <summary>A value whose bits under a mask are the low bits of another; it has no others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Deposit(ulong value, ulong mask) => Bmi2.X64.IsSupported
        ? Bmi2.X64.ParallelBitDeposit(value, mask) : DepositPortably(value, mask);

    internal static ulong ExtractPortably(ulong value, ulong mask)
    {
        var result = 0UL;
        for (var place = 0; mask != 0; place++, mask &= mask - 1)
        {
            result |= (value >> BitOperations.TrailingZeroCount(mask) & 1) << place;
        }

        return result;
    }

    internal static ulong DepositPortably(ulong value, ulong mask)
    {
        var result = 0UL;
        for (; mask != 0; value >>= 1, mask &= mask - 1)
        {
            result |= (value & 1) << BitOperations.TrailingZeroCount(mask);
        }

        return result;
    }
}
