using Wakeline.Conformance.Programs;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Linux;

/// <summary>Pointers as a step wants them.</summary>
internal static unsafe class UserPointer
{
    /// <summary>In the first page, which no process has mapped.</summary>
    private static void* Unmapped => (void*)16;

    /// <summary>In the kernel's half of the addresses.</summary>
    private static void* OutsideAddressSpace => (void*)0xFFFF_8000_0000_0000;

    /// <summary>The pointer to hand over where <paramref name="mapped"/> is the good one.</summary>
    public static void* Of(CallStep step, void* mapped) => step.Memory switch
    {
        UserMemory.Unmapped => Unmapped,
        UserMemory.OutsideAddressSpace => OutsideAddressSpace,
        _ => mapped,
    };
}
