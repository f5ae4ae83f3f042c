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
/// Tasks that send on one end of a connection and tasks that receive on the other, both blocking on buffers of a few
/// octets, until one of them ends it.
/// </summary>
[CheckedSystem("send-receive")]
public readonly partial struct SendReceive
{
    private const int Server = 1;

    private const int Client = 2;

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("writers", 1, 1, 2, "tasks that send; the second sends one octet, twice")
        .Parameter("octets", 2, 1, 4, "octets the first writer sends")
        .Parameter("readers", 1, 0, 2, "tasks that receive")
        .Parameter("reads", 2, 1, 4, "times each of them does so")
        .Parameter("sndbuf", 1, 1, 4, "octets the send buffer holds")
        .Parameter("rcvbuf", 1, 1, 4, "octets the receive buffer holds")
        .Parameter("lowat", 1, 1, 4, "low-water mark of the readers")
        .Parameter("polls", 0, 0, 1, "whether the first writer then polls for room")
        .Parameter("timed", 0, 0, 2, "how long the first writer sleeps: for ever, to a deadline, not at all")
        .Parameter("end", 1, 0, 4, "the end: none, FIN or reset of the writer, close or disconnect of the reader")
        .Parameter("signals", 0, 0, 2, "signals to any task")
        .Parameter("losses", 0, 0, 2, "frames the wire may lose")
        .Parameter("expiries", 0, 0, 3, "timers of connections that may expire")
        .Parameter("shortages", 0, 0, 1, "allocations of segments that may fail")
        .Start(Begin)
        .Run(typeof(UserProgram), Scene.Tasks, "task {0}")
        .Run(typeof(Send), Scene.Tasks, "task {0}")
        .Run(typeof(Receive), Scene.Tasks, "task {0}")
        .Run(typeof(Poll), Scene.Tasks, "task {0}")
        .Run(typeof(SocketControl), Scene.Tasks, "task {0}")
        .Run(typeof(DescriptorCalls), Scene.Tasks, "task {0}")
        .Run(typeof(FileRelease), Scene.Tasks, "task {0}")
        .Run(typeof(Adapter), "card")
        .Run(typeof(Interrupt), NetworkScene.Queues, "interrupt {0}")
        .Run(typeof(Softirq), NetworkScene.Queues, "softirq {0}")
        .Run(typeof(ConnectionTimers), NetworkScene.Sockets, "socket {0}")
        .Run(typeof(SignalSource), "world")
        .Reacts(typeof(Connection))
        .Reacts(typeof(Callbacks))
        .MayEnd(EverythingRests)

        .AtRest(NoSleeperIsForgotten, "no task sleeps for ever in send or recv although it could go on")
        .LeadsTo(ACallIsOwedReadiness, NoCallIsOwedReadiness, "a call that could go on does")
        .AtRest(WhoWasRefusedIsTold, "after a send that found no room, somebody is told of room")
        .AtRest(EverythingSentArrives, "every octet sent arrives, unless the connection fails")
        .AtRest(CallsReportEachOctetOnce, "calls report each octet of the stream once")
        .Always(NothingIsInvented, "no end expects a number that the other has not sent")
        .Always(NothingAcknowledgedIsLost, "what an end believes acknowledged has arrived")
        .Always(NothingIsReadBeforeItArrives, "octets are read in the order of the stream")
        .Always(TheWindowIsKept, "an end sends no more than was offered")
        .Never(AReaderIsToldAnErrorAfterFin, "after FIN recv reports no error")
        .Never(AReaderIsToldAnErrorBeforeTheData, "what was queued before a reset is read before its error")
        .Never(AnErrorIsToldTwice, "a reset is reported once")
        .Never(ACallOutlivesItsConnection, "a call that slept through the end of its connection does not go on")
        .Never(AnErrorWakesWithoutHangUp, "who is woken for the failure of a connection finds that it has ended")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(AWriterSleeps, "a task sleeps in send")
        .Sometimes(AReaderSleeps, "a task sleeps in recv")
        .Sometimes(ASegmentWaitsForTheLock, "a segment arrives while a task owns the lock")

        .Catches("M36", nameof(NoSleeperIsForgotten), "octets=1,reads=1,end=0")
        .Catches("M38", nameof(WhoWasRefusedIsTold), "writers=2,octets=1,readers=0,rcvbuf=3,timed=1,end=0")
        .Catches("M39", nameof(WhoWasRefusedIsTold), "octets=1,readers=0,timed=2,end=0,shortages=1")
        .Catches("M40", nameof(NoSleeperIsForgotten), "octets=1,readers=0,polls=1,end=0")
        .Catches("M42", nameof(NoSleeperIsForgotten), "rcvbuf=1,lowat=2,reads=1,end=0")
        .Catches("M44", nameof(AnErrorWakesWithoutHangUp), "octets=1,readers=0,polls=1,end=0,losses=2,expiries=2")
        .Catches("M45", nameof(ACallOutlivesItsConnection), "octets=1,reads=1,end=4")
        .Catches("M47", nameof(NoSleeperIsForgotten), "octets=1,readers=2,reads=1")
        .Catches("drop-effect:Established.Segment.Always:TakeText", nameof(EverythingSentArrives), "octets=1,end=0");

    private static bool WhoWasRefusedIsTold(in Kernel kernel)
    {
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            if (kernel.Ledger.Refused.Contains(socket) && kernel.Sockets[socket].HasFile
                && SocketReadiness.IsWritable(in kernel, socket))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What a closed descriptor or a dissolved connection has moved cannot be told any more.</summary>
    private static bool CallsReportEachOctetOnce(in Kernel kernel) =>
        kernel.Descriptors.FileOf(Server) == Capacity.None || kernel.Descriptors.FileOf(Client) == Capacity.None
        || IsDissolved(in kernel, Server) || CallsReportWhatTheyMove(in kernel);

    private static bool IsDissolved(in Kernel kernel, int descriptor) =>
        kernel.Sockets[kernel.Files[kernel.Descriptors.FileOf(descriptor)].Object].Association
            == Association.Unconnected;

    private static bool AnErrorIsToldTwice(in Kernel kernel)
    {
        var told = 0;
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            told += kernel.Tasks[task].IsInUserMode && kernel.Tasks[task].Error == Errno.ECONNRESET ? 1 : 0;
        }

        return told > 1;
    }

    private static bool ACallOutlivesItsConnection(in Kernel kernel)
    {
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            for (var task = 0; task < kernel.Bounds.Tasks; task++)
            {
                if (kernel.Sockets[socket].Evicted.Contains(task)
                    && kernel.Tasks[task].Steps.Receive is ReceiveStep.Look or ReceiveStep.Parking)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A task in poll that has slept and looks again; one that did not sleep looks at any moment.</summary>
    private static bool AnErrorWakesWithoutHangUp(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            ref readonly var control = ref kernel.Tasks[task];
            foreach (var request in control.Arguments.Polled.Items)
            {
                var ends = request.Returned & (PollEvents.Err | PollEvents.Hup);
                if (control.Steps.Poll == PollStep.Visit && control.HasQueued && ends == PollEvents.Err)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool AWriterSleeps(in Kernel kernel) => Sleeps(in kernel, SystemCall.Send);

    private static bool AReaderSleeps(in Kernel kernel) => Sleeps(in kernel, SystemCall.Receive);

    private static bool Sleeps(in Kernel kernel, SystemCall call)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (kernel.Tasks[task].State == TaskState.Interruptible && kernel.Tasks[task].Arguments.Call == call)
            {
                return true;
            }
        }

        return false;
    }

    private static bool ASegmentWaitsForTheLock(in Kernel kernel)
    {
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            if (kernel.Backlog.HasFor(socket))
            {
                return true;
            }
        }

        return false;
    }

    private static Kernel Begin(Parameters parameters)
    {
        var (writers, readers, end) = (parameters["writers"], parameters["readers"], parameters["end"]);
        var kernel = Scene.Of(parameters, writers + readers, 1);
        NetworkScene.Install(
            ref kernel, NetworkNamespace.Small(parameters["sndbuf"], parameters["rcvbuf"], mss: 1), queues: 1);
        NetworkScene.Connect(ref kernel, NetworkScene.Listen(ref kernel, backlog: 1), peer: 0);
        NetworkScene.TakeOver(ref kernel, peer: 0);
        NetworkScene.SocketOf(ref kernel, Server).LowWater = parameters["lowat"];
        NetworkScene.SocketOf(ref kernel, Client).Linger = end == 2 ? Linger.Reset : Linger.Off;
        kernel.Bounds.Signals = (byte)parameters["signals"];
        kernel.Bounds.Losses = (byte)parameters["losses"];
        kernel.Bounds.Expiries = (byte)parameters["expiries"];
        kernel.Bounds.Shortages = (byte)parameters["shortages"];

        ProgramFirstWriter(ref kernel, parameters);
        if (writers == 2)
        {
            kernel.Programs[1].Rounds = 2;
            Scene.Program(ref kernel, 1, Calls.Send(Client, 1));
        }

        for (var task = writers; task < writers + readers; task++)
        {
            kernel.Programs[task].Rounds = (byte)parameters["reads"];
            Scene.Program(ref kernel, task, Calls.Receive(Server, 4));
        }

        if (end == 3 && readers > 0)
        {
            Scene.Program(ref kernel, writers, Calls.Close(Server));
        }

        return kernel;
    }

    private static void ProgramFirstWriter(ref Kernel kernel, Parameters parameters)
    {
        var octets = parameters["octets"];
        Scene.Program(ref kernel, 0, parameters["timed"] switch
        {
            0 => Calls.Send(Client, octets),
            1 => Calls.Send(Client, octets, Tasks.Timeout.Finite),
            _ => Calls.SendAtOnce(Client, octets),
        });
        if (parameters["polls"] == 1)
        {
            Scene.Program(ref kernel, 0, Calls.Poll(Client, 1, PollEvents.Out));
        }

        switch (parameters["end"])
        {
            case 1:
                Scene.Program(ref kernel, 0, Calls.Shutdown(Client, ShutdownDirections.Send));
                break;
            case 2:
                Scene.Program(ref kernel, 0, Calls.Close(Client));
                break;
            case 4:
                Scene.Program(ref kernel, 0, Calls.Disconnect(Server));
                break;
        }
    }
}
