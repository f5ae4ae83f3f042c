using FsCheck;
using FsCheck.Fluent;
using Wakeline.Conformance.Programs;
using Wakeline.Spec;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Generation;

/// <summary>A kind of step with the weight of its being chosen.</summary>
/// <param name="Weight">The weight; 0 for a step that makes no sense now.</param>
/// <param name="Draw">Draws the operands.</param>
internal readonly record struct Choice(int Weight, Func<Draws, CallStep> Draw);

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

    private static readonly Gen<Timeout> s_shortTimeout =
        Gen.Frequency((30, Gen.Constant(Timeout.Zero)), (1, Gen.Constant(Timeout.Finite)));

    private static readonly Gen<Timeout> s_timeout = Gen.Frequency(
        (3, Gen.Constant(Timeout.Zero)), (1, Gen.Constant(Timeout.Finite)), (12, Gen.Constant(Timeout.Never)));

    private static readonly Gen<bool> s_mostlyDontWait =
        Gen.Frequency((20, Gen.Constant(true)), (1, Gen.Constant(false)));

    private static readonly Gen<bool> s_mostlyWait =
        Gen.Frequency((3, Gen.Constant(true)), (5, Gen.Constant(false)));

    /// <summary>A slot of a list; now and then any other, or none.</summary>
    public static Gen<int> SlotOf(IReadOnlyList<int> fitting, IReadOnlyList<int> any) =>
        Gen.Frequency(
            (fitting.Count > 0 ? 30 : 0,
                fitting.Count > 0 ? Gen.Elements<int>(fitting) : Gen.Constant(CallStep.NoSlot)),
            (any.Count > 0 ? 1 : 0, any.Count > 0 ? Gen.Elements<int>(any) : Gen.Constant(CallStep.NoSlot)),
            (1, Gen.Constant(CallStep.NoSlot)));

    /// <summary>A mask of events to watch or ask for.</summary>
    public static Gen<PollEvents> Mask { get; } = Gen.Elements<PollEvents>(s_masks);

    /// <summary>A mask with epoll's flags.</summary>
    public static Gen<PollEvents> WatchedMask { get; } =
        from mask in Mask
        from flags in Gen.Frequency(
            (8, Gen.Constant(PollEvents.None)), (8, Gen.Constant(PollEvents.EdgeTriggered)),
            (3, Gen.Constant(PollEvents.OneShot)), (2, Gen.Constant(PollEvents.OneShot | PollEvents.EdgeTriggered)),
            (2, Gen.Constant(PollEvents.Exclusive)), (1, Gen.Constant(PollEvents.Exclusive | PollEvents.EdgeTriggered)))
        select mask | flags;

    /// <summary>A number of octets.</summary>
    public static Gen<int> Octets { get; } =
        Gen.Frequency((10, Gen.Choose(1, 12)), (2, Gen.Choose(13, 100)), (1, Gen.Constant(0)));

    /// <summary>A thing that is seldom so.</summary>
    public static Gen<bool> Seldom { get; } = Gen.Frequency((15, Gen.Constant(false)), (1, Gen.Constant(true)));

    /// <summary>Memory, which is seldom bad.</summary>
    public static Gen<UserMemory> Memory { get; } = Gen.Frequency(
        (30, Gen.Constant(UserMemory.Mapped)), (1, Gen.Constant(UserMemory.Unmapped)),
        (1, Gen.Constant(UserMemory.OutsideAddressSpace)));

    /// <summary>
    /// A timeout. On the first thread a call should not sleep for ever, as nobody may be there to wake it.
    /// </summary>
    public static Gen<Timeout> TimeoutOn(int thread) => thread == 0 ? s_shortTimeout : s_timeout;

    /// <summary>MSG_DONTWAIT, by the same reason.</summary>
    public static Gen<bool> DontWaitOn(int thread) => thread == 0 ? s_mostlyDontWait : s_mostlyWait;
}
