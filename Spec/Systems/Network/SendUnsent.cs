using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Nic;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Systems.CallProperties;
using static Wakeline.Spec.Systems.EpollProperties;
using static Wakeline.Spec.Systems.Network.NetworkProperties;

namespace Wakeline.Spec.Systems.Network;

/// <summary>
/// A sender whose connection may hold only so many unsent octets (TCP_NOTSENT_LOWAT), and whose peer opens its window
/// octet by octet: it fills the connection without blocking and then waits for room in epoll_wait. Or the peer is the
/// sender itself, which blocks in send and reads afterwards.
/// </summary>
[CheckedSystem("send-unsent")]
public readonly partial struct SendUnsent
{
    private const int Connected = 1;

    private const int FarEnd = 2;

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("mark", 3, 2, 6, "unsent octets that stop a sender")
        .Parameter("window", 1, 1, 2, "octets the receive buffer holds")
        .Parameter("rounds", 1, 1, 3, "times the sender fills the connection and waits for room")
        .Parameter("alone", 0, 0, 1, "whether the sender is its own peer")
        .Start(Begin)
        .Run(typeof(UserProgram), Scene.Tasks, "task {0}")
        .Run(typeof(Send), Scene.Tasks, "task {0}")
        .Run(typeof(Receive), Scene.Tasks, "task {0}")
        .Run(typeof(EpollWait), Scene.Tasks, "task {0}")
        .Run(typeof(Peer), NetworkScene.Peers, "peer {0}")
        .Run(typeof(Adapter), "card")
        .Run(typeof(Interrupt), NetworkScene.Queues, "interrupt {0}")
        .Run(typeof(Softirq), NetworkScene.Queues, "softirq {0}")
        .Reacts(typeof(Connection))
        .Reacts(typeof(Callbacks))
        .Reacts(typeof(PollCallback))
        .Reacts(typeof(ReadyList))
        .MayEnd(EverythingRests)

        .AtRest(NoSleeperIsForgotten, "no task sleeps for ever in epoll_wait although there is ample room")
        .AtRest(NobodySleepsInSend, "who sends no more than may be in flight and unsent is not stuck")
        .Never(AWakeUpIsForNothing, "a sleeper is woken when half of what may be unsent is free, not for each octet")
        .Always(TheMarkIsKept, "no more is unsent than may be")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(SomebodySleeps, "a task sleeps until there is room")
        .Sometimes(ThereIsRoomThatNobodyIsToldOf, "there is room for some octets, and a sleeper is left alone")

        .Catches("M41a", nameof(AWakeUpIsForNothing))
        .Catches("M41b", nameof(NobodySleepsInSend), "mark=2,alone=1");

    private static bool NobodySleepsInSend(in Kernel kernel) =>
        kernel.Tasks[0].Arguments.Call != SystemCall.Send || kernel.Tasks[0].State != TaskState.Interruptible;

    private static bool AWakeUpIsForNothing(in Kernel kernel) =>
        kernel.Tasks[0].Steps.EpollWait == EpollWaitStep.Asleep && kernel.Tasks[0].State == TaskState.Running
        && !SocketReadiness.IsWritable(in kernel, SocketOf(in kernel));

    private static bool TheMarkIsKept(in Kernel kernel) =>
        kernel.Sockets[SocketOf(in kernel)].Tcb.Unsent <= kernel.Net.NotSentLowWater;

    private static bool ThereIsRoomThatNobodyIsToldOf(in Kernel kernel) =>
        SomebodySleeps(in kernel) && SocketReadiness.HasRoom(in kernel, SocketOf(in kernel))
        && !SocketReadiness.HasAmpleRoom(in kernel, SocketOf(in kernel));

    /// <summary>The socket of the sender, whose file is opened last if the sender is its own peer.</summary>
    private static int SocketOf(in Kernel kernel)
    {
        var file = kernel.Descriptors.FileOf(kernel.Bounds.Peers == 0 ? FarEnd : Connected);
        return kernel.Files[file].Object;
    }

    private static Kernel Begin(Parameters parameters)
    {
        var (mark, window) = (parameters["mark"], parameters["window"]);
        var kernel = Scene.Of(parameters, 1, parameters["rounds"]);
        var network = NetworkNamespace.Small(sendBuffer: 16, receiveBuffer: window, mss: 1);
        NetworkScene.Install(ref kernel, network with { NotSentLowWater = mark }, queues: 1);
        NetworkScene.Connect(ref kernel, NetworkScene.Listen(ref kernel, backlog: 1), peer: 0);
        if (parameters["alone"] == 1)
        {
            NetworkScene.TakeOver(ref kernel, peer: 0);
            kernel.Programs[0].Rounds = 1;
            Scene.Program(
                ref kernel, 0, Calls.Send(FarEnd, window + mark), Calls.Receive(Connected, window + mark));
            return kernel;
        }

        kernel.Bounds.Peers = 1;
        var epoll = OpenFiles.OpenEpoll(ref kernel);
        Scene.Watch(ref kernel, epoll, Connected, PollEvents.Out | PollEvents.EdgeTriggered);
        Scene.Program(
            ref kernel, 0, Calls.SendAtOnce(Connected, 2 * (window + mark)), Calls.EpollWait(epoll, 1));
        return kernel;
    }
}
