using Wakeline.Spec.Pipes;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.Answers.AnswerScene;
using static Wakeline.Spec.Systems.Calls;
using Timeout = Wakeline.Spec.Tasks.Timeout;

namespace Wakeline.Spec.Systems.Answers;

/// <summary>read and write on a pipe, also those that sleep until another task does something.</summary>
internal static class PipeScripts
{
    /// <summary>How many scripts there are.</summary>
    public const int Count = 22;

    /// <summary>How many octets a full pipe holds here.</summary>
    private const int Buffers = 16;

    private const int ReadEnd = Next;
    private const int WriteEnd = Next + 1;

    /// <summary>Gives the tasks a script.</summary>
    public static void Begin(ref Kernel kernel, int script)
    {
        if (script == 0)
        {
            Let(ref kernel, 0, On(SystemCall.Pipe).Giving(0), Write(WriteEnd).Giving(1), Take(4).Giving(1));
            return;
        }

        PipeEnds.Open(ref kernel, nonblocking: false);
        switch (script)
        {
            case 1:
                Let(ref kernel, 0, Outside(Take(1)).Failing(Errno.EFAULT), Read(WriteEnd).Failing(Errno.EBADF),
                    Take(0).Giving(0), Write(ReadEnd).Failing(Errno.EBADF));
                break;
            case 2:
                Let(ref kernel, 0, Outside(Write(WriteEnd)).Failing(Errno.EFAULT), Put(0).Giving(0),
                    Unmapped(Write(WriteEnd)).Failing(Errno.EFAULT),
                    Poll(ReadEnd, 1, PollEvents.In, Timeout.Zero).Giving(0));
                break;
            case 3:
                Let(ref kernel, 0, Write(WriteEnd).Giving(1), Unmapped(Take(1)).Failing(Errno.EFAULT),
                    Take(4).Giving(1));
                break;
            case 4:
                Let(ref kernel, 0, SetNonblocking(ReadEnd).Giving(0), Take(1).Failing(Errno.EAGAIN),
                    Close(WriteEnd).Giving(0), Take(1).Giving(0));
                break;
            case 5:
                Let(ref kernel, 0, Close(ReadEnd).Giving(0), Write(WriteEnd).Failing(Errno.EPIPE),
                    Poll(WriteEnd, 1, PollEvents.Out, Timeout.Zero).Giving(1));
                break;
            case 6:
                Signal(ref kernel);
                Let(ref kernel, 0, Take(1).Failing(Errno.EINTR));
                break;
            case 7:
                Scene.Watch(ref kernel, OtherInstance, ReadEnd, PollEvents.In | PollEvents.EdgeTriggered);
                Let(ref kernel, 0, Write(WriteEnd).Giving(1), EpollWait(OtherInstance, 1, Timeout.Zero).Giving(1),
                    Write(WriteEnd).Giving(1), EpollWait(OtherInstance, 1, Timeout.Zero).Giving(1));
                break;
            case 8:
                Let(ref kernel, 0, Write(WriteEnd).Giving(1), Write(WriteEnd).Giving(1), Take(4).Giving(2),
                    Poll(ReadEnd, 1, PollEvents.In, Timeout.Zero).Giving(0));
                break;
            case < 15:
                Await(ref kernel, script - 9);
                break;
            default:
                Fill(ref kernel);
                BeginFull(ref kernel, script - 15);
                break;
        }
    }

    /// <summary>Calls that sleep until there are octets, or nobody who writes.</summary>
    private static void Await(ref Kernel kernel, int script)
    {
        switch (script)
        {
            case 0:
                Let(ref kernel, 0, Take(4).Giving(1));
                Let(ref kernel, 1, Write(WriteEnd).Giving(1));
                break;
            case 1:
                Let(ref kernel, 0, Take(4).Giving(0));
                Let(ref kernel, 1, Close(WriteEnd).Giving(0));
                break;
            case 2:
                Let(ref kernel, 0, Take(1).Giving(1));
                Let(ref kernel, 1, Take(1).Giving(1));
                Let(ref kernel, 2, Put(2).Giving(2));
                break;
            case 3:
                Let(ref kernel, 0, Take(1).Giving(1));
                Let(ref kernel, 1, Take(1).Giving(1));
                Let(ref kernel, 2, Write(WriteEnd).Giving(1), Write(WriteEnd).Giving(1));
                break;
            case 4:
                Let(ref kernel, 0, Unmapped(Take(1)).Failing(Errno.EFAULT));
                Let(ref kernel, 1, Take(1).Giving(1));
                Let(ref kernel, 2, Put(2).Giving(2));
                break;
            default:
                Let(ref kernel, 0, Add(OtherInstance, ReadEnd, PollEvents.In).Giving(0),
                    EpollWait(OtherInstance, 1).Giving(1));
                Let(ref kernel, 1, Poll(ReadEnd, 1, PollEvents.In).Giving(1));
                Let(ref kernel, 2, Write(WriteEnd).Giving(1));
                break;
        }
    }

    /// <summary>Calls on a pipe that is full.</summary>
    private static void BeginFull(ref Kernel kernel, int script)
    {
        switch (script)
        {
            case 0:
                Let(ref kernel, 0, SetNonblocking(WriteEnd).Giving(0),
                    Unmapped(Write(WriteEnd)).Failing(Errno.EAGAIN),
                    Poll(WriteEnd, 1, PollEvents.Out, Timeout.Zero).Giving(0));
                break;
            case 1:
                Signal(ref kernel);
                Let(ref kernel, 0, Write(WriteEnd).Failing(Errno.EINTR));
                break;
            case 2:
                Let(ref kernel, 0, Write(WriteEnd).Failing(Errno.EPIPE));
                Let(ref kernel, 1, Close(ReadEnd).Giving(0));
                break;
            case 3:
                Let(ref kernel, 0, Write(WriteEnd).Giving(1));
                Let(ref kernel, 1, Write(WriteEnd).Giving(1));
                Let(ref kernel, 2, Take(1).Giving(1), Take(1).Giving(1));
                break;
            case 4:
                Let(ref kernel, 0, Write(WriteEnd).Giving(1));
                Let(ref kernel, 1, Take(Buffers).Giving(Buffers), Take(1).Giving(1));
                break;
            case 5:
                Let(ref kernel, 0, Unmapped(Write(WriteEnd)).Failing(Errno.EFAULT));
                Let(ref kernel, 1, Write(WriteEnd).Giving(1));
                Let(ref kernel, 2, Take(1).Giving(1), Take(1).Giving(1));
                break;
            default:
                Let(ref kernel, 0, Poll(WriteEnd, 1, PollEvents.Out).Giving(1));
                Let(ref kernel, 1, Take(1).Giving(1));
                break;
        }
    }

    /// <summary>Fills the pipe with an octet in each buffer, as splice would: nothing is put behind it.</summary>
    private static void Fill(ref Kernel kernel)
    {
        while (!kernel.Pipes[0].IsFull)
        {
            kernel.Pipes[0].Put(1);
        }

        kernel.Pipes[0].YoungestEnd = Pipe.BufferSize;
    }

    private static ScriptedCall Take(int octets) => Read(ReadEnd) with { Length = (sbyte)octets };

    private static ScriptedCall Put(int octets) => Write(WriteEnd) with { Length = (sbyte)octets };
}
