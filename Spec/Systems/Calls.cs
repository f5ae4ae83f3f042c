using Wakeline.Spec.Tasks;
using Timeout = Wakeline.Spec.Tasks.Timeout;

namespace Wakeline.Spec.Systems;

/// <summary>The calls of programs, as they are written in C.</summary>
public static class Calls
{
    /// <summary>epoll_wait(epoll, events, most, timeout).</summary>
    public static ScriptedCall EpollWait(int epoll, int most, Timeout timeout = Timeout.Never) => new()
    {
        Call = SystemCall.EpollWait,
        Descriptor = (byte)epoll,
        Number = (byte)most,
        Timeout = timeout,
    };

    /// <summary>epoll_ctl(epoll, EPOLL_CTL_ADD, target, {events, target}).</summary>
    public static ScriptedCall Add(int epoll, int target, PollEvents events) =>
        Control(ControlOperation.Add, epoll, target, events);

    /// <summary>epoll_ctl(epoll, EPOLL_CTL_MOD, target, {events, target}).</summary>
    public static ScriptedCall Modify(int epoll, int target, PollEvents events) =>
        Control(ControlOperation.Modify, epoll, target, events);

    /// <summary>epoll_ctl(epoll, EPOLL_CTL_DEL, target, NULL).</summary>
    public static ScriptedCall Delete(int epoll, int target) =>
        Control(ControlOperation.Delete, epoll, target, PollEvents.None);

    /// <summary>poll() of some descriptors, one after the other from the first.</summary>
    public static ScriptedCall Poll(int first, int count, PollEvents events, Timeout timeout = Timeout.Never) =>
        Scan(SystemCall.Poll, first, count, events, timeout);

    /// <summary>select() of some descriptors, one after the other from the first.</summary>
    public static ScriptedCall Select(int first, int count, PollEvents sets, Timeout timeout = Timeout.Never) =>
        Scan(SystemCall.Select, first, count, sets, timeout);

    /// <summary>read(descriptor, buffer, 8).</summary>
    public static ScriptedCall Read(int descriptor) => On(SystemCall.Read, descriptor);

    /// <summary>write(descriptor, &amp;one, 8).</summary>
    public static ScriptedCall Write(int descriptor) => On(SystemCall.Write, descriptor) with { Length = 1 };

    /// <summary>recv of the descriptor that the epoll_wait before has reported.</summary>
    public static ScriptedCall ReceiveReported(int octets) => Receive(ScriptedCall.Reported, octets);

    /// <summary>close(descriptor).</summary>
    public static ScriptedCall Close(int descriptor) => On(SystemCall.Close, descriptor);

    /// <summary>dup(descriptor).</summary>
    public static ScriptedCall Duplicate(int descriptor) => On(SystemCall.Dup, descriptor);

    /// <summary>accept(descriptor).</summary>
    public static ScriptedCall Accept(int descriptor, Timeout timeout = Timeout.Never) =>
        On(SystemCall.Accept, descriptor) with { Timeout = timeout };

    /// <summary>recv(descriptor, buffer, octets).</summary>
    public static ScriptedCall Receive(int descriptor, int octets, Timeout timeout = Timeout.Never) =>
        On(SystemCall.Receive, descriptor) with { Length = (sbyte)octets, Timeout = timeout };

    /// <summary>send(descriptor, buffer, octets).</summary>
    public static ScriptedCall Send(int descriptor, int octets, Timeout timeout = Timeout.Never) =>
        On(SystemCall.Send, descriptor) with { Length = (sbyte)octets, Timeout = timeout };

    /// <summary>send(descriptor, buffer, octets, MSG_DONTWAIT).</summary>
    public static ScriptedCall SendAtOnce(int descriptor, int octets) => Send(descriptor, octets) with { Flag = true };

    /// <summary>shutdown(descriptor, how).</summary>
    public static ScriptedCall Shutdown(int descriptor, ShutdownDirections directions) =>
        On(SystemCall.Shutdown, descriptor) with { Directions = directions };

    /// <summary>connect(descriptor, AF_UNSPEC).</summary>
    public static ScriptedCall Disconnect(int descriptor) => On(SystemCall.Disconnect, descriptor);

    /// <summary>bind(descriptor, 127.0.0.1, port).</summary>
    public static ScriptedCall Bind(int descriptor, int port) =>
        On(SystemCall.Bind, descriptor) with { Length = (sbyte)port };

    /// <summary>listen(descriptor, backlog).</summary>
    public static ScriptedCall Listen(int descriptor, int backlog) =>
        On(SystemCall.Listen, descriptor) with { Number = (byte)backlog };

    /// <summary>getsockopt(descriptor, SO_ERROR), as if it returned what it finds.</summary>
    public static ScriptedCall GetError(int descriptor) => On(SystemCall.GetError, descriptor);

    /// <summary>setsockopt(descriptor, SO_LINGER, {1, seconds}).</summary>
    public static ScriptedCall Linger(int descriptor, int seconds) =>
        On(SystemCall.SetLinger, descriptor) with { Flag = true, Length = (sbyte)seconds };

    /// <summary>setsockopt(descriptor, SO_RCVLOWAT, octets).</summary>
    public static ScriptedCall LowWater(int descriptor, int octets) =>
        On(SystemCall.SetReceiveLowWater, descriptor) with { Length = (sbyte)octets };

    /// <summary>fcntl(descriptor, F_SETFL, O_NONBLOCK).</summary>
    public static ScriptedCall SetNonblocking(int descriptor) =>
        On(SystemCall.SetNonblocking, descriptor) with { Flag = true };

    /// <summary>A call with a pointer to what is not mapped.</summary>
    public static ScriptedCall Unmapped(ScriptedCall call) => call with { Memory = UserMemory.Unmapped };

    /// <summary>A call with a pointer to what is not the user's.</summary>
    public static ScriptedCall Outside(ScriptedCall call) => call with { Memory = UserMemory.OutsideAddressSpace };

    /// <summary>A call that needs no arguments but those that are given beside.</summary>
    public static ScriptedCall On(SystemCall call) => On(call, 0);

    /// <summary>send(descriptor, buffer, octets, MSG_OOB): the last octet is urgent.</summary>
    public static ScriptedCall SendUrgent(int descriptor, int octets) =>
        Send(descriptor, octets) with { Urgent = true };

    /// <summary>recv(descriptor, buffer, 1, MSG_OOB).</summary>
    public static ScriptedCall ReceiveUrgent(int descriptor) => Receive(descriptor, 1) with { Urgent = true };

    /// <summary>fcntl(descriptor, F_SETOWN_EX, the calling thread).</summary>
    public static ScriptedCall SetOwner(int descriptor) => On(SystemCall.SetOwner, descriptor);

    /// <summary>ioctl(descriptor, SIOCATMARK).</summary>
    public static ScriptedCall AtMark(int descriptor) => On(SystemCall.AtMark, descriptor);

    /// <summary>The call with a signal mask: epoll_pwait, ppoll, pselect6.</summary>
    public static ScriptedCall WithMask(ScriptedCall call, params ReadOnlySpan<Signal> blocked) =>
        call with { HasMask = true, Mask = TaskSignals.SetOf(blocked) };

    /// <summary>sigprocmask(SIG_SETMASK, blocked).</summary>
    public static ScriptedCall SetSignalMask(params ReadOnlySpan<Signal> blocked) => new()
    {
        Call = SystemCall.SetSignalMask,
        Mask = TaskSignals.SetOf(blocked),
    };

    private static ScriptedCall On(SystemCall call, int descriptor) =>
        new() { Call = call, Descriptor = (byte)descriptor };

    private static ScriptedCall Control(ControlOperation operation, int epoll, int target, PollEvents events) => new()
    {
        Call = SystemCall.EpollControl,
        Operation = operation,
        Descriptor = (byte)epoll,
        Target = (byte)target,
        Events = events,
        Number = (byte)target,
    };

    private static ScriptedCall Scan(
        SystemCall call, int first, int count, PollEvents events, Timeout timeout) => new()
        {
            Call = call,
            Descriptor = (byte)first,
            Number = (byte)count,
            Events = events,
            Timeout = timeout,
        };
}
