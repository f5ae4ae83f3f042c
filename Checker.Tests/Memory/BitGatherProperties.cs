using FsCheck.Xunit;
using Wakeline.Checking.Memory;

namespace Wakeline.Checker.Tests.Memory;

/// <summary>What a processor without the instructions does is what they do.</summary>
public sealed class BitGatherProperties
{
    [Property]
    public bool ExtractingIsTheSameEverywhere(ulong value, ulong mask) =>
        BitGather.Extract(value, mask) == BitGather.ExtractPortably(value, mask);

    [Property]
    public bool DepositingIsTheSameEverywhere(ulong value, ulong mask) =>
        BitGather.Deposit(value, mask) == BitGather.DepositPortably(value, mask);

    [Property]
    public bool DepositingUndoesExtracting(ulong value, ulong mask) =>
        BitGather.DepositPortably(BitGather.ExtractPortably(value, mask), mask) == (value & mask);
}
