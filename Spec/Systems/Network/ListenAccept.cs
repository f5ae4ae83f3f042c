using Wakeline.Spec.Nic;
using Wakeline.Spec.Select;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Systems.CallProperties;
using static Wakeline.Spec.Systems.Network.NetworkProperties;

namespace Wakeline.Spec.Systems.Network;

/// <summary>
/// Peers connect to a listener with a short backlog, on which tasks sleep in accept and in poll: both queues of the
/// listener, the last acknowledgment of a handshake, and whom it wakes.
/// </summary>
[CheckedSystem("listen-accept")]
public readonly partial struct ListenAccept
{
    private const int Listener = 0;

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("accepters", 2, 0, 2, "tasks that call accept once and block")
        .Parameter("poller", 0, 0, 1, "tasks that poll the listener")
        .Parameter("peers", 3, 1, 3, "peers that connect")
        .Parameter("waiting", 1, 0, 2, "those of them whose connections wait for accept from the start")
        .Parameter("octets", 0, 0, 1, "octets each peer sends when it is connected")
        .Parameter("ends", 0, 0, 3, "how a peer may end its connection: not at all, closed, broken off, either")
        .Parameter("backlog", 1, 0, 2, "backlog of the listener")
        .Parameter("queues", 1, 1, 2, "receive queues, each polled on a processor of its own")
        .Parameter("signals", 0, 0, 2, "signals to any task")
        .Parameter("shuts", 0, 0, 1, "whether one more task shuts the listener down")
        .Start(Begin)
        .Run(typeof(UserProgram), Scene.Tasks, "task {0}")
        .Run(typeof(Accept), Scene.Tasks, "task {0}")
        .Run(typeof(Poll), Scene.Tasks, "task {0}")
        .Run(typeof(SocketControl), Scene.Tasks, "task {0}")
        .Run(typeof(Peer), NetworkScene.Peers, "peer {0}")
        .Run(typeof(Adapter), "card")
        .Run(typeof(Interrupt), NetworkScene.Queues, "interrupt {0}")
        .Run(typeof(Softirq), NetworkScene.Queues, "softirq {0}")
        .Run(typeof(SignalSource), "world")
        .Interchangeable(Scene.Tasks, TaskExchange.Exchange)
        .Reacts(typeof(Connection))
        .Reacts(typeof(Callbacks))
        .MayEnd(EverythingRests)

        .AtRest(NoSleeperIsForgotten, "no task sleeps for ever in accept or poll while a connection waits")
        .LeadsTo(ASleeperIsOwedAWakeUp, NoSleeperIsForgotten, "a connection that waits ends a sleep")
        .Always(TheAcceptQueueKeepsItsBound, "connections beyond the backlog do not wait for accept")
        .Always(TheRequestQueueKeepsItsBound, "requests beyond the backlog are not taken")
        .Always(AcceptedConnectionsAreEstablished, "the peer of an accepted connection is past the handshake")
        .Always(AConnectionHasOneChild, "a handshake makes one connection")
        .Never(APeerIsReset, "nobody is reset while the listener listens")
        .Never(AConnectionWakesTwo, "a connection wakes one sleeper in accept, not all")
        .Never(APollerIsPassedBy, "a connection of which the listener was told leaves nobody asleep in poll")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(EverybodyIsServed, "every accepter gets a connection")
        .Sometimes(AConnectionWakesOne, "a connection wakes a sleeper")
        .Sometimes(AConnectionMustWait, "a peer is connected that finds the accept queue full")

        .Catches("M33", nameof(NoSleeperIsForgotten), "peers=1,waiting=0,signals=1")
        .Catches("M34", nameof(APollerIsPassedBy), "accepters=1,poller=1,peers=1,waiting=0")
        .Catches("M43", nameof(AConnectionWakesTwo), "peers=1,waiting=0")
        .Catches("M46", nameof(APeerIsReset), "accepters=0,peers=1,waiting=0,octets=1,queues=2")
        .Catches("boundless accept queue", nameof(TheAcceptQueueKeepsItsBound), "accepters=0")
        .Catches("drop-rule:another processor has made the child",
            nameof(AConnectionHasOneChild), "accepters=0,peers=1,waiting=0,octets=1,queues=2")
        .Catches("drop-rule:Deliver.FoundListener&IsOpening&RequestQueueIsFull",
            nameof(TheRequestQueueKeepsItsBound), "accepters=0,peers=2,waiting=0,backlog=0")
        .Catches("drop-effect:TellListener.ListenerListens:CallListener",
            nameof(NoSleeperIsForgotten), "accepters=1,peers=1,waiting=0");

    private static ref readonly Socket ListenerOf(in Kernel kernel) =>
        ref kernel.Sockets[kernel.Files[kernel.Descriptors.FileOf(Listener)].Object];

    /// <summary>
    /// One more than the backlog, as listen(2) of Linux has it. Processors test the bound without a common lock, so
    /// that each further one may add one more.
    /// </summary>
    private static bool TheAcceptQueueKeepsItsBound(in Kernel kernel)
    {
        ref readonly var listener = ref ListenerOf(in kernel);
        return listener.AcceptQueue.Count <= listener.Backlog + kernel.Nic.QueueCount;
    }

    private static bool TheRequestQueueKeepsItsBound(in Kernel kernel) =>
        SocketTable.RequestsOf(in kernel, kernel.Files[kernel.Descriptors.FileOf(Listener)].Object)
            <= ListenerOf(in kernel).Backlog + 1;

    private static bool AcceptedConnectionsAreEstablished(in Kernel kernel)
    {
        for (var peer = 0; peer < kernel.Bounds.Peers; peer++)
        {
            if (IsAccepted(in kernel, peer) && Peer.IsConnecting(in kernel, peer))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AConnectionHasOneChild(in Kernel kernel)
    {
        for (var peer = 0; peer < kernel.Bounds.Peers; peer++)
        {
            var children = 0;
            for (var socket = 0; socket < Capacity.Sockets; socket++)
            {
                children += IsChildOf(in kernel.Sockets[socket], peer) ? 1 : 0;
            }

            if (children > 1)
            {
                return false;
            }
        }

        return true;
    }

    private static bool APeerIsReset(in Kernel kernel)
    {
        for (var peer = 0; peer < kernel.Bounds.Peers; peer++)
        {
            if (Peer.WasReset(in kernel, peer) && ListenerOf(in kernel).Tcb.State == TcpState.Listen)
            {
                return true;
            }
        }

        return false;
    }

    private static bool AConnectionWakesTwo(in Kernel kernel) =>
        CountWoken(in kernel) > CountMade(in kernel) && ListenerOf(in kernel).Tcb.State == TcpState.Listen;

    /// <summary>
    /// A wake-up of one calls every waiter that is not exclusive, however many sleep in accept. While a softirq is at
    /// it, the wake-up is still to come.
    /// </summary>
    private static bool APollerIsPassedBy(in Kernel kernel)
    {
        for (var queue = 0; queue < kernel.Nic.QueueCount; queue++)
        {
            if (kernel.Nic.Queues[queue].Softirq is SoftirqStep.FeedChild or SoftirqStep.TellListener)
            {
                return false;
            }
        }

        return CountAsleepInPoll(in kernel) > 0 && !ListenerOf(in kernel).AcceptQueue.IsEmpty;
    }

    private static int CountAsleepInPoll(in Kernel kernel)
    {
        var asleep = 0;
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            asleep += kernel.Tasks[task].Arguments.Call == SystemCall.Poll
                && kernel.Tasks[task].State == TaskState.Interruptible ? 1 : 0;
        }

        return asleep;
    }

    private static bool AConnectionWakesOne(in Kernel kernel) => CountWoken(in kernel) == 1;

    private static bool EverybodyIsServed(in Kernel kernel)
    {
        var served = 0;
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            served += kernel.Tasks[task].IsInUserMode && kernel.Tasks[task].Result > 0 ? 1 : 0;
        }

        return served == kernel.Bounds.Tasks;
    }

    private static bool AConnectionMustWait(in Kernel kernel)
    {
        for (var peer = 0; peer < kernel.Bounds.Peers; peer++)
        {
            if (Peer.IsUp(in kernel, peer) && ListenerOf(in kernel).AcceptQueueIsFull && !HasChild(in kernel, peer)
                && kernel.Nic.IsQuiet)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sleepers in accept that a connection has woken, and that have not looked yet.</summary>
    private static int CountWoken(in Kernel kernel)
    {
        var woken = 0;
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            woken += kernel.Tasks[task].Steps.Accept == AcceptStep.Asleep
                && kernel.Tasks[task].State == TaskState.Running && !kernel.Tasks[task].Signals.IsInterrupted ? 1 : 0;
        }

        return woken;
    }

    private static int CountMade(in Kernel kernel)
    {
        var made = 0;
        for (var peer = 0; peer < kernel.Bounds.Peers; peer++)
        {
            made += HasChild(in kernel, peer) ? 1 : 0;
        }

        return made;
    }

    private static bool HasChild(in Kernel kernel, int peer)
    {
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            if (IsChildOf(in kernel.Sockets[socket], peer))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAccepted(in Kernel kernel, int peer)
    {
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            if (IsChildOf(in kernel.Sockets[socket], peer) && kernel.Sockets[socket].HasFile)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsChildOf(in Socket socket, int peer) =>
        socket.InUse && socket.Tcb.Origin == Origin.Child && socket.Tcb.Remote == Peer.EndOf(peer);

    private static Kernel Begin(Parameters parameters)
    {
        var accepters = parameters["accepters"];
        var poller = parameters["poller"];
        var kernel = Scene.Of(parameters, accepters + poller + parameters["shuts"], 1);
        kernel.Bounds.Peers = (byte)parameters["peers"];
        kernel.Bounds.Events = (byte)parameters["octets"];
        kernel.Bounds.Ending = (PeerEnding)parameters["ends"];
        kernel.Bounds.Signals = (byte)parameters["signals"];
        NetworkScene.Install(ref kernel, NetworkNamespace.Small(8, 8, 4), parameters["queues"]);
        NetworkScene.Listen(ref kernel, parameters["backlog"]);
        for (var peer = 0; peer < parameters["waiting"]; peer++)
        {
            NetworkScene.Arrive(ref kernel, peer);
        }

        for (var task = 0; task < accepters; task++)
        {
            Scene.Program(ref kernel, task, Calls.Accept(Listener));
        }

        if (poller == 1)
        {
            Scene.Program(ref kernel, accepters, Calls.Poll(Listener, 1, PollEvents.In));
        }

        if (parameters["shuts"] == 1)
        {
            Scene.Program(ref kernel, accepters + poller, Calls.Shutdown(Listener, ShutdownDirections.Receive));
        }

        return kernel;
    }
}
