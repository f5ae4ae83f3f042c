using Wakeline.Spec.Systems.Network;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.Answers.AnswerScene;
using static Wakeline.Spec.Systems.Calls;
using Timeout = Wakeline.Spec.Tasks.Timeout;

namespace Wakeline.Spec.Systems.Answers;

/// <summary>send and recv that sleep until another task, or the far end, does something.</summary>
internal static class SleepScripts
{
    /// <summary>How many scripts there are.</summary>
    public const int Count = 18;

    /// <summary>More than send and receive buffer hold together.</summary>
    private const int TooMuch = 6;

    /// <summary>Gives the tasks a script.</summary>
    public static void Begin(ref Kernel kernel, int script)
    {
        switch (script)
        {
            case 0:
                NetworkScene.Request(ref kernel, Fresh);
                Let(ref kernel, 0, Send(Fresh, 1).Giving(1));
                break;
            case 1:
                NetworkScene.Request(ref kernel, Fresh);
                Let(ref kernel, 0, Send(Fresh, 1, Timeout.Finite).Giving(1).Failing(Errno.EAGAIN));
                break;
            case 2:
                Let(ref kernel, 0, Send(Unheard, 1).Failing(Errno.EPIPE).Failing(Errno.ECONNRESET));
                Let(ref kernel, 1, Disconnect(Unheard).Giving(0));
                break;
            case 3:
                Let(ref kernel, 0, Send(Unheard, 1).Failing(Errno.EPIPE).Failing(Errno.ECONNRESET),
                    GetError(Unheard).Giving(0));
                Let(ref kernel, 1, Shutdown(Unheard, ShutdownDirections.Both).Giving(0));
                break;
            case 4:
                Let(ref kernel, 0, Receive(Silent, 0).Giving(0));
                Let(ref kernel, 1, Send(SilentFar, 1).Giving(1));
                break;
            case 5:
                Let(ref kernel, 0, Receive(Waiting, 4).Giving(1), Receive(Waiting, 1).Failing(Errno.ECONNRESET));
                Let(ref kernel, 1, Linger(WaitingFar, 0).Giving(0), Close(WaitingFar).Giving(0));
                break;
            case 6:
                Let(ref kernel, 0, Receive(Waiting, 4).Giving(1));
                Let(ref kernel, 1, Shutdown(Waiting, ShutdownDirections.Receive).Giving(0));
                break;
            case 7:
                Let(ref kernel, 0, Receive(Waiting, 4).Giving(1).Failing(Errno.ECONNRESET).Failing(Errno.ENOTCONN));
                Let(ref kernel, 1, Disconnect(Waiting).Giving(0));
                break;
            case 8:
                Let(ref kernel, 0, Poll(Waiting, 1, PollEvents.None).Giving(1),
                    GetError(Waiting).Giving((int)Errno.ECONNRESET), Receive(Waiting, 4).Giving(1),
                    Receive(Waiting, 1).Giving(0));
                Let(ref kernel, 1, Linger(WaitingFar, 0).Giving(0), Close(WaitingFar).Giving(0));
                break;
            default:
                Fill(ref kernel, script - 9);
                break;
        }
    }

    /// <summary>A send that fills the buffers of both ends and sleeps.</summary>
    private static void Fill(ref Kernel kernel, int script)
    {
        switch (script)
        {
            case 0:
                Signal(ref kernel);
                Let(ref kernel, 0, Send(Silent, TooMuch));
                break;
            case 1:
                Let(ref kernel, 0, Send(Silent, TooMuch, Timeout.Finite), Send(Silent, 1, Timeout.Finite));
                break;
            case 2:
                Let(ref kernel, 0, Send(Silent, TooMuch), Send(Silent, 1).Failing(Errno.EPIPE));
                Let(ref kernel, 1, Shutdown(Silent, ShutdownDirections.Send).Giving(0));
                break;
            case 3:
                Let(ref kernel, 0, Send(Silent, TooMuch));
                Let(ref kernel, 1, Linger(SilentFar, 0).Giving(0), Close(SilentFar).Giving(0));
                break;
            case 4:
                Signal(ref kernel);
                Let(ref kernel, 0, SendAtOnce(Silent, TooMuch),
                    Send(Silent, 1, Timeout.Finite).Giving(1).Failing(Errno.EINTR).Failing(Errno.EAGAIN));
                break;
            case 5:
                Let(ref kernel, 0, SendAtOnce(Silent, TooMuch), Send(Silent, 1).Giving(1).Failing(Errno.EPIPE));
                Let(ref kernel, 1, Shutdown(Silent, ShutdownDirections.Send).Giving(0));
                break;
            case 6:
                Let(ref kernel, 0, SendAtOnce(Silent, TooMuch),
                    Send(Silent, 1).Giving(1).Failing(Errno.ECONNRESET).Failing(Errno.EPIPE));
                Let(ref kernel, 1, Linger(SilentFar, 0).Giving(0), Close(SilentFar).Giving(0));
                break;
            case 7:
                Let(ref kernel, 0, SendAtOnce(Silent, TooMuch),
                    Send(Silent, 1).Giving(1).Failing(Errno.EPIPE).Failing(Errno.ECONNRESET));
                Let(ref kernel, 1, Disconnect(Silent).Giving(0));
                break;
            default:
                Let(ref kernel, 0, Send(Silent, TooMuch), Send(Silent, 1));
                Let(ref kernel, 1, Disconnect(Silent).Giving(0));
                break;
        }
    }
}
