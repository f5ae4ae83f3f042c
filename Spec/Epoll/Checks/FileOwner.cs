using static Wakeline.Spec.Epoll.Checks.FileOwnerStep;

namespace Wakeline.Spec.Epoll.Checks;

/// <summary>The user of a file, who closes it at some time.</summary>
[Machine]
public static partial class FileOwner
{
    /// <summary>The table.</summary>
    public static void Rules(Table<CheckListState, FileOwnerStep> table) => table
        .At(Location)
        .MutatedBy(CheckListState.MutationIn)
        .Final(Open, Closed)

        .In(Open).Per("fs/open.c close")
            .Always().Do(Put).Goto(Closed).Named("close");

    private static ref FileOwnerStep Location(ref CheckListState state, int self) => ref state.Files[self].Owner;

    private static void Put(ref CheckListState state, int self) => state.Files[self].References--;
}
