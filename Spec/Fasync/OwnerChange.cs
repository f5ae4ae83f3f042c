using static Wakeline.Spec.Fasync.OwnerChangeStep;
using static Wakeline.Spec.Fasync.SignalOwner;

namespace Wakeline.Spec.Fasync;

/// <summary>A task on processor 2 that makes somebody else the owner, under the lock for writing.</summary>
[Machine]
public static partial class OwnerChange
{
    /// <summary>The table.</summary>
    public static void Rules(Table<SignalOwner, OwnerChangeStep> table) => table
        .At(Location)
        .MutatedBy(MutationIn)
        .Final(Done)
        .Fair(Fairness.Weak)

        .In(Ready).Per("fs/fcntl.c f_modown")
            .Always().Do(QueueWriter).Goto(Locking)
        .In(Locking).Per("fs/fcntl.c f_modown")
            .Unless(HasReaders).Goto(Changing)
        .In(Changing).Holding("fa_lock").Per("fs/fcntl.c f_modown")
            .Always().Do(EndWrite).Goto(Done);

    private static ref OwnerChangeStep Location(ref SignalOwner owner) => ref owner.Change;

    private static bool HasReaders(in SignalOwner owner) => owner.Readers > 0;

    private static void QueueWriter(ref SignalOwner owner) => owner.HasWriter = true;

    private static void EndWrite(ref SignalOwner owner) => owner.HasWriter = false;
}
