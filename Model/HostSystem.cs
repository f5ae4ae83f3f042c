using Wakeline.Spec;
using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Nic;
using Wakeline.Spec.Pipes;
using Wakeline.Spec.Select;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Systems;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;
using Wakeline.Spec.Unix;

namespace Wakeline.Model;

/// <summary>
/// The whole kernel without an environment: every machine that system calls set going. A host begins calls, so the
/// programs of the tasks are empty; nothing happens by itself but what calls have caused.
/// </summary>
[CheckedSystem("host")]
public readonly partial struct HostSystem
{
    /// <summary>Title of the machines that a task runs.</summary>
    internal const string TaskLane = "task {0}";

    private const int RingDescriptors = 8;

    private static void Compose(SystemTable<Kernel> system) => system
        .Parameter("tasks", 1, 1, Capacity.Tasks, "threads of the process")
        .Start(Idle)
        .Run(typeof(DescriptorCalls), Scene.Tasks, "task {0}")
        .Run(typeof(EventRead), Scene.Tasks, "task {0}")
        .Run(typeof(EventWrite), Scene.Tasks, "task {0}")
        .Run(typeof(EpollControl), Scene.Tasks, "task {0}")
        .Run(typeof(EpollWait), Scene.Tasks, "task {0}")
        .Run(typeof(Poll), Scene.Tasks, "task {0}")
        .Run(typeof(Select), Scene.Tasks, "task {0}")
        .Run(typeof(SocketControl), Scene.Tasks, "task {0}")
        .Run(typeof(Connect), Scene.Tasks, "task {0}")
        .Run(typeof(Accept), Scene.Tasks, "task {0}")
        .Run(typeof(Receive), Scene.Tasks, "task {0}")
        .Run(typeof(Send), Scene.Tasks, "task {0}")
        .Run(typeof(UnixControl), Scene.Tasks, "task {0}")
        .Run(typeof(UnixReceive), Scene.Tasks, "task {0}")
        .Run(typeof(UnixSend), Scene.Tasks, "task {0}")
        .Run(typeof(PipeReadCall), Scene.Tasks, "task {0}")
        .Run(typeof(PipeWriteCall), Scene.Tasks, "task {0}")
        .Run(typeof(SignalCalls), Scene.Tasks, "task {0}")
        .Run(typeof(FileRelease), Scene.Tasks, "task {0}")
        .Run(typeof(Adapter), "network card")
        .Run(typeof(Interrupt), ReceiveQueues, "interrupt {0}")
        .Run(typeof(Softirq), ReceiveQueues, "softirq {0}")
        .Run(typeof(ConnectionTimers), Sockets, "timers {0}")
        .Reacts(typeof(Connection))
        .Reacts(typeof(Callbacks))
        .Reacts(typeof(PollCallback))
        .Reacts(typeof(ReadyList))
        .Reacts(typeof(SignalMask))
        .MayEnd(Whenever);

    /// <summary>A process with some threads that has opened nothing.</summary>
    /// <exception cref="SpecificationException">There is no room for so many threads.</exception>
    internal static Kernel Boot(int threads, Mutation mutation) =>
        Idle(Parameters.Of(Info, $"tasks={threads}", mutation));

    private static Kernel Idle(Parameters parameters)
    {
        var kernel = Scene.Of(parameters, parameters["tasks"], 0);
        kernel.Net = NetworkNamespace.Linux;
        kernel.Nic = NetworkInterface.Create(queues: 1, descriptors: RingDescriptors);
        return kernel;
    }

    private static int ReceiveQueues(in Kernel kernel) => kernel.Nic.QueueCount;

    private static int Sockets(in Kernel kernel) => Capacity.Sockets;

    private static bool Whenever(in Kernel kernel) => true;
}
