using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Pipes;
using Wakeline.Spec.Select;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Unix;

namespace Wakeline.Spec.Systems;

/// <summary>What is demanded of every call, whatever the system.</summary>
public static class CallProperties
{
    /// <summary>
    /// Whether a task that is back in user mode has left nothing behind in the kernel: it runs, is in no call, holds no
    /// file and no lock, is in no queue, has no deadline, and its own signal mask.
    /// </summary>
    public static bool WhoHasReturnedHoldsNothing(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            ref readonly var control = ref kernel.Tasks[task];
            if (control.IsInUserMode
                && !(control is { State: TaskState.Running, FileAndOne: 0, TargetAndOne: 0 }
                    && control.Held.IsEmpty && control.Timers.IsEmpty && IsIdle(in control.Steps)
                    && control.Signals.MaskStep == SignalMaskStep.Own))
            {
                return false;
            }
        }

        return QueuesAreOfCalls(in kernel) && InstancesAreOfCalls(in kernel) && SocketsAreOfCalls(in kernel);
    }

    /// <summary>Whether each call of a program has returned what its manual page says.</summary>
    public static bool EveryCallAnswersAsPromised(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            ref readonly var control = ref kernel.Tasks[task];
            ref readonly var program = ref kernel.Programs[task];
            if (control.IsInUserMode && program.HasMadeCall
                && !program.LastCall.Promise.IsKeptBy(control.Result, control.Error))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsIdle(in CallSteps steps) => steps is
    {
        DescriptorCall: DescriptorCallStep.Idle,
        EventRead: EventReadStep.Idle,
        EventWrite: EventWriteStep.Idle,
        EpollControl: EpollControlStep.Idle,
        EpollWait: EpollWaitStep.Idle,
        Poll: PollStep.Idle,
        Select: SelectStep.Idle,
        SocketControl: SocketControlStep.Idle,
        Connect: ConnectStep.Idle,
        Accept: AcceptStep.Idle,
        Receive: ReceiveStep.Idle,
        Send: SendStep.Idle,
        UnixSend: UnixSendStep.Idle,
        UnixReceive: UnixReceiveStep.Idle,
        UnixControl: UnixControlStep.Idle,
        PipeRead: PipeReadCallStep.Idle,
        PipeWrite: PipeWriteCallStep.Idle,
        SignalCall: SignalCallStep.Idle,
        FileRelease: FileReleaseStep.Idle,
    };

    private static bool QueuesAreOfCalls(in Kernel kernel)
    {
        for (var file = 0; file < Capacity.Files; file++)
        {
            foreach (var waiter in kernel.Files[file].Waiters.Entries.Items)
            {
                if (waiter.Kind != WaiterKind.Item && kernel.Tasks[waiter.Index].IsInUserMode)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool InstancesAreOfCalls(in Kernel kernel)
    {
        for (var epoll = 0; epoll < Capacity.Epolls; epoll++)
        {
            ref readonly var instance = ref kernel.Epolls[epoll];
            foreach (var sleeper in instance.Sleepers.Items)
            {
                if (kernel.Tasks[sleeper].IsInUserMode)
                {
                    return false;
                }
            }

            if (!IsOfACall(in kernel, instance.MutexOwnerAndOne) || HasReturnedReader(in kernel, in instance))
            {
                return false;
            }
        }

        return IsOfACall(in kernel, kernel.LoopCheckOwnerAndOne);
    }

    private static bool HasReturnedReader(in Kernel kernel, in EpollInstance instance)
    {
        for (var task = 0; task < kernel.Bounds.Tasks && !instance.LocklessReaders.IsEmpty; task++)
        {
            if (instance.LocklessReaders.Contains(task) && kernel.Tasks[task].IsInUserMode)
            {
                return true;
            }
        }

        return false;
    }

    private static bool SocketsAreOfCalls(in Kernel kernel)
    {
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            if (!IsOfACall(in kernel, kernel.Sockets[socket].OwnerAndOne))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOfACall(in Kernel kernel, byte taskAndOne) =>
        taskAndOne == 0 || !kernel.Tasks[taskAndOne - 1].IsInUserMode;
}
