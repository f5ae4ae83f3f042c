using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// Masks of the signals that programs send. All others are blocked, or not, as they are in the thread.
/// </summary>
internal static unsafe class SignalMasks
{
    /// <summary>How many words a mask of the C library has.</summary>
    public const int Words = 16;

    /// <summary>The kernel's number of a signal.</summary>
    public static int NumberOf(Signal signal) => signal == Signal.User1 ? Abi.User1Signal : Abi.User2Signal;

    /// <summary>Writes the mask of the calling thread, but with these signals blocked.</summary>
    public static void Fill(ulong* mask, BitSet<byte> blocked)
    {
        new Span<ulong>(mask, Words).Clear();
        _ = LibC.SetSignalMask(Abi.SignalSetMask, null, mask);
        for (var signal = 0; signal < SignalText.Count; signal++)
        {
            var bit = BitOf((Signal)signal);
            mask[0] = blocked.Contains(signal) ? mask[0] | bit : mask[0] & ~bit;
        }
    }

    /// <summary>sigprocmask for the calling thread.</summary>
    public static CallResult SetOwn(BitSet<byte> blocked)
    {
        var mask = stackalloc ulong[Words];
        Fill(mask, blocked);
        return new CallResult(LibC.SetSignalMask(Abi.SignalSetMask, mask, null));
    }

    /// <summary>sigpending: the signals as the bits of a number.</summary>
    public static CallResult Pending()
    {
        var mask = stackalloc ulong[Words];
        var result = CallMaker.Returned(LibC.PendingSignals(mask));
        var pending = 0;
        for (var signal = 0; signal < SignalText.Count; signal++)
        {
            pending |= (mask[0] & BitOf((Signal)signal)) != 0 ? 1 << signal : 0;
        }

        return result with { Value = pending };
    }

    private static ulong BitOf(Signal signal) => 1UL << (NumberOf(signal) - 1);
}
