using System.Runtime.InteropServices;

namespace Wakeline.Benchmarks.Checkers;

/// <summary>
/// A virtual machine gives memory that nobody uses back to its host, and whoever asks for it first waits until it is
/// there again. So that no contender waits for what the one before did not need, all of it is asked for beforehand.
/// </summary>
internal static unsafe class OwnMemory
{
    private const nuint Bytes = 1 << 30;
    private const nuint PageBytes = 4096;

    /// <summary>Asks for as much memory as a contender may need, and gives it back to the guest.</summary>
    public static void Claim()
    {
        var memory = (byte*)NativeMemory.Alloc(Bytes);
        for (nuint at = 0; at < Bytes; at += PageBytes)
        {
            memory[at] = 1;
        }

        NativeMemory.Free(memory);
    }
}
