using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline.Spec.Sockets;

namespace Wakeline.Spec.Tasks;

/// <summary>How long a call may sleep.</summary>
public enum Timeout : byte
{
    /// <summary>For ever (-1 or NULL).</summary>
    Never,
    /// <summary>Not at all (0).</summary>
    Zero,
    /// <summary>Until a timer expires; when that is, the host says.</summary>
    Finite,
}

/// <summary>What a call is to do with an interest list (EPOLL_CTL_*).</summary>
public enum ControlOperation : byte
{
    /// <summary>A number that is none of the three.</summary>
    Unknown,
    /// <summary>EPOLL_CTL_ADD.</summary>
    Add,
    /// <summary>EPOLL_CTL_DEL.</summary>
    Delete,
    /// <summary>EPOLL_CTL_MOD.</summary>
    Modify,
}

/// <summary>Which directions shutdown closes (SHUT_RD, SHUT_WR, SHUT_RDWR).</summary>
[Flags]
public enum ShutdownDirections : byte
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary>Receiving (RCV_SHUTDOWN).</summary>
    Receive = 1,
    /// <summary>Sending (SEND_SHUTDOWN).</summary>
    Send = 2,
    /// <summary>Both.</summary>
    Both = 3,
}

/// <summary>Whether the kernel can use the memory that a call points to.</summary>
public enum UserMemory : byte
{
    /// <summary>It can be read and written.</summary>
    Mapped,
    /// <summary>It lies in the user's address space, but is not mapped: a copy faults.</summary>
    Unmapped,
    /// <summary>It lies outside the user's address space (access_ok fails).</summary>
    OutsideAddressSpace,
}

/// <summary>The arguments of the call a task is in. Each call uses the fields it needs; the others are zero.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct CallArguments
{
    /// <summary>The call.</summary>
    public SystemCall Call;

    /// <summary>First descriptor: the socket, epoll or file the call is made on.</summary>
    public byte Descriptor;

    /// <summary>epoll_ctl: the descriptor to watch.</summary>
    public byte Target;

    /// <summary>epoll_ctl: the operation.</summary>
    public ControlOperation Operation;

    /// <summary>epoll_ctl: the event mask with its flags.</summary>
    public PollEvents Events;

    /// <summary>
    /// epoll_ctl: the user data. epoll_wait: the greatest number of events (maxevents). listen: the backlog.
    /// </summary>
    public int Number;

    /// <summary>How long the call may sleep.</summary>
    public Timeout Timeout;

    /// <summary>
    /// send, recv: bytes. bind, connect: port. setsockopt: value. eventfd: initial count, extended with its sign to 64
    /// bits; write on an eventfd: what is added, likewise.
    /// </summary>
    public int Length;

    /// <summary>connect, bind: last octet of the loopback address 127.0.0.x.</summary>
    public byte Address;

    /// <summary>
    /// send, recv: MSG_DONTWAIT. socket, accept, eventfd: create the file nonblocking. epoll_create1: an unknown flag.
    /// Others: a flag's value.
    /// </summary>
    public bool Flag;

    /// <summary>epoll_wait, poll, select: whether the call has a signal mask (epoll_pwait, ppoll, pselect6).</summary>
    public bool HasMask;

    /// <summary>That mask, or the one that sigprocmask sets: the signals that are blocked.</summary>
    public BitSet<byte> Mask;

    /// <summary>connect: whether it is done by a send of so many bytes as Number says (MSG_FASTOPEN).</summary>
    public bool OpensFast;

    /// <summary>send, recv: MSG_OOB.</summary>
    public bool Urgent;

    /// <summary>recv: MSG_PEEK, which leaves the text in the queue.</summary>
    public bool Peek;

    /// <summary>recv: MSG_WAITALL, which sleeps until the buffer is full.</summary>
    public bool WaitAll;

    /// <summary>send: MSG_MORE.</summary>
    public bool More;

    /// <summary>setsockopt: the option.</summary>
    public SocketOption Option;

    /// <summary>The memory the call reads or writes.</summary>
    public UserMemory Memory;

    /// <summary>shutdown: which directions.</summary>
    public ShutdownDirections Directions;

    /// <summary>
    /// poll, select: the descriptors, in the order of the call; for select ascending. What the call found stays here
    /// after it, until the next call.
    /// </summary>
    public Ring<PollRequest, InlineArray12<PollRequest>> Polled;
}
