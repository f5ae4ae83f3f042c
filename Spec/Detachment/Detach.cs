using static Wakeline.Spec.Detachment.DetachStep;

namespace Wakeline.Spec.Detachment;

/// <summary>
/// close: the connection is cut off its socket, the socket is freed, and after a grace period the queue.
/// </summary>
[Machine]
public static partial class Detach
{
    /// <summary>The table.</summary>
    public static void Rules(Table<DetachmentScene, DetachStep> table) => table
        .At(Location)
        .MutatedBy(DetachmentScene.MutationIn)
        .Final(Freed)
        .Fair(Fairness.Weak)

        .In(Open).Holding("sk_callback_lock").Per("include/net/sock.h sock_orphan")
            .Always().Goto(Orphaned)
        .In(Orphaned).Per("net/socket.c sock_free_inode")
            .Always().Do(BeginGracePeriod).Goto(Grace)
        .In(Grace).Per("net/socket.c sock_free_inode")
            .Unless(AReaderIsLeft).Goto(Freed);

    private static ref DetachStep Location(ref DetachmentScene scene) => ref scene.Close;

    private static bool AReaderIsLeft(in DetachmentScene scene) => !scene.AwaitedReaders.IsEmpty;

    private static void BeginGracePeriod(ref DetachmentScene scene) => scene.AwaitedReaders = scene.Readers;
}
