using Wakeline.Spec.Pipes;

namespace Wakeline.Spec.Systems;

/// <summary>Tasks that write to a pipe, read it, splice it into something else, and watch it edge-triggered.</summary>
[CheckedSystem("pipe")]
public readonly partial struct PipeReadWrite
{
    private const int Writers = 2;

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<PipeScene> system) => system
        .Parameter("slots", 2, 1, 4, "buffers the pipe holds")
        .Parameter("writes", 2, 1, 4, "buffers the first writer fills")
        .Parameter("more", 1, 0, 4, "buffers the second writer fills")
        .Parameter("reads", 2, 0, 4, "buffers the reader empties")
        .Parameter("splices", 1, 0, 4, "buffers the splicer empties")
        .Parameter("watched", 1, 0, 1, "whether a task watches the pipe, edge-triggered")
        .Start(Begin)
        .Run(typeof(PipeWrite), WriterCount, "writer {0}")
        .Run(typeof(PipeRead), "reader")
        .Run(typeof(PipeSplice), "splicer")
        .Run(typeof(PipeWatcher), "watcher")
        .MayEnd(EverythingRests)

        .AtRest(NoSleeperIsForgotten, "no task sleeps for ever although it could go on")
        .AtRest(EveryWriteIsReported, "who watches is told of every write, read or not")
        .LeadsTo(ASleeperCouldGoOn, NoSleeperIsForgotten, "a sleeper that could go on is woken")
        .Always(ThePipeKeepsItsSize, "no more buffers are filled than there are")
        .Sometimes(AWriterSleeps, "a writer sleeps")
        .Sometimes(AReaderSleeps, "a reader sleeps")
        .Sometimes(TwoWaitForData, "a reader and a splicer wait for the same data")

        .Catches("M37", nameof(NoSleeperIsForgotten), "slots=1,more=0,reads=0,splices=2,watched=0")
        .Catches("M52", nameof(EveryWriteIsReported), "more=0,reads=0,splices=0")
        .Catches("M53", nameof(NoSleeperIsForgotten), "writes=3,more=2,reads=4,splices=0,watched=0");

    private static int WriterCount(in PipeScene pipe) => Writers;

    private static bool NoSleeperIsForgotten(in PipeScene pipe)
    {
        for (var task = 0; task < Writers; task++)
        {
            if (IsAsleep(in pipe, task) && !pipe.IsFull)
            {
                return false;
            }
        }

        return pipe.IsEmpty || (!AReaderSleeps(in pipe) && !ASplicerSleeps(in pipe));
    }

    private static bool ASleeperCouldGoOn(in PipeScene pipe) => !NoSleeperIsForgotten(in pipe);

    private static bool EveryWriteIsReported(in PipeScene pipe) => !pipe.HasUnreportedWrite;

    private static bool ThePipeKeepsItsSize(in PipeScene pipe) =>
        unchecked((byte)(pipe.Head - pipe.Tail)) <= pipe.Slots;

    private static bool AWriterSleeps(in PipeScene pipe) => IsAsleep(in pipe, 0);

    private static bool AReaderSleeps(in PipeScene pipe) =>
        pipe.Tasks[PipeScene.Reader] is { Read: PipeReadStep.Asleep, Sleeps: true };

    private static bool ASplicerSleeps(in PipeScene pipe) =>
        pipe.Tasks[PipeScene.Splicer] is { Splice: PipeSpliceStep.Asleep, Sleeps: true };

    private static bool TwoWaitForData(in PipeScene pipe) => pipe.ReadQueue.Count == 2;

    private static bool IsAsleep(in PipeScene pipe, int writer) =>
        pipe.Tasks[writer] is { Write: PipeWriteStep.Asleep, Sleeps: true };

    private static bool EverythingRests(in PipeScene pipe) =>
        WriterRests(in pipe, 0) && WriterRests(in pipe, 1) && !pipe.IsLocked && !pipe.Watch.HasNews
        && (pipe.Tasks[PipeScene.Reader] is { Read: PipeReadStep.Ready, Left: 0 } || AReaderSleeps(in pipe))
        && (pipe.Tasks[PipeScene.Splicer] is { Splice: PipeSpliceStep.Ready, Left: 0 } || ASplicerSleeps(in pipe));

    private static bool WriterRests(in PipeScene pipe, int writer) =>
        pipe.Tasks[writer] is { Write: PipeWriteStep.Ready, Left: 0 } || IsAsleep(in pipe, writer);

    private static PipeScene Begin(Parameters parameters)
    {
        var pipe = new PipeScene
        {
            Mutation = parameters.Mutation,
            Slots = (byte)parameters["slots"],
            IsPolled = parameters["watched"] == 1,
        };
        pipe.Tasks[0].Left = (byte)parameters["writes"];
        pipe.Tasks[1].Left = (byte)parameters["more"];
        pipe.Tasks[PipeScene.Reader].Left = (byte)parameters["reads"];
        pipe.Tasks[PipeScene.Splicer].Left = (byte)parameters["splices"];
        return pipe;
    }
}
