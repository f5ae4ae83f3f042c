using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Nic;
using Wakeline.Spec.Select;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Systems.CallProperties;
using static Wakeline.Spec.Systems.Network.NetworkProperties;

namespace Wakeline.Spec.Systems.Network;

/// <summary>
/// A task that sends text and an urgent octet, tasks that wait for it and take it out of band, and one that reads the
/// stream. The receiving socket may have an owner, who gets SIGURG, and SIGIO if the socket is asynchronous.
/// </summary>
[CheckedSystem("urgent-data")]
public readonly partial struct UrgentData
{
    private const int Server = 1;

    private const int Client = 2;

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("text", 1, 0, 3, "octets sent before the urgent one")
        .Parameter("urgents", 1, 1, 2, "urgent octets, each sent by a call of its own")
        .Parameter("takers", 1, 1, 2, "tasks that wait for the urgent octet and take it")
        .Parameter("wait", 0, 0, 3, "how they wait: in select, poll or epoll_wait, or not at all")
        .Parameter("reads", 1, 0, 2, "who reads the stream: nobody, the first taker before it takes, one more task")
        .Parameter("owner", 2, 0, 3, "who gets signals: nobody, an owner, one with O_ASYNC, the taker (no text)")
        .Parameter("lowat", 1, 1, 4, "low-water mark of the readers")
        .Parameter("rcvbuf", 2, 1, 4, "octets the receive buffer holds")
        .Parameter("end", 0, 0, 2, "the end: none, FIN or reset of the writer")
        .Start(Begin)
        .Run(typeof(UserProgram), Scene.Tasks, "task {0}")
        .Run(typeof(Send), Scene.Tasks, "task {0}")
        .Run(typeof(Receive), Scene.Tasks, "task {0}")
        .Run(typeof(Poll), Scene.Tasks, "task {0}")
        .Run(typeof(Select.Select), Scene.Tasks, "task {0}")
        .Run(typeof(EpollWait), Scene.Tasks, "task {0}")
        .Run(typeof(SocketControl), Scene.Tasks, "task {0}")
        .Run(typeof(DescriptorCalls), Scene.Tasks, "task {0}")
        .Run(typeof(FileRelease), Scene.Tasks, "task {0}")
        .Run(typeof(Adapter), "card")
        .Run(typeof(Interrupt), NetworkScene.Queues, "interrupt {0}")
        .Run(typeof(Softirq), NetworkScene.Queues, "softirq {0}")
        .Reacts(typeof(Connection))
        .Reacts(typeof(Callbacks))
        .Reacts(typeof(PollCallback))
        .Reacts(typeof(ReadyList))
        .MayEnd(EverythingRests)

        .AtRest(NoSleeperIsForgotten, "no task sleeps for ever although the urgent octet, or text, is there")
        .Never(UrgentDataComesUnannounced, "an owner is told of an urgent octet before anybody can take it")
        .Always(SignalsGoByTheRules, "SIGURG needs an owner, SIGIO an owner and O_ASYNC")
        .Never(AReaderIsSignalled, "data is no news for the owner while a task sits in recv")
        .AtRest(UnreadTextIsSignalled, "an owner with O_ASYNC is told of text that nobody reads")
        .Never(TheUrgentOctetIsRead, "the urgent octet is not part of the stream")
        .Never(AnOctetIsTakenTwice, "an urgent octet is taken once")
        .AtRest(EverythingSentArrives, "every octet sent arrives, unless the connection fails")
        .Always(NothingIsReadBeforeItArrives, "octets are read in the order of the stream")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(SomebodySleepsUntilUrgent, "a task sleeps until there is urgent data")
        .Sometimes(SomebodyTakesIt, "an urgent octet is taken")
        .Sometimes(TheStreamIsAtTheMark, "a reader stops at the mark")

        .Catches("urgent data by the mark", nameof(NoSleeperIsForgotten), "text=0,reads=0,lowat=2")
        .Catches("SIGURG with O_ASYNC only", nameof(UrgentDataComesUnannounced), "text=0,reads=0,owner=1")
        .Catches("SIGIO for readers too", nameof(AReaderIsSignalled), "wait=3")
        .Catches("urgent octet in the stream", nameof(TheUrgentOctetIsRead), "wait=3");

    private static bool UrgentDataComesUnannounced(in Kernel kernel)
    {
        ref readonly var socket = ref ReceiverOf(in kernel);
        var file = kernel.Files[kernel.Descriptors.FileOf(Server)];
        return file is { HasOwner: true, OwnerTaskAndOne: 0 } && socket.Tcb.Urgent != UrgentOctet.None
            && !HasSignal(in socket, AsyncBand.Urgent);
    }

    private static bool SignalsGoByTheRules(in Kernel kernel)
    {
        var isAsync = kernel.Files[kernel.Descriptors.FileOf(Server)].Async;
        foreach (var band in ReceiverOf(in kernel).Signals.Items)
        {
            if (!HasOwner(in kernel) || (band != AsyncBand.Urgent && !isAsync))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AReaderIsSignalled(in Kernel kernel) => kernel.Ledger.ReaderWasSignalled;

    /// <summary>Where a task reads, it may have been in recv when the text came.</summary>
    private static bool UnreadTextIsSignalled(in Kernel kernel)
    {
        ref readonly var socket = ref ReceiverOf(in kernel);
        return Reads(in kernel) || !kernel.Files[kernel.Descriptors.FileOf(Server)].Async || socket.Tcb.Unread == 0
            || HasSignal(in socket, AsyncBand.In);
    }

    /// <summary>An urgent octet that was not taken becomes text when the next one is announced.</summary>
    private static bool TheUrgentOctetIsRead(in Kernel kernel) =>
        kernel.Ledger.OctetsRead > kernel.Bounds.Events;

    private static bool AnOctetIsTakenTwice(in Kernel kernel)
    {
        var taken = 0;
        for (var task = 1; task < kernel.Bounds.Tasks; task++)
        {
            taken += HasTaken(in kernel, task) ? 1 : 0;
        }

        return taken > kernel.Bounds.Sources;
    }

    private static bool SomebodySleepsUntilUrgent(in Kernel kernel) =>
        kernel.Tasks[1] is { State: TaskState.Interruptible } task
        && task.Arguments.Call is SystemCall.Select or SystemCall.Poll or SystemCall.EpollWait;

    private static bool SomebodyTakesIt(in Kernel kernel) => HasTaken(in kernel, 1);

    private static bool TheStreamIsAtTheMark(in Kernel kernel) =>
        kernel.Ledger.OctetsRead > 0 && SocketReadiness.IsAtMark(in ReceiverOf(in kernel));

    /// <summary>Whether a task has just taken an urgent octet, and not asked for the mark yet.</summary>
    private static bool HasTaken(in Kernel kernel, int task) =>
        kernel.Tasks[task] is { IsInUserMode: true, Result: 1 } && kernel.Programs[task].HasCall
        && kernel.Programs[task].NextCall.Call == SystemCall.AtMark;

    private static bool Reads(in Kernel kernel)
    {
        for (var task = 1; task < kernel.Bounds.Tasks; task++)
        {
            foreach (var call in kernel.Programs[task].Calls.Items)
            {
                if (call is { Call: SystemCall.Receive, Urgent: false })
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool HasSignal(in Socket socket, AsyncBand wanted)
    {
        foreach (var band in socket.Signals.Items)
        {
            if (band == wanted)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasOwner(in Kernel kernel) => kernel.Files[kernel.Descriptors.FileOf(Server)].HasOwner;

    private static ref readonly Socket ReceiverOf(in Kernel kernel) =>
        ref kernel.Sockets[kernel.Files[kernel.Descriptors.FileOf(Server)].Object];

    private static Kernel Begin(Parameters parameters)
    {
        var takers = parameters["takers"];
        var hasReader = parameters["reads"] == 2;
        var kernel = Scene.Of(parameters, 1 + takers + (hasReader ? 1 : 0), 1);
        NetworkScene.Install(ref kernel, NetworkNamespace.Small(4, parameters["rcvbuf"], mss: 1), queues: 1);
        NetworkScene.Connect(ref kernel, NetworkScene.Listen(ref kernel, backlog: 1), peer: 0);
        NetworkScene.TakeOver(ref kernel, peer: 0);
        NetworkScene.SocketOf(ref kernel, Server).LowWater = parameters["lowat"];
        kernel.Bounds.Events = (byte)(parameters["text"] + parameters["urgents"] - 1);
        kernel.Bounds.Sources = (byte)parameters["urgents"];
        ref var file = ref kernel.Files[kernel.Descriptors.FileOf(Server)];
        file.HasOwner = parameters["owner"] is 1 or 2;
        file.Async = parameters["owner"] == 2;

        ProgramWriter(ref kernel, parameters);
        ProgramTakers(ref kernel, parameters);
        if (hasReader)
        {
            Scene.Program(ref kernel, 1 + takers, Calls.Receive(Server, 4));
        }

        return kernel;
    }

    private static void ProgramWriter(ref Kernel kernel, Parameters parameters)
    {
        if (parameters["text"] > 0)
        {
            Scene.Program(ref kernel, 0, Calls.Send(Client, parameters["text"]));
        }

        for (var urgent = 0; urgent < parameters["urgents"]; urgent++)
        {
            Scene.Program(ref kernel, 0, Calls.SendUrgent(Client, 1));
        }

        switch (parameters["end"])
        {
            case 1:
                Scene.Program(ref kernel, 0, Calls.Shutdown(Client, ShutdownDirections.Send));
                break;
            case 2:
                NetworkScene.SocketOf(ref kernel, Client).Linger = Linger.Reset;
                Scene.Program(ref kernel, 0, Calls.Close(Client));
                break;
        }
    }

    private static void ProgramTakers(ref Kernel kernel, Parameters parameters)
    {
        var epoll = parameters["wait"] == 2 ? OpenFiles.OpenEpoll(ref kernel) : Capacity.None;
        if (epoll != Capacity.None)
        {
            Scene.Watch(ref kernel, epoll, Server, PollEvents.Pri);
        }

        for (var task = 1; task <= parameters["takers"]; task++)
        {
            var (isOwner, reads) = (task == 1 && parameters["owner"] == 3, task == 1 && parameters["reads"] == 1);
            if (isOwner)
            {
                Scene.Program(ref kernel, task, Calls.SetOwner(Server));
            }

            switch (parameters["wait"])
            {
                case 0:
                    Scene.Program(ref kernel, task, Calls.Select(Server, 1, PollEvents.Pri));
                    break;
                case 1:
                    Scene.Program(ref kernel, task, Calls.Poll(Server, 1, PollEvents.Pri));
                    break;
                case 2:
                    Scene.Program(ref kernel, task, Calls.EpollWait(epoll, 1));
                    break;
            }

            if (reads && !isOwner)
            {
                Scene.Program(ref kernel, task, Calls.Receive(Server, 4));
            }

            Scene.Program(ref kernel, task, Calls.ReceiveUrgent(Server), Calls.AtMark(Server));
        }
    }
}
