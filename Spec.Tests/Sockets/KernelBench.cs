using Wakeline.Spec.Nic;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Tests.Sockets;

/// <summary>
/// A kernel whose tasks run until they block, the network first: what a program sees on a machine where nothing races.
/// </summary>
internal sealed class KernelBench
{
    public const int Port = 80;

    public Kernel Kernel;

    public KernelBench()
    {
        Kernel.Net = NetworkNamespace.Linux;
        Kernel.Nic = NetworkInterface.Create(queues: 1, descriptors: 8);
    }

    /// <summary>The socket behind a descriptor.</summary>
    public ref Socket this[int descriptor] => ref Kernel.Sockets[Kernel.Files[FileOf(descriptor)].Object];

    public int FileOf(int descriptor) => Kernel.Descriptors.FileOf(descriptor);

    /// <summary>What poll finds.</summary>
    public PollEvents Poll(int descriptor) =>
        Files.Readiness.Poll(ref Kernel, FileOf(descriptor))
            & (PollEvents.In | PollEvents.Out | PollEvents.Pri | PollEvents.Err | PollEvents.Hup | PollEvents.RdHup);

    public int Socket(bool nonblocking = false) =>
        Succeed(new CallArguments { Call = SystemCall.Socket, Flag = nonblocking });

    /// <summary>Binds to an address.</summary>
    public Outcome Bind(int descriptor, int port = Port, byte host = 1) => Call(
        new CallArguments { Call = SystemCall.Bind, Descriptor = (byte)descriptor, Length = port, Address = host });

    public Outcome Listen(int descriptor, int backlog = 5) => Call(
        new CallArguments { Call = SystemCall.Listen, Descriptor = (byte)descriptor, Number = backlog });

    public Outcome Connect(int descriptor, int port = Port, int task = 0) => Call(
        new CallArguments
        {
            Call = SystemCall.Connect,
            Descriptor = (byte)descriptor,
            Length = port,
            Address = 1,
        }, task);

    public Outcome Accept(int descriptor, int task = 0) =>
        Call(new CallArguments { Call = SystemCall.Accept, Descriptor = (byte)descriptor }, task);

    public Outcome Send(int descriptor, int octets, int task = 0, bool dontWait = false, bool urgent = false) => Call(
        new CallArguments
        {
            Call = SystemCall.Send,
            Descriptor = (byte)descriptor,
            Length = octets,
            Flag = dontWait,
            Urgent = urgent,
        }, task);

    public Outcome Receive(int descriptor, int octets, int task = 0, bool dontWait = true, bool urgent = false) => Call(
        new CallArguments
        {
            Call = SystemCall.Receive,
            Descriptor = (byte)descriptor,
            Length = octets,
            Flag = dontWait,
            Urgent = urgent,
        }, task);

    public Outcome Shutdown(int descriptor, ShutdownDirections directions) => Call(
        new CallArguments { Call = SystemCall.Shutdown, Descriptor = (byte)descriptor, Directions = directions });

    public Outcome Close(int descriptor) => Simple(SystemCall.Close, descriptor);

    public Outcome Simple(SystemCall call, int descriptor, int value = 0, bool flag = false) => Call(
        new CallArguments { Call = call, Descriptor = (byte)descriptor, Length = value, Flag = flag });

    /// <summary>A listener on <see cref="Port"/>.</summary>
    public int Listener(int backlog = 5)
    {
        var listener = Socket();
        Assert.Equal(0, Bind(listener));
        Assert.Equal(0, Listen(listener, backlog));
        return listener;
    }

    /// <summary>A connection: the end that connected and the end that was accepted.</summary>
    public (int Client, int Server) Connection()
    {
        var listener = Listener();
        var client = Socket();
        Assert.Equal(0, Connect(client));
        var server = Accept(listener);
        Assert.True(server.Value >= 0);
        return (client, server.Value);
    }

    /// <summary>Makes a call and lets everything run.</summary>
    public Outcome Call(CallArguments arguments, int task = 0)
    {
        SystemCalls.Enter(ref Kernel, task, in arguments);
        Run();
        return OutcomeOf(task);
    }

    /// <summary>What the call of a task has come to.</summary>
    public Outcome OutcomeOf(int task) => Kernel.Tasks[task].IsInUserMode
        ? new Outcome(Kernel.Tasks[task].Result, Kernel.Tasks[task].Error)
        : Outcome.Asleep;

    /// <summary>Lets every task run until it blocks, the network before each of their steps.</summary>
    public void Run()
    {
        for (var steps = 0; steps < 10_000; steps++)
        {
            RunNetwork();
            if (!StepAnyTask())
            {
                return;
            }
        }

        Assert.Fail("The kernel never comes to rest.");
    }

    private bool StepAnyTask()
    {
        for (var task = 0; task < Capacity.Tasks; task++)
        {
            if (TaskSteps.Step(ref Kernel, task))
            {
                return true;
            }
        }

        return false;
    }

    public void RunNetwork()
    {
        while (Softirq.Step(ref Kernel, 0) >= 0 || Interrupt.Step(ref Kernel, 0) >= 0 || Adapter.Step(ref Kernel) >= 0)
        {
        }
    }

    private int Succeed(CallArguments arguments)
    {
        var outcome = Call(arguments);
        Assert.True(outcome.Value >= 0, $"{arguments.Call} failed: {outcome}");
        return outcome.Value;
    }
}
