using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Nic;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Systems.CallProperties;
using static Wakeline.Spec.Systems.EpollProperties;
using static Wakeline.Spec.Systems.Network.NetworkProperties;
using Timeout = Wakeline.Spec.Tasks.Timeout;

namespace Wakeline.Spec.Systems.Network;

/// <summary>
/// The whole way of a packet: wire, ring, interrupt, softirq, TCP, receive queue, callback, ready list, wake-up, return
/// of epoll_wait, and recv of what was reported.
/// </summary>
[CheckedSystem("pipeline")]
public readonly partial struct Pipeline
{
    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("waiters", 2, 1, 3, "tasks that call epoll_wait, and recv on what it reports")
        .Parameter("rounds", 1, 1, 3, "times each of them does so")
        .Parameter("timed", 0, 0, 1, "how many of them have a deadline")
        .Parameter("peers", 2, 1, 3, "connections that are watched, each with a peer at its other end")
        .Parameter("octets", 1, 1, 3, "octets each peer sends")
        .Parameter("spared", 0, 0, 2, "octets that the last peer sends less than the others")
        .Parameter("ends", 0, 0, 3, "how a peer may end its connection: not at all, closed, broken off, either")
        .Parameter("edge", 0, 0, 1, "whether the items are edge-triggered")
        .Parameter("queues", 1, 1, 2, "receive queues, each polled on a processor of its own")
        .Start(Begin)
        .Run(typeof(UserProgram), Scene.Tasks, "task {0}")
        .Run(typeof(EpollWait), Scene.Tasks, "task {0}")
        .Run(typeof(Receive), Scene.Tasks, "task {0}")
        .Run(typeof(Peer), NetworkScene.Peers, "peer {0}")
        .Run(typeof(Adapter), "card")
        .Run(typeof(Interrupt), NetworkScene.Queues, "interrupt {0}")
        .Run(typeof(Softirq), NetworkScene.Queues, "softirq {0}")
        .Interchangeable(Scene.Tasks, TaskExchange.Exchange)
        .Reacts(typeof(Connection))
        .Reacts(typeof(Callbacks))
        .Reacts(typeof(PollCallback))
        .Reacts(typeof(ReadyList))
        .MayEnd(EverythingRests)

        .AtRest(NoSleeperIsForgotten, "no task sleeps for ever in epoll_wait while it could be told something")
        .LeadsTo(ASleeperIsOwedAWakeUp, NoSleeperIsForgotten, "what a sleeper waits for ends its sleep")
        .AtRest(NoSleeperIsOwedData, "what a peer sends is read, if anybody is there to be woken for it")
        .LeadsTo(DataIsOnItsWayToASleeper, NoSleeperIsOwedData, "data from the wire ends a sleep, or is read")
        .AtRest(EverythingSentArrives, "every octet sent arrives, unless the connection fails")
        .AtRest(CallsReportWhatTheyMove, "recv reports each octet of the stream once")
        .Always(NothingIsInvented, "no end expects a number that the other has not sent")
        .Always(NothingAcknowledgedIsLost, "what an end believes acknowledged has arrived")
        .Always(NothingIsReadBeforeItArrives, "octets are read in the order of the stream")
        .Always(NoMoreReportsThanEvents, "an edge is reported at most once")
        .Always(ListsHoldItemsOfTheirInstance, "the ready list is part of the interest list")
        .Always(NoItemIsOnTwoLists, "an item is never on two lists")
        .Never(AScanWakesTwo, "the end of a scan wakes one sleeper, not the herd")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(SomebodySleeps, "a task sleeps in epoll_wait")
        .Sometimes(EverythingIsRead, "all that all peers send is read")
        .Sometimes(TheOverflowListIsUsed, "a packet is delivered during a scan")

        .Catches("M2", nameof(NoSleeperIsForgotten), "edge=1")
        .Catches("M5", nameof(NoSleeperIsForgotten), "edge=1,peers=1,timed=1")
        .Catches("M49", nameof(NoSleeperIsOwedData), "waiters=1,rounds=2")
        .Catches("drop-effect:watched for:QueueItem", nameof(NoSleeperIsForgotten), "waiters=1,peers=1");

    private static bool NoSleeperIsOwedData(in Kernel kernel) => !DataIsOnItsWayToASleeper(in kernel);

    private static bool DataIsOnItsWayToASleeper(in Kernel kernel) =>
        SomebodySleeps(in kernel) && CountUnread(in kernel) > 0;

    private static bool EverythingIsRead(in Kernel kernel) =>
        CountUnread(in kernel) == 0 && EverythingIsSent(in kernel);

    private static bool EverythingIsSent(in Kernel kernel)
    {
        for (var peer = 0; peer < kernel.Bounds.Peers; peer++)
        {
            if (kernel.Ledger.Peers[peer].Sent < kernel.Bounds.Events)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Octets, and ends of streams, that peers have sent and nobody has read.</summary>
    private static int CountUnread(in Kernel kernel)
    {
        var unread = 0;
        for (var peer = 0; peer < kernel.Bounds.Peers; peer++)
        {
            unread += Peer.CountUnread(in kernel, peer);
        }

        return unread;
    }

    private static Kernel Begin(Parameters parameters)
    {
        var (waiters, peers) = (parameters["waiters"], parameters["peers"]);
        var kernel = Scene.Of(parameters, waiters, parameters["rounds"]);
        kernel.Bounds.Peers = (byte)peers;
        kernel.Bounds.Events = (byte)parameters["octets"];
        kernel.Bounds.Ending = (PeerEnding)parameters["ends"];
        kernel.Bounds.HerdLeast = 2;
        kernel.Bounds.QueuesAreAlike = true;
        NetworkScene.Install(ref kernel, NetworkNamespace.Small(8, 8, mss: 4), parameters["queues"]);
        var listener = NetworkScene.Listen(ref kernel, peers);
        for (var peer = 0; peer < peers; peer++)
        {
            NetworkScene.Connect(ref kernel, listener, peer);
        }

        kernel.Ledger.Peers[peers - 1].Sent = (byte)Math.Min(parameters["spared"], parameters["octets"]);
        var epoll = OpenFiles.OpenEpoll(ref kernel);
        var events = PollEvents.In | (parameters["edge"] == 1 ? PollEvents.EdgeTriggered : PollEvents.None);
        for (var descriptor = listener + 1; descriptor <= listener + peers; descriptor++)
        {
            kernel.Files[kernel.Descriptors.FileOf(descriptor)].Nonblocking = true;
            Scene.Watch(ref kernel, epoll, descriptor, events);
        }

        for (var task = 0; task < waiters; task++)
        {
            var timeout = task < parameters["timed"] ? Timeout.Finite : Timeout.Never;
            Scene.Program(ref kernel, task, Calls.EpollWait(epoll, 1, timeout), Calls.ReceiveReported(8));
        }

        return kernel;
    }
}
