using Wakeline.Spec;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Programs;

/// <summary>One descriptor of a poll or select step.</summary>
/// <param name="Slot">The slot of the descriptor.</param>
/// <param name="Asked">The bits asked for; for select IN, OUT and PRI name the read, write and exception set.</param>
public readonly record struct PolledSlot(int Slot, PollEvents Asked);

/// <summary>
/// One step of a program. Descriptors are named by slots: a slot holds the number that the call which opened it
/// returned, also after it was closed. Each verb uses the fields its <see cref="VerbShape"/> lists; the others keep
/// their defaults.
/// </summary>
public sealed record CallStep
{
    /// <summary>The slot that never holds an open descriptor: it stands for -1.</summary>
    public const int NoSlot = -1;

    /// <summary>The thread that makes the call, from 0.</summary>
    public int Thread { get; init; }

    /// <summary>What is done.</summary>
    public required Verb Verb { get; init; }

    /// <summary>The slot that takes the descriptor the call returns.</summary>
    public int Result { get; init; } = NoSlot;

    /// <summary>socketpair: the slot that takes the second descriptor.</summary>
    public int SecondResult { get; init; } = NoSlot;

    /// <summary>Slot of the descriptor the call is made on.</summary>
    public int Descriptor { get; init; } = NoSlot;

    /// <summary>epoll_ctl: slot of the watched descriptor.</summary>
    public int Target { get; init; } = NoSlot;

    /// <summary>epoll_ctl: the operation.</summary>
    public ControlOperation Operation { get; init; }

    /// <summary>epoll_ctl: the mask and flags.</summary>
    public PollEvents Events { get; init; }

    /// <summary>bind, connect: the port by its symbol; each run of a program has ports of its own.</summary>
    public int Port { get; init; }

    /// <summary>bind, connect: the last octet of the loopback address.</summary>
    public int Address { get; init; } = 1;

    /// <summary>
    /// Bytes to send or receive, backlog, maxevents, user data, low-water mark, seconds to linger (-1 for off), initial
    /// count of an eventfd, 1 and 0 for a flag that is set and cleared, or the thread that a signal is sent to.
    /// </summary>
    public int Number { get; init; }

    /// <summary>How long the call may sleep.</summary>
    public Timeout Timeout { get; init; }

    /// <summary>
    /// How long a call with a finite timeout may sleep, or a thread is to; zero stands for "short", which is as long as
    /// the calls of other threads take.
    /// </summary>
    public TimeSpan Duration { get; init; }

    /// <summary>shutdown: which directions.</summary>
    public ShutdownDirections Directions { get; init; }

    /// <summary>send, recv: MSG_DONTWAIT. Calls that open: SOCK_NONBLOCK or EFD_NONBLOCK.</summary>
    public bool Nonblocking { get; init; }

    /// <summary>send, recv: MSG_OOB, of TCP sockets.</summary>
    public bool Urgent { get; init; }

    /// <summary>The signals that the call blocks while it lasts, or that sigprocmask blocks.</summary>
    public BitSet<byte> Mask { get; init; }

    /// <summary>The signal that is sent.</summary>
    public Signal Signal { get; init; }

    /// <summary>The memory that the call is pointed to.</summary>
    public UserMemory Memory { get; init; }

    /// <summary>poll, select: the descriptors.</summary>
    public Sequence<PolledSlot> Polled { get; init; }

    /// <summary>The slots that take what the call opens.</summary>
    public IEnumerable<int> Results => new[] { Result, SecondResult }.Where(slot => slot != NoSlot);

    /// <summary>Every slot the step reads.</summary>
    public IEnumerable<int> UsedSlots =>
        Polled.Select(polled => polled.Slot).Append(Descriptor).Append(Target).Where(slot => slot != NoSlot);

    /// <summary>Whether the call may put its thread to sleep, unless the file is nonblocking.</summary>
    public bool MaySleep => Verb switch
    {
        Verb.Accept or Verb.Connect or Verb.Write or Verb.Read or Verb.Close => true,
        Verb.Send or Verb.Receive => !Nonblocking,
        Verb.EpollWait or Verb.EpollWait2 or Verb.Poll or Verb.Select => Timeout != Timeout.Zero,
        Verb.EpollWaitMasked or Verb.PollMasked or Verb.SelectMasked => Timeout != Timeout.Zero,
        _ => false,
    };
}
