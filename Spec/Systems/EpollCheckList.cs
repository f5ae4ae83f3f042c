using Wakeline.Spec.Epoll.Checks;

namespace Wakeline.Spec.Systems;

/// <summary>
/// Threads that let instances watch instances, with and without success, while files are closed that are watched below:
/// no check uses a file that is freed.
/// </summary>
[CheckedSystem("epoll-check-list")]
public readonly partial struct EpollCheckList
{
    private const int CallsMost = 3;

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<CheckListState> system) => system
        .Parameter("threads", 2, 1, 2, "threads that call epoll_ctl ADD")
        .Parameter("calls", 2, 1, CallsMost, "times each of them does so")
        .Start(Begin)
        .Run(typeof(NestedAddition), Threads, "thread {0}")
        .Run(typeof(FileOwner), Files, "file {0}")
        .MayEnd(NoCallIsUnderWay)

        .Never(AFreedFileIsUsed, "no check uses a file that is freed")
        .Never(TheListOutlivesItsCheck, "nothing is on the list when no check is under way")
        .AtRest(WhatIsClosedIsFreed, "in the end, a file that is closed is freed")
        .LeadsTo(ACallIsUnderWay, NoCallIsUnderWay, "a check comes to an end")
        .Always(AWalkBeginsAtTheFirstFile, "the walk down and the count visit each file")
        .Always(WhatIsListedIsPinned, "after the walk down, the files on the list are those that are pinned")
        .Always(AnOpenFileIsCollected, "no walk down leaves out a file that is open")
        .Always(CountsKeepTheirBounds, "no more calls are made than there are, nor files visited")
        .Sometimes(PathsAreCounted, "paths are counted")
        .Sometimes(AFileOutlivesItsClose, "a check keeps a file that is closed")

        .Catches("M27b", nameof(AFreedFileIsUsed), "threads=1,calls=2");

    private static bool AFreedFileIsUsed(in CheckListState state) => state.HasUsedFreedFile;

    private static bool TheListOutlivesItsCheck(in CheckListState state) =>
        state.MutexOwnerAndOne == 0 && !state.Listed.IsEmpty;

    private static bool WhatIsClosedIsFreed(in CheckListState state)
    {
        for (var file = 0; file < CheckListState.FileCount; file++)
        {
            if (state.Files[file].Owner == FileOwnerStep.Closed && state.Files[file].References > 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool AFileOutlivesItsClose(in CheckListState state) => !WhatIsClosedIsFreed(in state);

    private static bool ACallIsUnderWay(in CheckListState state) => state.MutexOwnerAndOne != 0;

    private static bool AWalkBeginsAtTheFirstFile(in CheckListState state)
    {
        for (var thread = 0; thread < state.ThreadCount; thread++)
        {
            if (state.Threads[thread] is { Step: NestedAddStep.Idle or NestedAddStep.Judge, Next: > 0 })
            {
                return false;
            }
        }

        return true;
    }

    private static bool WhatIsListedIsPinned(in CheckListState state)
    {
        for (var thread = 0; thread < state.ThreadCount; thread++)
        {
            for (var file = 0; file < CheckListState.FileCount; file++)
            {
                if (state.Threads[thread].Step == NestedAddStep.Judge
                    && state.Listed.Contains(file) != state.Threads[thread].Pinned.Contains(file))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool AnOpenFileIsCollected(in CheckListState state)
    {
        for (var thread = 0; thread < state.ThreadCount; thread++)
        {
            for (var file = 0; file < CheckListState.FileCount; file++)
            {
                if (state.Threads[thread].Step is NestedAddStep.Judge or NestedAddStep.Count
                    && state.Files[file].Owner == FileOwnerStep.Open && !state.Threads[thread].Pinned.Contains(file))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool CountsKeepTheirBounds(in CheckListState state)
    {
        for (var thread = 0; thread < state.ThreadCount; thread++)
        {
            if (state.Threads[thread].Calls > CallsMost || state.Threads[thread].Next > CheckListState.FileCount)
            {
                return false;
            }
        }

        return true;
    }

    private static bool PathsAreCounted(in CheckListState state) => state.Threads[0].Step == NestedAddStep.Count;

    private static bool NoCallIsUnderWay(in CheckListState state) => state.MutexOwnerAndOne == 0;

    private static int Threads(in CheckListState state) => state.ThreadCount;

    private static int Files(in CheckListState state) => CheckListState.FileCount;

    private static CheckListState Begin(Parameters parameters)
    {
        var state = new CheckListState
        {
            Mutation = parameters.Mutation,
            ThreadCount = (byte)parameters["threads"],
        };
        for (var thread = 0; thread < state.ThreadCount; thread++)
        {
            state.Threads[thread].Calls = (byte)parameters["calls"];
        }

        for (var file = 0; file < CheckListState.FileCount; file++)
        {
            state.Files[file].References = 1;
        }

        return state;
    }
}
