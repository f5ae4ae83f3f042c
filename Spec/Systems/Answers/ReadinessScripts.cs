using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.Answers.AnswerScene;
using static Wakeline.Spec.Systems.Calls;
using Timeout = Wakeline.Spec.Tasks.Timeout;

namespace Wakeline.Spec.Systems.Answers;

/// <summary>epoll, poll and select.</summary>
internal static class ReadinessScripts
{
    /// <summary>How many scripts there are.</summary>
    public const int Count = 20;

    private const PollEvents Exclusively = PollEvents.In | PollEvents.Exclusive;

    /// <summary>Gives the tasks a script.</summary>
    public static void Begin(ref Kernel kernel, int script)
    {
        switch (script)
        {
            case 0:
                Let(ref kernel, 0, Unmapped(Add(Instance, Zero, PollEvents.In)).Failing(Errno.EFAULT),
                    Add(Unopened, Zero, PollEvents.In).Failing(Errno.EBADF),
                    Add(Instance, Unopened, PollEvents.In).Failing(Errno.EBADF),
                    Add(Instance, Regular, PollEvents.In).Failing(Errno.EPERM));
                break;
            case 1:
                Let(ref kernel, 0, Add(Instance, Instance, PollEvents.In).Failing(Errno.EINVAL),
                    Add(Zero, One, PollEvents.In).Failing(Errno.EINVAL),
                    Add(Instance, OtherInstance, Exclusively).Failing(Errno.EINVAL),
                    Add(Instance, Zero, Exclusively | PollEvents.OneShot).Failing(Errno.EINVAL));
                break;
            case 2:
                Let(ref kernel, 0,
                    (Add(Instance, Zero, PollEvents.In) with { Operation = ControlOperation.Unknown })
                        .Failing(Errno.EINVAL),
                    Modify(Instance, Zero, PollEvents.In).Failing(Errno.ENOENT),
                    Delete(Instance, Zero).Failing(Errno.ENOENT),
                    Add(Instance, One, PollEvents.In).Failing(Errno.EEXIST));
                break;
            case 3:
                Let(ref kernel, 0, Add(Instance, Zero, Exclusively).Giving(0),
                    Modify(Instance, Zero, PollEvents.In).Failing(Errno.EINVAL), Delete(Instance, Zero).Giving(0),
                    Delete(Instance, Zero).Failing(Errno.ENOENT));
                break;
            case 4:
                Let(ref kernel, 0, EpollWait(Unopened, 1).Failing(Errno.EBADF),
                    EpollWait(Instance, 0).Failing(Errno.EINVAL), Outside(EpollWait(Instance, 1)).Failing(Errno.EFAULT),
                    EpollWait(Zero, 1).Failing(Errno.EINVAL));
                break;
            case 5:
                Let(ref kernel, 0, Unmapped(EpollWait(Instance, 1)).Failing(Errno.EFAULT),
                    EpollWait(Instance, 1).Giving(1));
                break;
            case 6:
                Let(ref kernel, 0, EpollWait(OtherInstance, 1, Timeout.Zero).Giving(0),
                    EpollWait(OtherInstance, 1, Timeout.Finite).Giving(0));
                break;
            case 7:
                Let(ref kernel, 0, Add(Instance, Zero, PollEvents.In | PollEvents.Out).Giving(0),
                    Unmapped(EpollWait(Instance, 2)).Failing(Errno.EFAULT), EpollWait(Instance, 2).Giving(2));
                break;
            default:
                Scan(ref kernel, script - 8);
                break;
        }
    }

    private static void Scan(ref Kernel kernel, int script)
    {
        switch (script)
        {
            case 0:
                Let(ref kernel, 0, Unmapped(Poll(One, 1, PollEvents.In)).Failing(Errno.EFAULT),
                    Unmapped(Calls.Select(One, 1, PollEvents.In)).Failing(Errno.EFAULT));
                break;
            case 1:
                Let(ref kernel, 0, Poll(Unopened, 1, PollEvents.In).Giving(1),
                    Calls.Select(Unopened, 1, PollEvents.In).Failing(Errno.EBADF),
                    Poll(Capacity.None, 1, PollEvents.In, Timeout.Finite).Giving(0));
                break;
            case 2:
                Let(ref kernel, 0, Poll(Zero, 1, PollEvents.In, Timeout.Zero).Giving(0),
                    Calls.Select(Zero, 1, PollEvents.In, Timeout.Zero).Giving(0));
                break;
            case 3:
                Let(ref kernel, 0, Poll(Zero, 1, PollEvents.In, Timeout.Finite).Giving(0));
                break;
            case 4:
                Let(ref kernel, 0, Calls.Select(Zero, 1, PollEvents.In, Timeout.Finite).Giving(0));
                break;
            case 5:
                Signal(ref kernel);
                Let(ref kernel, 0, Poll(Zero, 1, PollEvents.In).Failing(Errno.EINTR));
                break;
            case 6:
                Signal(ref kernel);
                Let(ref kernel, 0, Calls.Select(Zero, 1, PollEvents.In).Failing(Errno.EINTR));
                break;
            case 7:
                Let(ref kernel, 0, Poll(Zero, 2, PollEvents.In).Giving(1),
                    Calls.Select(Zero, 2, PollEvents.In).Giving(1));
                break;
            case 8:
                Let(ref kernel, 0, Close(One).Giving(0), EpollWait(Instance, 1, Timeout.Zero).Giving(0));
                break;
            case 9:
                Let(ref kernel, 0, Add(OtherInstance, Zero, PollEvents.In).Giving(0).Failing(Errno.EBADF));
                Let(ref kernel, 1, Close(OtherInstance).Giving(0), Close(Zero).Giving(0));
                break;
            case 10:
                Let(ref kernel, 0, Add(OtherInstance, Silent, PollEvents.In).Giving(0).Failing(Errno.EBADF));
                Let(ref kernel, 1, Close(OtherInstance).Giving(0), Close(Silent).Giving(0));
                break;
            default:
                Let(ref kernel, 0, Calls.Select(Zero, 2, PollEvents.In));
                Let(ref kernel, 1, Close(Zero).Giving(0));
                break;
        }
    }
}
