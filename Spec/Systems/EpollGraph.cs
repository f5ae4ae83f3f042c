using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using static Wakeline.Spec.Systems.CallProperties;
using static Wakeline.Spec.Systems.EpollProperties;

namespace Wakeline.Spec.Systems;

/// <summary>
/// Tasks that let instances watch instances, any the other, at once: whatever they do, no loop comes about, no chain of
/// more than five, and no file from which too many paths lead up.
/// </summary>
[CheckedSystem("epoll-graph")]
public readonly partial struct EpollGraph
{
    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("instances", 4, 2, 6, "epoll instances")
        .Parameter("chain", 3, 1, 6, "of those, the ones that watch each other in a chain before the run")
        .Parameter("shortcut", 0, 0, 1, "whether the first of the chain watches the last but one as well, and before")
        .Parameter("doubled", 0, 0, 4, "links of the chain that are there twice, through another descriptor")
        .Parameter("tasks", 2, 1, 2, "tasks that add any descriptor to any instance; an eventfd has two")
        .Parameter("calls", 1, 1, 3, "times each of them does so")
        .Start(Begin)
        .Run(typeof(GraphBuilder), Scene.Tasks, "task {0}")
        .Run(typeof(EpollControl), Scene.Tasks, "task {0}")
        .Reacts(typeof(ReadyList))
        .Reacts(typeof(PollCallback))
        .MayEnd(EveryTaskRests)

        .Never(AnInstanceWatchesItself, "no instance watches itself, through whatever others")
        .Never(AChainIsTooLong, "a chain has five instances at most")
        .Never(PathsAreTooMany, "few paths lead up from a file: 500, 100, 50 and 10 through 2, 3, 4 and 5 instances")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(ALoopIsRefused, "ELOOP happens")
        .Sometimes(ALinkIsMade, "a link is made")

        .Catches("M26", nameof(AnInstanceWatchesItself), "instances=2,chain=1")
        .Catches("M27a", nameof(PathsAreTooMany), "instances=5,chain=5,doubled=3,tasks=1")
        .Catches("M29a", nameof(AChainIsTooLong), "instances=6,chain=5,tasks=1")
        .Catches("M29b", nameof(AChainIsTooLong), "instances=6,chain=5,shortcut=1,tasks=1")
        .Catches("M29c", nameof(AnInstanceWatchesItself), "instances=3,chain=3,tasks=1");

    private static bool AnInstanceWatchesItself(in Kernel kernel) =>
        EpollTopology.LongestChain(in kernel) >= Capacity.Epolls;

    private static bool AChainIsTooLong(in Kernel kernel) =>
        EpollTopology.LongestChain(in kernel) > EpollTopology.MaxNests;

    /// <summary>A link that has just been made counts after the paths are checked.</summary>
    private static bool PathsAreTooMany(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (kernel.Tasks[task].Steps.EpollControl == EpollControlStep.PathCheck)
            {
                return false;
            }
        }

        for (var file = 0; file < Capacity.Files; file++)
        {
            if (kernel.Files[file].Kind == FileKind.Event && EpollTopology.PathsAreTooMany(in kernel, file))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ALoopIsRefused(in Kernel kernel) => kernel.Tasks[0].Error == Errno.ELOOP;

    private static bool ALinkIsMade(in Kernel kernel) =>
        kernel.Tasks[0].IsInUserMode && kernel.Tasks[0].Result == 0
        && kernel.Programs[0].Rounds < kernel.Bounds.Rounds;

    private static Kernel Begin(Parameters parameters)
    {
        var instances = parameters["instances"];
        var links = Math.Min(parameters["chain"], instances) - 1;
        var kernel = Scene.Of(parameters, parameters["tasks"], parameters["calls"]);
        for (var instance = 0; instance < instances; instance++)
        {
            OpenFiles.OpenEpoll(ref kernel);
        }

        var leaf = OpenFiles.OpenEvent(ref kernel, 0, nonblocking: true);
        Scene.Watch(ref kernel, links, leaf, PollEvents.In);
        if (parameters["shortcut"] == 1 && links > 1)
        {
            Scene.Watch(ref kernel, 0, links - 1, PollEvents.In);
        }

        for (var link = 0; link < links; link++)
        {
            Scene.Watch(ref kernel, link, link + 1, PollEvents.In);
            if (link < parameters["doubled"])
            {
                Scene.Watch(ref kernel, link, Scene.Duplicate(ref kernel, link + 1), PollEvents.In);
            }
        }

        kernel.Bounds.Sources = (byte)(Scene.Duplicate(ref kernel, leaf) + 1);
        return kernel;
    }
}
