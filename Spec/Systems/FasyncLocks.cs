using Wakeline.Spec.Fasync;

namespace Wakeline.Spec.Systems;

/// <summary>
/// Senders of asynchronous signals on three processors: a task that an interrupt may hit, a device that is busy with an
/// event, and a task that changes the owner.
/// </summary>
[CheckedSystem("fasync-locks")]
public readonly partial struct FasyncLocks
{
    /// <summary>The system.</summary>
    public static void Compose(SystemTable<SignalOwner> system) => system
        .Parameter("changes", 1, 0, 1, "whether the owner is changed meanwhile")
        .Start(Begin)
        .Run(typeof(Sender), "task")
        .Run(typeof(DeviceEvent), Two, "event {0}")
        .Run(typeof(OwnerChange), "fcntl")
        .MayEnd(EverybodyIsThrough)

        .LeadsTo(TheSenderIsAtIt, TheSenderIsThrough, "a signal is sent")
        .Always(AWriterIsAlone, "nobody reads the owner while it is changed")
        .Always(OneHoldsTheDevice, "the lock of the device has one holder")
        .Always(AHandlerRunsAlone, "a task does not go on under the handler that interrupts it")
        .Sometimes(AnInterruptHitsTheSender, "an interrupt comes before a signal is sent")
        .Sometimes(TwoRead, "two signals are sent at once")

        .Catches("M51a", "NoDeadlock");

    private static int Two(in SignalOwner owner) => 2;

    private static bool TheSenderIsThrough(in SignalOwner owner) => owner.Sender == SenderStep.Done;

    private static bool TheSenderIsAtIt(in SignalOwner owner) => !TheSenderIsThrough(in owner);

    private static bool AWriterIsAlone(in SignalOwner owner) =>
        owner.Change != OwnerChangeStep.Changing || owner.Readers == 0;

    private static bool OneHoldsTheDevice(in SignalOwner owner) =>
        !HoldsTheDevice(owner.Events[0]) || !HoldsTheDevice(owner.Events[1]);

    private static bool HoldsTheDevice(DeviceEventStep step) =>
        step is DeviceEventStep.Signalling or DeviceEventStep.Sending;

    private static bool AHandlerRunsAlone(in SignalOwner owner) =>
        owner.Events[DeviceEvent.Interrupt] is DeviceEventStep.Pending or DeviceEventStep.Done
        || owner.Sender is SenderStep.Ready or SenderStep.Done;

    private static bool AnInterruptHitsTheSender(in SignalOwner owner) =>
        owner.Sender == SenderStep.Ready && owner.Events[DeviceEvent.Interrupt] == DeviceEventStep.Sending;

    private static bool TwoRead(in SignalOwner owner) => owner.Readers == 2;

    private static bool EverybodyIsThrough(in SignalOwner owner) =>
        owner.Sender == SenderStep.Done && owner.Change == OwnerChangeStep.Done
        && owner.Events[0] == DeviceEventStep.Done && owner.Events[1] == DeviceEventStep.Done;

    private static SignalOwner Begin(Parameters parameters) => new()
    {
        Mutation = parameters.Mutation,
        Change = parameters["changes"] == 1 ? OwnerChangeStep.Ready : OwnerChangeStep.Done,
    };
}
