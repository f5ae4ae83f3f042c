using Wakeline.Spec.Detachment;

namespace Wakeline.Spec.Systems;

/// <summary>Packets for a connection whose socket is closed while their callbacks run.</summary>
[CheckedSystem("socket-detachment")]
public readonly partial struct SocketDetachment
{
    /// <summary>The system.</summary>
    public static void Compose(SystemTable<DetachmentScene> system) => system
        .Parameter("packets", 2, 1, 3, "packets, each on a processor of its own")
        .Start(Begin)
        .Run(typeof(DataReady), Packets, "packet {0}")
        .Run(typeof(Detach), "close")
        .MayEnd(EverybodyIsThrough)

        .Never(AFreedQueueIsUsed, "nobody wakes a queue that was freed")
        .Never(AFreedSocketIsUsed, "nobody reads the flags of a socket that was freed")
        .LeadsTo(TheSocketIsOpen, EverythingIsFreed, "a grace period ends")
        .LeadsTo(SomebodyIsAtIt, EverybodyIsThrough, "callbacks and close come to an end")
        .Sometimes(TheFlagsAreRead, "a callback reads whether a signal is wanted")
        .Sometimes(AGracePeriodWaits, "a callback holds the queue of a socket that was freed")
        .Sometimes(APacketComesLate, "a packet comes after close")

        .Catches("M51b", nameof(AFreedSocketIsUsed), "packets=1")
        .Catches("M54", nameof(AFreedQueueIsUsed), "packets=1");

    private static int Packets(in DetachmentScene scene) => scene.Packets;

    private static bool AFreedQueueIsUsed(in DetachmentScene scene) => scene.FreedQueueWasUsed;

    private static bool AFreedSocketIsUsed(in DetachmentScene scene) => scene.FreedSocketWasUsed;

    private static bool TheSocketIsOpen(in DetachmentScene scene) => scene.IsAttached;

    private static bool EverythingIsFreed(in DetachmentScene scene) => scene.QueueIsFreed;

    private static bool AGracePeriodWaits(in DetachmentScene scene) =>
        scene.Callbacks[0] == CallbackStep.Waking && scene.Close == DetachStep.Grace;

    private static bool APacketComesLate(in DetachmentScene scene) =>
        scene.Callbacks[0] == CallbackStep.Finding && scene.QueueIsFreed;

    private static bool EverybodyIsThrough(in DetachmentScene scene)
    {
        for (var callback = 0; callback < scene.Packets; callback++)
        {
            if (scene.Callbacks[callback] != CallbackStep.Done)
            {
                return false;
            }
        }

        return scene.Close == DetachStep.Freed;
    }

    private static bool SomebodyIsAtIt(in DetachmentScene scene) => !EverybodyIsThrough(in scene);

    private static bool TheFlagsAreRead(in DetachmentScene scene) =>
        scene.Callbacks[0] == CallbackStep.ReadingFlags;

    private static DetachmentScene Begin(Parameters parameters) => new()
    {
        Mutation = parameters.Mutation,
        Packets = (byte)parameters["packets"],
    };
}
