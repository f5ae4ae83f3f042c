using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>What the machines of the socket calls share: how a call begins, what it tests, how it answers.</summary>
public static class SocketCalls
{
    /// <summary>Sets the first step of the machine that handles the call of a task.</summary>
    public static void Enter(ref Kernel kernel, int task)
    {
        ref var steps = ref kernel.Tasks[task].Steps;
        switch (kernel.Tasks[task].Arguments.Call)
        {
            case SystemCall.Read or SystemCall.Receive:
                steps.Receive = ReceiveStep.Entered;
                break;
            case SystemCall.Write or SystemCall.Send:
                steps.Send = SendStep.Entered;
                break;
            case SystemCall.Accept:
                steps.Accept = AcceptStep.Entered;
                break;
            case SystemCall.Connect:
                steps.Connect = ConnectStep.Entered;
                break;
            default:
                steps.SocketControl = SocketControlStep.Entered;
                break;
        }
    }

    /// <summary>Whether the file is a socket (sock_from_file).</summary>
    public static bool FileIsSocket(in Kernel kernel, int task) =>
        SystemCalls.FileIs(in kernel, task, FileKind.Socket);

    /// <summary>Whether the socket is in a state, as system calls see it.</summary>
    public static bool StateIs(in Kernel kernel, int task, TcpState state) =>
        kernel.Sockets[SocketTable.Of(in kernel, task)].State == state;

    /// <summary>Whether the handshake is under way.</summary>
    public static bool IsHandshaking(in Kernel kernel, int task) =>
        kernel.Sockets[SocketTable.Of(in kernel, task)].Tcb.IsOpening;

    /// <summary>Whether the socket has an error that the user has not been told (sk_err).</summary>
    public static bool HasError(in Kernel kernel, int task) =>
        kernel.Sockets[SocketTable.Of(in kernel, task)].Tcb.Error != Errno.None;

    /// <summary>Whether the next place of the stream is the urgent octet's (SIOCATMARK).</summary>
    public static bool IsAtMark(in Kernel kernel, int task) =>
        SocketReadiness.IsAtMark(in kernel.Sockets[SocketTable.Of(in kernel, task)]);

    /// <summary>Whether the direction to the user is shut (RCV_SHUTDOWN).</summary>
    public static bool IsReceiveShut(in Kernel kernel, int task) =>
        (kernel.Sockets[SocketTable.Of(in kernel, task)].Tcb.Shutdown & ShutdownDirections.Receive) != 0;

    /// <summary>Whether the direction to the peer is shut (SEND_SHUTDOWN).</summary>
    public static bool IsSendShut(in Kernel kernel, int task) =>
        (kernel.Sockets[SocketTable.Of(in kernel, task)].Tcb.Shutdown & ShutdownDirections.Send) != 0;

    /// <summary>Whether the call may not sleep, as it was when it began.</summary>
    public static bool IsNonblocking(in Kernel kernel, int task) => kernel.Tasks[task].IsNonblocking;

    /// <summary>Whether the deadline of the call is past.</summary>
    public static bool TimedOut(in Kernel kernel, int task) => kernel.Tasks[task].TimedOut;

    /// <summary>Whether the connection was dissolved while the task slept on it (sk_disconnects).</summary>
    public static bool WasEvicted(in Kernel kernel, int task) =>
        kernel.Sockets[SocketTable.Of(in kernel, task)].Evicted.Contains(task);

    /// <summary>Forgets that the connection was dissolved.</summary>
    public static void ForgetEviction(ref Kernel kernel, int task) =>
        kernel.Sockets[SocketTable.Of(in kernel, task)].Evicted.Remove(task);

    /// <summary>Whether the call has moved any octets.</summary>
    public static bool HasMoved(in Kernel kernel, int task) => kernel.Tasks[task].Moved > 0;

    /// <summary>Sets the result to 0.</summary>
    public static void AnswerZero(ref Kernel kernel, int task) => kernel.Tasks[task].Result = 0;

    /// <summary>Sets the result to -1 and errno.</summary>
    public static void Answer(ref Kernel kernel, int task, Errno error)
    {
        kernel.Tasks[task].Result = -1;
        kernel.Tasks[task].Error = error;
    }

    /// <summary>Sets the result to -1 and errno to the socket's error, which is told only once (sock_error).</summary>
    public static void AnswerError(ref Kernel kernel, int task)
    {
        ref var tcb = ref kernel.Sockets[SocketTable.Of(in kernel, task)].Tcb;
        Answer(ref kernel, task, tcb.Error);
        tcb.Error = Errno.None;
    }

    /// <summary>Sets the result to the number of octets that were moved.</summary>
    public static void AnswerMoved(ref Kernel kernel, int task)
    {
        ref var control = ref kernel.Tasks[task];
        control.Result = control.Moved;
        kernel.Ledger.NoteMoved(control.Arguments.Call, control.Moved);
    }

    /// <summary>Ends the call with the result that was set.</summary>
    public static void Leave(ref Kernel kernel, int task)
    {
        var (result, error) = (kernel.Tasks[task].Result, kernel.Tasks[task].Error);
        if (error != Errno.None)
        {
            SystemCalls.Fail(ref kernel, task, error);
        }
        else
        {
            SystemCalls.Return(ref kernel, task, result);
        }
    }
}
