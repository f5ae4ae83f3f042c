using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.Answers.AnswerScene;
using static Wakeline.Spec.Systems.Calls;
using Timeout = Wakeline.Spec.Tasks.Timeout;

namespace Wakeline.Spec.Systems.Answers;

/// <summary>send and recv that return of themselves.</summary>
internal static class TransferScripts
{
    /// <summary>How many scripts there are.</summary>
    public const int Count = 15;

    /// <summary>Gives the tasks a script.</summary>
    public static void Begin(ref Kernel kernel, int script)
    {
        switch (script)
        {
            case 0:
                Let(ref kernel, 0, Outside(Send(Silent, 1)).Failing(Errno.EFAULT),
                    Send(Unopened, 1).Failing(Errno.EBADF), Send(Regular, 1).Failing(Errno.ENOTSOCK),
                    Send(Fresh, 1).Failing(Errno.EPIPE));
                break;
            case 1:
                Let(ref kernel, 0, SendAtOnce(Unheard, 1).Failing(Errno.EAGAIN),
                    Send(Unheard, 1, Timeout.Finite).Failing(Errno.EAGAIN));
                break;
            case 2:
                Let(ref kernel, 0, Unmapped(Send(Silent, 1)).Failing(Errno.EFAULT),
                    Shutdown(Silent, ShutdownDirections.Send).Giving(0), Send(Silent, 1).Failing(Errno.EPIPE));
                break;
            case 3:
                Let(ref kernel, 0, Outside(Receive(Silent, 1)).Failing(Errno.EFAULT),
                    Receive(Unopened, 1).Failing(Errno.EBADF), Receive(Regular, 1).Failing(Errno.ENOTSOCK),
                    Receive(Listener, 1).Failing(Errno.ENOTCONN));
                break;
            case 4:
                Let(ref kernel, 0, Unmapped(Receive(Waiting, 1)).Failing(Errno.EFAULT), Receive(Waiting, 1).Giving(1));
                break;
            case 5:
                Let(ref kernel, 0, Receive(Silent, 1, Timeout.Finite).Failing(Errno.EAGAIN));
                break;
            case 6:
                Let(ref kernel, 0, Receive(Waiting, 4, Timeout.Finite).Giving(1));
                break;
            case 7:
                Signal(ref kernel);
                Let(ref kernel, 0, Receive(Waiting, 4).Giving(1));
                break;
            case 8:
                Signal(ref kernel);
                Let(ref kernel, 0, Receive(Silent, 1).Failing(Errno.EINTR));
                break;
            case 9:
                Let(ref kernel, 0, (Receive(Waiting, 4) with { Flag = true }).Giving(1),
                    (Receive(Waiting, 4) with { Flag = true }).Failing(Errno.EAGAIN));
                break;
            case 10:
                Let(ref kernel, 0, Write(SilentFar).Giving(1), (Read(Silent) with { Length = 1 }).Giving(1));
                break;
            case 11:
                Signal(ref kernel);
                Let(ref kernel, 0, Send(Unheard, 1).Failing(Errno.EINTR));
                break;
            case 12:
                Let(ref kernel, 0, Send(SilentFar, 1).Giving(1), Receive(Silent, 0).Giving(0),
                    Receive(Silent, 4).Giving(1));
                break;
            case 13:
                Let(ref kernel, 0, Shutdown(SilentFar, ShutdownDirections.Send).Giving(0),
                    Receive(Silent, 1).Giving(0), Send(Silent, 1).Giving(1), Receive(SilentFar, 1).Giving(1));
                break;
            default:
                Let(ref kernel, 0, Disconnect(Unheard).Giving(0), Send(Unheard, 1).Failing(Errno.ECONNRESET),
                    Send(Unheard, 1).Failing(Errno.EPIPE));
                break;
        }
    }
}
