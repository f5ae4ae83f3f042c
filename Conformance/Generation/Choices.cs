using FsCheck;
using FsCheck.Fluent;
using Wakeline.Conformance.Programs;
using Wakeline.Spec;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Generation;

/// <summary>A kind of step with the weight of its being chosen.</summary>
internal readonly record struct Choice(int Weight, Gen<CallStep> Step);

/// <summary>Operands, the interesting ones more often.</summary>
internal static class Choices
{
    private static readonly PollEvents[] s_masks =
    [
        PollEvents.In, PollEvents.In, PollEvents.In | PollEvents.Out, PollEvents.Out, PollEvents.None,
        PollEvents.In | PollEvents.RdHup, PollEvents.RdHup, PollEvents.In | PollEvents.Out | PollEvents.RdHup,
        PollEvents.In | PollEvents.Pri, PollEvents.Err | PollEvents.Hup, PollEvents.In | PollEvents.RdNorm,
        PollEvents.WrNorm, PollEvents.WrBand | PollEvents.RdBand,
    ];

    /// <summary>A slot of a list; now and then any other, or none.</summary>
    public static Gen<int> SlotOf(IReadOnlyList<int> fitting, IReadOnlyList<int> any) =>
        Gen.Frequency(
            (fitting.Count > 0 ? 30 : 0,
                fitting.Count > 0 ? Gen.Elements<int>(fitting) : Gen.Constant(CallStep.NoSlot)),
            (any.Count > 0 ? 1 : 0, any.Count > 0 ? Gen.Elements<int>(any) : Gen.Constant(CallStep.NoSlot)),
            (1, Gen.Constant(CallStep.NoSlot)));

    /// <summary>A mask of events to watch or ask for.</summary>
    public static Gen<PollEvents> Mask => Gen.Elements<PollEvents>(s_masks);

    /// <summary>A mask with epoll's flags.</summary>
    public static Gen<PollEvents> WatchedMask =>
        from mask in Mask
        from flags in Gen.Frequency(
            (8, Gen.Constant(PollEvents.None)), (8, Gen.Constant(PollEvents.EdgeTriggered)),
            (3, Gen.Constant(PollEvents.OneShot)), (2, Gen.Constant(PollEvents.OneShot | PollEvents.EdgeTriggered)),
            (2, Gen.Constant(PollEvents.Exclusive)), (1, Gen.Constant(PollEvents.Exclusive | PollEvents.EdgeTriggered)))
        select mask | flags;

    /// <summary>A number of octets.</summary>
    public static Gen<int> Octets =>
        Gen.Frequency((10, Gen.Choose(1, 12)), (2, Gen.Choose(13, 100)), (1, Gen.Constant(0)));

    /// <summary>A thing that is seldom so.</summary>
    public static Gen<bool> Seldom => Gen.Frequency((15, Gen.Constant(false)), (1, Gen.Constant(true)));

    /// <summary>Memory, which is seldom bad.</summary>
    public static Gen<UserMemory> Memory => Gen.Frequency(
        (30, Gen.Constant(UserMemory.Mapped)), (1, Gen.Constant(UserMemory.Unmapped)),
        (1, Gen.Constant(UserMemory.OutsideAddressSpace)));

    /// <summary>
    /// A timeout. On the first thread a call should not sleep for ever, as nobody may be there to wake it.
    /// </summary>
    public static Gen<Timeout> TimeoutOn(int thread) => thread == 0
        ? Gen.Frequency((30, Gen.Constant(Timeout.Zero)), (1, Gen.Constant(Timeout.Finite)))
        : Gen.Frequency(
            (3, Gen.Constant(Timeout.Zero)), (1, Gen.Constant(Timeout.Finite)), (12, Gen.Constant(Timeout.Never)));

    /// <summary>MSG_DONTWAIT, by the same reason.</summary>
    public static Gen<bool> DontWaitOn(int thread) =>
        Gen.Frequency((thread == 0 ? 20 : 3, Gen.Constant(true)), (thread == 0 ? 1 : 5, Gen.Constant(false)));
}
