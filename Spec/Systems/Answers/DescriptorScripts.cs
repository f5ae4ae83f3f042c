using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.Answers.AnswerScene;
using static Wakeline.Spec.Systems.Calls;

namespace Wakeline.Spec.Systems.Answers;

/// <summary>Calls on descriptors and eventfds.</summary>
internal static class DescriptorScripts
{
    /// <summary>How many scripts there are.</summary>
    public const int Count = 15;

    /// <summary>Gives the tasks a script.</summary>
    public static void Begin(ref Kernel kernel, int script)
    {
        switch (script)
        {
            case 0:
                Let(ref kernel, 0, (On(SystemCall.EpollCreate) with { Flag = true }).Failing(Errno.EINVAL),
                    On(SystemCall.EpollCreate).Giving(Next), EpollWait(Next, 1, Tasks.Timeout.Zero).Giving(0));
                break;
            case 1:
                Let(ref kernel, 0, (On(SystemCall.EventFd) with { Length = 1 }).Giving(Next),
                    Read(Next).Giving(8), Close(Next).Giving(0), Close(Next).Failing(Errno.EBADF));
                break;
            case 2:
                Let(ref kernel, 0, On(SystemCall.SocketPair).Giving(0), Close(Next).Giving(0),
                    Close(Next + 1).Giving(0));
                break;
            case 3:
                Let(ref kernel, 0, Duplicate(Unopened).Failing(Errno.EBADF), Duplicate(One).Giving(Next),
                    Read(Next).Giving(8));
                break;
            case 4:
                Let(ref kernel, 0, SetNonblocking(Unopened).Failing(Errno.EBADF), SetNonblocking(Zero).Giving(0),
                    Read(Zero).Failing(Errno.EAGAIN));
                break;
            case 5:
                Let(ref kernel, 0, Read(Unopened).Failing(Errno.EBADF),
                    Outside(Read(Zero)).Failing(Errno.EFAULT), Read(Regular).Failing(Errno.EINVAL));
                break;
            case 6:
                Let(ref kernel, 0, SetNonblocking(One).Giving(0), Unmapped(Read(One)).Failing(Errno.EFAULT),
                    Read(One).Failing(Errno.EAGAIN));
                break;
            case 7:
                Signal(ref kernel);
                Let(ref kernel, 0, Read(Zero).Failing(Errno.EINTR));
                break;
            case 8:
                Let(ref kernel, 0, On(SystemCall.Socket).Giving(Next), Receive(Next, 1).Failing(Errno.ENOTCONN),
                    Close(Next).Giving(0), Receive(Next, 1).Failing(Errno.EBADF));
                break;
            default:
                Fill(ref kernel);
                Let(ref kernel, 0, WithoutDescriptor(script - 9));
                break;
        }
    }

    /// <summary>Calls that want a descriptor when none is free.</summary>
    private static ScriptedCall WithoutDescriptor(int which) => which switch
    {
        0 => On(SystemCall.EpollCreate).Failing(Errno.EMFILE),
        1 => On(SystemCall.EventFd).Failing(Errno.EMFILE),
        2 => On(SystemCall.SocketPair).Failing(Errno.EMFILE),
        3 => On(SystemCall.Pipe).Failing(Errno.EMFILE),
        4 => Duplicate(One).Failing(Errno.EMFILE),
        _ => On(SystemCall.Socket).Failing(Errno.EMFILE),
    };
}
