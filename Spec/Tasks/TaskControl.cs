using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tasks;

/// <summary>The timers of a task.</summary>
public enum TaskTimer : byte
{
    /// <summary>The deadline of the call it sleeps in (hrtimer_sleeper).</summary>
    Sleep,
}

/// <summary>A task (struct task_struct): whether it can run, and how far it is in the call it is in.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct TaskControl
{
    /// <summary>Whether it can run.</summary>
    public TaskState State;

    /// <summary>Step of each call's machine; all but one are idle.</summary>
    public CallSteps Steps;

    /// <summary>The call it is in, <see cref="SystemCall.None"/> in user mode.</summary>
    public CallArguments Arguments;

    /// <summary>1 + the file the call works on; 0 for none.</summary>
    public byte FileAndOne;

    /// <summary>epoll_ctl: 1 + the watched file; 0 for none.</summary>
    public byte TargetAndOne;

    /// <summary>Files the call holds a reference to, until it returns; while it returns, those it put last.</summary>
    public BitSet<ushort> Held;

    /// <summary>What the last call returned; -1 for an error.</summary>
    public int Result;

    /// <summary>The error of the last call.</summary>
    public Errno Error;

    /// <summary>
    /// The call may not sleep: its file was nonblocking when it began, or it says so itself (O_NONBLOCK, MSG_DONTWAIT).
    /// </summary>
    public bool IsNonblocking;

    /// <summary>Its signals, and which of them are blocked.</summary>
    public TaskSignals Signals;

    /// <summary>A waker chose this task since it last looked (WQ_FLAG_WOKEN; poll: triggered).</summary>
    public bool Woken;

    /// <summary>The deadline of the call is past (timed_out).</summary>
    public bool TimedOut;

    /// <summary>Armed timers.</summary>
    public BitSet<ushort> Timers;

    /// <summary>Bytes a send or receive has moved so far.</summary>
    public int Moved;

    /// <summary>
    /// What the last read of an eventfd found. socketpair, pipe2: the first descriptor, and the second in the next
    /// byte.
    /// </summary>
    [SuppressMessage("Wakeline.Use", "WKL3004", Justification = "A result: the host hands it to the caller.")]
    public ulong Value;

    /// <summary>epoll_ctl: what the watched file was ready for when it was asked.</summary>
    public PollEvents Sampled;

    /// <summary>read, write on a pipe: of what others are to be told once the call has let go of it.</summary>
    public PollEvents ToTell;

    /// <summary>poll, select: the descriptor to visit next. accept: the descriptor taken for the connection.</summary>
    public byte Position;

    /// <summary>poll, select: the first pass, which queues on every file, is over.</summary>
    public bool HasQueued;

    /// <summary>Descriptors (poll, select) or items (epoll_wait) that the last call has asked for readiness.</summary>
    [SuppressMessage("Wakeline.Use", "WKL3004", Justification = "A measurement, for the host.")]
    public ushort Visits;

    /// <summary>What epoll_wait has copied to the user.</summary>
    public Ring<EpollReport, InlineArray12<EpollReport>> Reports;

    /// <summary>Whether the call works on a file.</summary>
    public readonly bool HasFile => FileAndOne != 0;

    /// <summary>The file the call works on.</summary>
    public readonly int File => FileAndOne - 1;

    /// <summary>epoll_ctl: whether the descriptor to watch is open.</summary>
    public readonly bool HasTarget => TargetAndOne != 0;

    /// <summary>epoll_ctl: the watched file.</summary>
    public readonly int Target => TargetAndOne - 1;

    /// <summary>Whether the task is in no call.</summary>
    public readonly bool IsInUserMode => Arguments.Call == SystemCall.None;
}
