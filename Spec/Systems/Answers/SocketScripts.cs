using Wakeline.Spec.Systems.Network;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.Answers.AnswerScene;
using static Wakeline.Spec.Systems.Calls;
using Timeout = Wakeline.Spec.Tasks.Timeout;

namespace Wakeline.Spec.Systems.Answers;

/// <summary>Calls on sockets that move no octets.</summary>
internal static class SocketScripts
{
    /// <summary>How many scripts there are.</summary>
    public const int Count = 21;

    private const sbyte ListenersPort = 80;
    private const sbyte FreePort = 81;

    /// <summary>Gives the tasks a script.</summary>
    public static void Begin(ref Kernel kernel, int script)
    {
        switch (script)
        {
            case 0:
                Let(ref kernel, 0, Unmapped(Bind(Fresh, FreePort)).Failing(Errno.EFAULT),
                    Bind(Silent, FreePort).Failing(Errno.EINVAL),
                    Bind(Fresh, ListenersPort).Failing(Errno.EADDRINUSE));
                break;
            case 1:
                Let(ref kernel, 0, Bind(Fresh, FreePort).Giving(0), Bind(Fresh, FreePort + 1).Failing(Errno.EINVAL),
                    Listen(Fresh, 1).Giving(0), Listen(Fresh, 2).Giving(0));
                break;
            case 2:
                Let(ref kernel, 0, Listen(Silent, 1).Failing(Errno.EINVAL), Listen(Unheard, 1).Failing(Errno.EINVAL),
                    Bind(Unheard, FreePort).Failing(Errno.EINVAL));
                break;
            case 3:
                Let(ref kernel, 0, Shutdown(Listener, ShutdownDirections.Receive).Giving(0),
                    Accept(Listener).Failing(Errno.EINVAL), Listen(Listener, 1).Failing(Errno.EADDRINUSE));
                break;
            case 4:
                Let(ref kernel, 0, Shutdown(Unopened, ShutdownDirections.Both).Failing(Errno.EBADF),
                    Shutdown(Regular, ShutdownDirections.Both).Failing(Errno.ENOTSOCK),
                    Shutdown(Silent, ShutdownDirections.None).Failing(Errno.EINVAL));
                break;
            case 5:
                Let(ref kernel, 0, Shutdown(Fresh, ShutdownDirections.Receive).Failing(Errno.ENOTCONN),
                    Receive(Fresh, 1).Giving(0));
                break;
            case 6:
                Let(ref kernel, 0, Shutdown(Listener, ShutdownDirections.Send).Giving(0),
                    Accept(Listener, Timeout.Finite).Failing(Errno.EAGAIN));
                break;
            case 7:
                Let(ref kernel, 0, Shutdown(Unheard, ShutdownDirections.Both).Giving(0),
                    Bind(Unheard, FreePort).Giving(0));
                break;
            case 8:
                Let(ref kernel, 0, Shutdown(Silent, ShutdownDirections.Receive).Giving(0),
                    Receive(Silent, 1).Giving(0));
                break;
            case 9:
                Let(ref kernel, 0, Linger(Silent, 0).Giving(0), Close(Silent).Giving(0),
                    Receive(SilentFar, 1).Failing(Errno.ECONNRESET), GetError(SilentFar).Giving(0));
                break;
            case 10:
                Let(ref kernel, 0, LowWater(Silent, 2).Giving(0), LowWater(Regular, 2).Failing(Errno.ENOTSOCK),
                    LowWater(Unopened, 2).Failing(Errno.EBADF));
                break;
            default:
                Wait(ref kernel, script - 11);
                break;
        }
    }

    private static void Wait(ref Kernel kernel, int script)
    {
        switch (script)
        {
            case 0:
                Let(ref kernel, 0, Accept(Unopened).Failing(Errno.EBADF), Accept(Regular).Failing(Errno.ENOTSOCK),
                    Accept(Fresh).Failing(Errno.EINVAL));
                break;
            case 1:
                Let(ref kernel, 0, SetNonblocking(Listener).Giving(0), Accept(Listener).Failing(Errno.EAGAIN));
                break;
            case 2:
                Fill(ref kernel);
                Let(ref kernel, 0, Accept(Listener).Failing(Errno.EMFILE));
                break;
            case 3:
                Signal(ref kernel);
                Let(ref kernel, 0, Accept(Listener).Failing(Errno.EINTR));
                break;
            case 4:
                Let(ref kernel, 0, Poll(WaitingFar, 1, PollEvents.None).Giving(1),
                    GetError(WaitingFar).Giving((int)Errno.ECONNRESET),
                    Receive(WaitingFar, 1).Giving(0));
                Let(ref kernel, 1, Close(Waiting).Giving(0));
                break;
            case 5:
                Let(ref kernel, 0, Linger(Silent, 1).Giving(0), Send(Silent, 1).Giving(1), Close(Silent).Giving(0));
                break;
            case 6:
                NetworkScene.Request(ref kernel, Fresh);
                Let(ref kernel, 0, Accept(Listener).Giving(Next),
                    Receive(Next, 1, Timeout.Finite).Failing(Errno.EAGAIN));
                break;
            case 7:
                kernel.Bounds.Expiries = 2;
                Let(ref kernel, 0, Close(Silent).Giving(0));
                break;
            case 8:
                kernel.Bounds.Expiries = 2;
                Let(ref kernel, 0, Close(Silent).Giving(0), Close(SilentFar).Giving(0));
                break;
            default:
                Signal(ref kernel);
                Let(ref kernel, 0, Linger(Silent, 1).Giving(0), Close(Silent).Giving(0));
                break;
        }
    }
}
