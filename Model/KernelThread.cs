using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model;

/// <summary>
/// The system calls of one thread of a <see cref="KernelHost"/>. Each runs until it returns or sleeps; a later call of
/// another thread, a signal or time may end the sleep, which <see cref="Outcome"/> then shows.
/// </summary>
public sealed class KernelThread
{
    private readonly KernelHost _host;

    internal KernelThread(KernelHost host, int number)
    {
        _host = host;
        Number = number;
    }

    /// <summary>The number of the thread, from 0.</summary>
    public int Number { get; }

    /// <summary>What has become of the last call.</summary>
    public CallOutcome Outcome => _host.OutcomeOf(Number);

    /// <summary>What the last epoll_wait reported, in its order.</summary>
    public IReadOnlyList<EpollReport> Reports => _host.State.Tasks[Number].Reports.Items.ToArray();

    /// <summary>The descriptors of the last poll or select, with the events found.</summary>
    public IReadOnlyList<PollRequest> Polled => _host.State.Tasks[Number].Arguments.Polled.Items.ToArray();

    /// <summary>The count that the last read of an eventfd gave.</summary>
    public ulong Count => _host.State.Tasks[Number].Value;

    /// <summary>socket(AF_INET, SOCK_STREAM).</summary>
    public CallOutcome Socket(bool nonblocking = false) =>
        Make(new CallArguments { Call = SystemCall.Socket, Flag = nonblocking });

    /// <summary>bind. Host 0 is any address, port 0 lets the kernel choose.</summary>
    public CallOutcome Bind(int descriptor, Endpoint end) => Make(On(SystemCall.Bind, descriptor) with
    {
        Address = end.Host,
        Length = end.Port,
    });

    /// <summary>listen.</summary>
    public CallOutcome Listen(int descriptor, int backlog) =>
        Make(On(SystemCall.Listen, descriptor) with { Number = backlog });

    /// <summary>accept4.</summary>
    public CallOutcome Accept(int descriptor, bool nonblocking = false) =>
        Make(On(SystemCall.Accept, descriptor) with { Flag = nonblocking });

    /// <summary>connect.</summary>
    public CallOutcome Connect(int descriptor, Endpoint end) => Make(On(SystemCall.Connect, descriptor) with
    {
        Address = end.Host,
        Length = end.Port,
    });

    /// <summary>sendto with MSG_FASTOPEN: connects, and sends on the SYN if there is a cookie.</summary>
    public CallOutcome SendFast(int descriptor, Endpoint end, int octets) =>
        Make(On(SystemCall.Connect, descriptor) with
        {
            Address = end.Host,
            Length = end.Port,
            Number = octets,
            OpensFast = true,
        });

    /// <summary>connect to AF_UNSPEC, which dissolves the association.</summary>
    public CallOutcome Disconnect(int descriptor) => Make(On(SystemCall.Disconnect, descriptor));

    /// <summary>send, on a socket. What the octets are follows from their place in the stream.</summary>
    public CallOutcome Send(int descriptor, int octets, bool dontWait = false) =>
        Make(On(SystemCall.Send, descriptor) with { Length = octets, Flag = dontWait });

    /// <summary>recv, on a socket.</summary>
    public CallOutcome Receive(int descriptor, int octets, bool dontWait = false) =>
        Make(On(SystemCall.Receive, descriptor) with { Length = octets, Flag = dontWait });

    /// <summary>write of a count, on an eventfd.</summary>
    public CallOutcome WriteCount(int descriptor, int count) =>
        Make(On(SystemCall.Write, descriptor) with { Length = count });

    /// <summary>read, on an eventfd; <see cref="Count"/> has what it gave.</summary>
    public CallOutcome ReadCount(int descriptor) =>
        Make(On(SystemCall.Read, descriptor) with { Length = sizeof(ulong) });

    /// <summary>shutdown.</summary>
    public CallOutcome Shutdown(int descriptor, ShutdownDirections directions) =>
        Make(On(SystemCall.Shutdown, descriptor) with { Directions = directions });

    /// <summary>close.</summary>
    public CallOutcome Close(int descriptor) => Make(On(SystemCall.Close, descriptor));

    /// <summary>dup.</summary>
    public CallOutcome Duplicate(int descriptor) => Make(On(SystemCall.Dup, descriptor));

    /// <summary>getsockopt SO_ERROR; the value is the error, which the call clears.</summary>
    public CallOutcome GetError(int descriptor) => Make(On(SystemCall.GetError, descriptor));

    /// <summary>setsockopt SO_LINGER; <see langword="null"/> turns lingering off, zero makes close reset.</summary>
    public CallOutcome SetLinger(int descriptor, TimeSpan? time) => Make(On(SystemCall.SetLinger, descriptor) with
    {
        Flag = time is not null,
        Length = (int)(time?.TotalSeconds ?? 0),
    });

    /// <summary>setsockopt SO_RCVLOWAT.</summary>
    public CallOutcome SetReceiveLowWater(int descriptor, int octets) =>
        Make(On(SystemCall.SetReceiveLowWater, descriptor) with { Length = octets });

    /// <summary>fcntl O_NONBLOCK.</summary>
    public CallOutcome SetNonblocking(int descriptor, bool on) =>
        Make(On(SystemCall.SetNonblocking, descriptor) with { Flag = on });

    /// <summary>fcntl O_ASYNC.</summary>
    public CallOutcome SetAsync(int descriptor, bool on) =>
        Make(On(SystemCall.SetAsync, descriptor) with { Flag = on });

    /// <summary>eventfd.</summary>
    public CallOutcome EventFd(int count, bool nonblocking = false) =>
        Make(new CallArguments { Call = SystemCall.EventFd, Length = count, Flag = nonblocking });

    /// <summary>Opens a regular file, which has no poll method.</summary>
    /// <returns>The descriptor.</returns>
    public int OpenRegularFile() => _host.OpenRegularFile();

    /// <summary>epoll_create1.</summary>
    public CallOutcome EpollCreate() => Make(new CallArguments { Call = SystemCall.EpollCreate });

    /// <summary>epoll_ctl. The user data is one octet here, as the reports have it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The user data is more than an octet.</exception>
    public CallOutcome EpollControl(
        int epoll, ControlOperation operation, int descriptor, PollEvents events = PollEvents.None, int data = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(data, byte.MinValue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data, byte.MaxValue);
        return Make(On(SystemCall.EpollControl, epoll) with
        {
            Operation = operation,
            Target = DescriptorByte(descriptor),
            Events = events,
            Number = data,
        });
    }

    /// <summary>epoll_wait; <see cref="Reports"/> has the events. Without a timeout it may sleep for ever.</summary>
    public CallOutcome EpollWait(int epoll, int eventsMost, TimeSpan? timeout = null) =>
        Make(On(SystemCall.EpollWait, epoll) with { Number = eventsMost }, timeout);

    /// <summary>poll; <see cref="Polled"/> has the events found.</summary>
    public CallOutcome Poll(IReadOnlyList<(int Descriptor, PollEvents Asked)> requests, TimeSpan? timeout = null) =>
        Make(Polling(SystemCall.Poll, requests), timeout);

    /// <summary>select; IN, OUT and PRI stand for the three sets.</summary>
    public CallOutcome Select(IReadOnlyList<(int Descriptor, PollEvents Asked)> sets, TimeSpan? timeout = null) =>
        Make(Polling(SystemCall.Select, [.. sets.OrderBy(set => set.Descriptor)]), timeout);

    /// <summary>A signal arrives whose handler does nothing. In user mode it leaves no trace.</summary>
    public void Signal() => _host.Signal(Number);

    /// <summary>Makes any call, with the arguments as the specification has them.</summary>
    /// <param name="arguments">The arguments; the timeout is set from <paramref name="timeout"/>.</param>
    /// <param name="timeout">How long it may sleep; <see langword="null"/> for ever.</param>
    public CallOutcome Make(CallArguments arguments, TimeSpan? timeout = null)
    {
        arguments.Timeout = timeout is null ? Timeout.Never : timeout <= TimeSpan.Zero ? Timeout.Zero : Timeout.Finite;
        return _host.Call(Number, in arguments, timeout);
    }

    /// <summary>The arguments of a call on a descriptor; those that the call needs besides are to be added.</summary>
    public static CallArguments On(SystemCall call, int descriptor) =>
        new() { Call = call, Descriptor = DescriptorByte(descriptor) };

    private static byte DescriptorByte(int descriptor) =>
        descriptor is >= 0 and < Capacity.None ? (byte)descriptor : Capacity.None;

    private static CallArguments Polling(SystemCall call, IReadOnlyList<(int Descriptor, PollEvents Asked)> requests)
    {
        var arguments = new CallArguments { Call = call, Descriptor = Capacity.None };
        foreach (var (descriptor, asked) in requests)
        {
            arguments.Polled.Enqueue(new PollRequest(DescriptorByte(descriptor), asked));
        }

        return arguments;
    }
}
