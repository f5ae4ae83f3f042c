using FsCheck;
using FsCheck.Fluent;
using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using Timeout = Wakeline.Spec.Tasks.Timeout;

namespace Wakeline.Model.Tests.Laws;

/// <summary>A call of one of the threads, with operands that mostly make sense.</summary>
/// <param name="Thread">The thread; if it sleeps, a signal ends the sleep instead.</param>
/// <param name="Arguments">The call.</param>
public sealed record RandomCall(int Thread, CallArguments Arguments)
{
    /// <summary>Threads of a host that random calls are made on.</summary>
    public const int Threads = 2;

    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(4);

    private static readonly PollEvents[] s_masks =
    [
        PollEvents.In, PollEvents.In | PollEvents.Out, PollEvents.In | PollEvents.EdgeTriggered,
        PollEvents.In | PollEvents.OneShot, PollEvents.Out | PollEvents.RdHup | PollEvents.EdgeTriggered,
        PollEvents.In | PollEvents.Exclusive,
    ];

    private static readonly Gen<byte> s_descriptor = Gen.Choose(0, 7).Select(number => (byte)number);

    private static readonly Gen<PollEvents> s_events = Gen.Elements(s_masks);

    private static readonly Gen<CallArguments> s_any = Gen.Frequency(
        (6, Opening(SystemCall.Socket)), (2, Opening(SystemCall.EventFd)), (3, Opening(SystemCall.EpollCreate)),
        (4, Named(SystemCall.Bind)), (6, Named(SystemCall.Connect)), (4, Counted(SystemCall.Listen, 0, 3)),
        (6, Counted(SystemCall.Accept, 0, 0)), (10, Counted(SystemCall.Send, 1, 9)),
        (10, Counted(SystemCall.Receive, 1, 9)), (3, Counted(SystemCall.Write, 1, 3)),
        (3, Counted(SystemCall.Read, 8, 8)), (4, Counted(SystemCall.Shutdown, 0, 0)),
        (4, Counted(SystemCall.Close, 0, 0)), (2, Counted(SystemCall.Dup, 0, 0)),
        (2, Counted(SystemCall.SetLinger, 0, 0)), (2, Counted(SystemCall.GetError, 0, 0)),
        (2, Counted(SystemCall.SetReceiveLowWater, 0, 6)), (2, Counted(SystemCall.SetNonblocking, 0, 0)),
        (1, Counted(SystemCall.Disconnect, 0, 0)), (8, EpollControl), (8, Waiting(SystemCall.EpollWait)),
        (3, Waiting(SystemCall.Poll)), (2, Waiting(SystemCall.Select)));

    /// <summary>How long the call may sleep.</summary>
    public TimeSpan? Timeout => Arguments.Timeout switch
    {
        Spec.Tasks.Timeout.Zero => TimeSpan.Zero,
        Spec.Tasks.Timeout.Finite => s_short,
        _ => null,
    };

    private static Gen<CallArguments> EpollControl =>
        from epoll in s_descriptor
        from target in s_descriptor
        from operation in Gen.Elements(ControlOperation.Add, ControlOperation.Add, ControlOperation.Modify,
            ControlOperation.Delete)
        from events in s_events
        select new CallArguments
        {
            Call = SystemCall.EpollControl,
            Descriptor = epoll,
            Target = target,
            Operation = operation,
            Events = events,
            Number = target,
        };

    /// <summary>Lists of calls; FsCheck finds the shortest that fails.</summary>
    public static Arbitrary<RandomCall> Arbitrary() => Arb.From(
        from thread in Gen.Choose(0, Threads - 1)
        from arguments in s_any
        select new RandomCall(thread, arguments));

    /// <summary>Makes the call, or wakes the thread if it sleeps.</summary>
    public void MakeOn(KernelHost host)
    {
        if (host.Threads[Thread].Outcome.IsAsleep)
        {
            host.Threads[Thread].Signal();
        }
        else
        {
            host.Threads[Thread].Make(Arguments, Timeout);
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Thread}: {Arguments.Call}({Arguments.Descriptor}, {Arguments.Length}, {Arguments.Number}, "
        + $"{Arguments.Events}, {Arguments.Timeout})";

    private static Gen<CallArguments> Opening(SystemCall call) =>
        from nonblocking in Gen.Elements(true, false)
        select new CallArguments { Call = call, Flag = nonblocking && call != SystemCall.EpollCreate };

    private static Gen<CallArguments> Named(SystemCall call) =>
        from descriptor in s_descriptor
        from port in Gen.Choose(80, 82)
        select new CallArguments { Call = call, Descriptor = descriptor, Address = 1, Length = port };

    private static Gen<CallArguments> Counted(SystemCall call, int least, int most) =>
        from descriptor in s_descriptor
        from number in Gen.Choose(least, most)
        from flag in Gen.Elements(true, false)
        from directions in Gen.Choose(1, 3)
        select new CallArguments
        {
            Call = call,
            Descriptor = descriptor,
            Length = number,
            Number = number,
            Flag = flag,
            Directions = call == SystemCall.Shutdown ? (ShutdownDirections)directions : ShutdownDirections.None,
        };

    private static Gen<CallArguments> Waiting(SystemCall call) =>
        from descriptor in s_descriptor
        from other in s_descriptor
        from events in s_events
        from timeout in Gen.Elements(Spec.Tasks.Timeout.Zero, Spec.Tasks.Timeout.Never, Spec.Tasks.Timeout.Finite)
        select WaitingOn(call, descriptor, other, events, timeout);

    private static CallArguments WaitingOn(
        SystemCall call, byte descriptor, byte other, PollEvents events, Timeout timeout)
    {
        var isEpoll = call == SystemCall.EpollWait;
        var arguments = new CallArguments
        {
            Call = call,
            Descriptor = isEpoll ? descriptor : Capacity.None,
            Number = isEpoll ? 3 : 0,
            Timeout = timeout,
        };
        if (!isEpoll)
        {
            arguments.Polled.Enqueue(new PollRequest(Math.Min(descriptor, other), events));
            arguments.Polled.Enqueue(new PollRequest(Math.Max(descriptor, other), events));
        }

        return arguments;
    }
}
