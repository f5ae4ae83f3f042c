using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tasks;

/// <summary>The steps of a program.</summary>
public enum ProgramStep : byte
{
    /// <summary>The task makes the calls of its program, one after the other, as long as there are any.</summary>
    Running,
}

/// <summary>A call of a program, in a few bytes. Calls use the fields as <see cref="CallArguments"/> says.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct ScriptedCall
{
    /// <summary>In place of a descriptor: the one that the epoll_wait before has reported first.</summary>
    public const byte Reported = 254;

    /// <summary>The call.</summary>
    public SystemCall Call;

    /// <summary>First descriptor; poll and select: the first of those to be polled.</summary>
    public byte Descriptor;

    /// <summary>epoll_ctl: the descriptor to watch.</summary>
    public byte Target;

    /// <summary>epoll_ctl: the operation.</summary>
    public ControlOperation Operation;

    /// <summary>epoll_ctl: the event mask. poll, select: the events asked for, of every descriptor.</summary>
    public PollEvents Events;

    /// <summary>
    /// epoll_ctl: the user data. epoll_wait: maxevents. poll, select: how many descriptors. listen: backlog.
    /// </summary>
    public byte Number;

    /// <summary>How long the call may sleep.</summary>
    public Timeout Timeout;

    /// <summary>Bytes, port or value.</summary>
    public sbyte Length;

    /// <summary>A flag's value.</summary>
    public bool Flag;

    /// <summary>send, recv: MSG_OOB.</summary>
    public bool Urgent;

    /// <summary>epoll_wait, poll, select: whether the call has a signal mask.</summary>
    public bool HasMask;

    /// <summary>The signal mask, of such a call or to be set.</summary>
    public BitSet<byte> Mask;

    /// <summary>The memory the call reads or writes.</summary>
    public UserMemory Memory;

    /// <summary>shutdown: which directions.</summary>
    public ShutdownDirections Directions;

    /// <summary>What its manual page says it returns.</summary>
    public Promise Promise;

    /// <summary>The same call, which may return a result.</summary>
    public readonly ScriptedCall Giving(int result) => this with { Promise = Promise.Of(result) };

    /// <summary>The same call, which may fail with an error.</summary>
    public readonly ScriptedCall Failing(Errno error) => this with { Promise = Promise.Or(error) };

    /// <summary>The arguments of the call in full.</summary>
    public readonly CallArguments ToArguments()
    {
        var isPoll = Call is SystemCall.Poll or SystemCall.Select;
        var arguments = new CallArguments
        {
            Call = Call,
            Descriptor = isPoll ? Capacity.None : Descriptor,
            Target = Target,
            Operation = Operation,
            Events = isPoll ? PollEvents.None : Events,
            Number = isPoll ? 0 : Number,
            Timeout = Timeout,
            Length = Length,
            Address = Call is SystemCall.Connect or SystemCall.Bind ? (byte)1 : (byte)0,
            Flag = Flag,
            Urgent = Urgent,
            HasMask = HasMask,
            Mask = Mask,
            Memory = Memory,
            Directions = Directions,
        };
        for (var index = 0; isPoll && index < Number; index++)
        {
            arguments.Polled.Enqueue(new PollRequest(Descriptor + index, Events));
        }

        return arguments;
    }
}

/// <summary>
/// What a task does in user mode: a few calls, some rounds of them. Empty where a host calls instead.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Program
{
    /// <summary>Step of the program's machine.</summary>
    public ProgramStep Step;

    /// <summary>Index of the next call.</summary>
    public byte Next;

    /// <summary>Rounds still to be made, the one under way included.</summary>
    public byte Rounds;

    /// <summary>The calls of a round; constant during a run.</summary>
    public Ring<ScriptedCall, InlineArray4<ScriptedCall>> Calls;

    /// <summary>Whether a call is left.</summary>
    public readonly bool HasCall => Rounds > 0;

    /// <summary>The next call.</summary>
    public readonly ScriptedCall NextCall => Calls.Items[Next];

    /// <summary>Whether a call has been made.</summary>
    public readonly bool HasMadeCall => Next > 0 || (Rounds == 0 && !Calls.IsEmpty);

    /// <summary>The call that was made last.</summary>
    public readonly ScriptedCall LastCall => Calls.Items[(Next == 0 ? Calls.Count : Next) - 1];

    /// <summary>Goes on to the call after the next.</summary>
    public void Advance()
    {
        Next++;
        if (Next == Calls.Count)
        {
            Next = 0;
            Rounds--;
        }
    }
}
