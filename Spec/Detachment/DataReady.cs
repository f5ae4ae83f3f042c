using static Wakeline.Spec.Detachment.CallbackStep;

namespace Wakeline.Spec.Detachment;

/// <summary>
/// The callback for a packet: it wakes the queue and asks the flags whether a signal is wanted. Both belong to what a
/// grace period keeps, and the callback is inside a section that the grace period waits for.
/// </summary>
[Machine]
public static partial class DataReady
{
    /// <summary>The table.</summary>
    public static void Rules(Table<DetachmentScene, CallbackStep> table) => table
        .At(Location)
        .MutatedBy(DetachmentScene.MutationIn)
        .Final(Done)
        .Fair(Fairness.Weak)

        .In(Pending).Per("net/core/sock.c sock_def_readable")
            .Always().Do(BeginReading).Goto(Finding).Named("a packet comes").Guards("M54")
        .In(Finding).Per("net/core/sock.c sock_def_readable")
            .When(IsAttached).Goto(Waking)
            .Otherwise().Do(EndReading).Goto(Done)
        .In(Waking).Holding("whead->lock").Per("net/core/sock.c sock_def_readable")
            .Always().Do(UseQueue).Goto(FindingFlags)
        .In(FindingFlags).Per("net/socket.c sock_wake_async")
            .When(IsAttached).Goto(ReadingFlags)
            .Otherwise().Do(EndReading).Goto(Done)
        .In(ReadingFlags).Per("net/socket.c sock_wake_async")
            .Always().Do(UseQueue).Do(EndReading).Goto(Done).Named("the queue's flags are read").Guards("M51b")

        .Mutant("M51b", "The flags that say whether a signal is wanted are the socket's, which no grace period keeps.")
            .Without("the queue's flags are read")
            .In(ReadingFlags).Always().Do(UseSocket).Do(EndReading).Goto(Done).Named("the socket's flags are read")

        .Mutant("M54", "A callback takes the queue in hand outside of any section that keeps it.")
            .Without("a packet comes")
            .In(Pending).Always().Goto(Finding).Named("a packet comes unprotected");

    private static ref CallbackStep Location(ref DetachmentScene scene, int self) => ref scene.Callbacks[self];

    private static bool IsAttached(in DetachmentScene scene, int self) => scene.IsAttached;

    private static void BeginReading(ref DetachmentScene scene, int self) => scene.Readers.Add(self);

    private static void EndReading(ref DetachmentScene scene, int self)
    {
        scene.Readers.Remove(self);
        scene.AwaitedReaders.Remove(self);
    }

    private static void UseQueue(ref DetachmentScene scene, int self) =>
        scene.FreedQueueWasUsed |= scene.QueueIsFreed;

    private static void UseSocket(ref DetachmentScene scene, int self) =>
        scene.FreedSocketWasUsed |= scene.SocketIsFreed;
}
