using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Tasks.Moving;

namespace Wakeline.Spec.Unix;

/// <summary>
/// What the machines of the calls on UNIX sockets share: how a call begins, what it tests, how it ends.
/// </summary>
internal static class UnixCalls
{
    /// <summary>Sets the first step of the machine that handles the call of a task.</summary>
    public static void Enter(ref Kernel kernel, int task)
    {
        ref var steps = ref kernel.Tasks[task].Steps;
        switch (kernel.Tasks[task].Arguments.Call)
        {
            case SystemCall.Read or SystemCall.Receive:
                steps.UnixReceive = UnixReceiveStep.Entered;
                break;
            case SystemCall.Write or SystemCall.Send:
                steps.UnixSend = UnixSendStep.Entered;
                break;
            default:
                steps.UnixControl = UnixControlStep.Entered;
                break;
        }
    }

    /// <summary>The socket the call works on.</summary>
    public static int SocketOf(in Kernel kernel, int task) => kernel.Files[kernel.Tasks[task].File].Object;

    /// <summary>Whether the socket has an error that the user has not been told.</summary>
    public static bool HasError(in Kernel kernel, int task) =>
        kernel.UnixSockets[SocketOf(in kernel, task)].Error != Errno.None;

    /// <summary>Whether this end does not receive any more (RCV_SHUTDOWN).</summary>
    public static bool IsReceiveShut(in Kernel kernel, int task) =>
        (kernel.UnixSockets[SocketOf(in kernel, task)].Shutdown & ShutdownDirections.Receive) != 0;

    /// <summary>Whether this end does not send any more (SEND_SHUTDOWN).</summary>
    public static bool IsSendShut(in Kernel kernel, int task) =>
        (kernel.UnixSockets[SocketOf(in kernel, task)].Shutdown & ShutdownDirections.Send) != 0;

    /// <summary>Links the task at the head of the socket's queue and makes it sleep (prepare_to_wait).</summary>
    public static void Sleep(ref Kernel kernel, int task)
    {
        ref var control = ref kernel.Tasks[task];
        kernel.Files[control.File].Waiters.Add(new Waiter(WaiterKind.AutoRemovedTask, task));
        control.State = TaskState.Interruptible;
    }

    /// <summary>Ends the call with the number of octets that were moved, or with an error if there are none.</summary>
    public static void FailUnlessMoved(ref Kernel kernel, int task, Errno error)
    {
        if (HasMoved(in kernel, task))
        {
            ReturnMoved(ref kernel, task);
        }
        else
        {
            SystemCalls.Fail(ref kernel, task, error);
        }
    }

    /// <summary>The same with the socket's error, which is told only once (sock_error).</summary>
    public static void FailWithError(ref Kernel kernel, int task)
    {
        ref var end = ref kernel.UnixSockets[SocketOf(in kernel, task)];
        var error = end.Error;
        end.Error = Errno.None;
        FailUnlessMoved(ref kernel, task, error);
    }
}
