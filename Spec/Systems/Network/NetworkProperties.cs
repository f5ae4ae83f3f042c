using Wakeline.Spec.Files;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Systems.Network;

/// <summary>What is demanded of sleeping calls and of connections, whatever the system.</summary>
public static class NetworkProperties
{
    private const PollEvents Always = PollEvents.Err | PollEvents.Hup;

    /// <summary>Whether no task sleeps in a call although what it waits for is there.</summary>
    public static bool NoSleeperIsForgotten(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (kernel.Tasks[task].State == TaskState.Interruptible && HasWhatItWaitsFor(in kernel, task))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a task sleeps in a call although what it waits for is there.</summary>
    public static bool ASleeperIsOwedAWakeUp(in Kernel kernel) => !NoSleeperIsForgotten(in kernel);

    /// <summary>Whether a task is in a call that could go on, asleep or not.</summary>
    public static bool ACallIsOwedReadiness(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (!kernel.Tasks[task].IsInUserMode && HasWhatItWaitsFor(in kernel, task))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether no task is in a call that could go on.</summary>
    public static bool NoCallIsOwedReadiness(in Kernel kernel) => !ACallIsOwedReadiness(in kernel);

    /// <summary>
    /// Whether nothing will ever happen of itself: every task is in user mode or asleep, and no frame is on its way.
    /// </summary>
    public static bool EverythingRests(in Kernel kernel) =>
        EpollProperties.EveryTaskRests(in kernel) && kernel.Nic.IsQuiet;

    /// <summary>Whether no end expects a number that the other has not sent.</summary>
    public static bool NothingIsInvented(in Kernel kernel) => ConnectedEnds.Keep(in kernel, EndLaw.NothingIsInvented);

    /// <summary>Whether what an end believes acknowledged has arrived.</summary>
    public static bool NothingAcknowledgedIsLost(in Kernel kernel) =>
        ConnectedEnds.Keep(in kernel, EndLaw.WhatIsAcknowledgedArrived);

    /// <summary>Whether no end sends more than was offered.</summary>
    public static bool TheWindowIsKept(in Kernel kernel) => ConnectedEnds.Keep(in kernel, EndLaw.TheWindowIsKept);

    /// <summary>Whether everything that was sent has arrived; asked where no frame is on its way.</summary>
    public static bool EverythingSentArrives(in Kernel kernel) =>
        kernel.Ledger.Losses > 0 || ConnectedEnds.Keep(in kernel, EndLaw.WhatIsSentArrives);

    /// <summary>
    /// Whether calls have reported just those octets that have entered and left the streams of the process; asked where
    /// no call is under way, unless it sleeps.
    /// </summary>
    public static bool CallsReportWhatTheyMove(in Kernel kernel)
    {
        var (sent, read) = (kernel.Ledger.OctetsSent, kernel.Ledger.OctetsRead);
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            ref readonly var control = ref kernel.Tasks[task];
            sent += control.Arguments.Call is SystemCall.Send or SystemCall.Write ? control.Moved : 0;
            read += control.Arguments.Call is SystemCall.Receive or SystemCall.Read ? control.Moved : 0;
        }

        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            if (kernel.Sockets[socket].HasFile && kernel.Sockets[socket].Tcb.State != TcpState.Listen)
            {
                ref readonly var tcb = ref kernel.Sockets[socket].Tcb;
                sent -= tcb.SndEnd - tcb.Iss - 1 - (tcb.FinQueued ? 1 : 0);
                read -= tcb.Copied - tcb.Irs - 1 - (tcb.FinReceived && tcb.Copied == tcb.RcvNxt ? 1 : 0);
            }
        }

        return sent == 0 && read == 0;
    }

    /// <summary>Whether readers get no octet before it is there, in the order of the stream.</summary>
    public static bool NothingIsReadBeforeItArrives(in Kernel kernel)
    {
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            ref readonly var tcb = ref kernel.Sockets[socket].Tcb;
            if (tcb.Copied > tcb.RcvNxt)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a task's call ends with an error of the connection although FIN was seen.</summary>
    public static bool AReaderIsToldAnErrorAfterFin(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (IsToldAnError(in kernel, task) && SocketOf(in kernel, task).Tcb.FinReceived)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a reader is told an error of the connection while octets wait for it.</summary>
    public static bool AReaderIsToldAnErrorBeforeTheData(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (IsToldAnError(in kernel, task) && SocketOf(in kernel, task).Tcb.Unread > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The error of a reader that is about to return it; those of the call itself do not count.</summary>
    private static bool IsToldAnError(in Kernel kernel, int task) =>
        kernel.Tasks[task].Steps.Receive == ReceiveStep.Releasing
        && kernel.Tasks[task].Error is not (Errno.None or Errno.EAGAIN or Errno.EINTR);

    private static ref readonly Socket SocketOf(in Kernel kernel, int task) =>
        ref kernel.Sockets[SocketTable.Of(in kernel, task)];

    private static bool HasWhatItWaitsFor(in Kernel kernel, int task)
    {
        ref readonly var control = ref kernel.Tasks[task];
        switch (control.Arguments.Call)
        {
            case SystemCall.Receive or SystemCall.Read or SystemCall.Accept when control.HasFile:
                return IsReady(in kernel, control.File, PollEvents.In);
            case SystemCall.Send or SystemCall.Write when control.HasFile:
                return IsReady(in kernel, control.File, PollEvents.Out);
            case SystemCall.Poll or SystemCall.Select:
                return FindsSomething(in kernel, in control.Arguments);
            case SystemCall.EpollWait:
                return !EpollProperties.NoSleeperMissesAnEdge(in kernel)
                    || !EpollProperties.NoSleeperMissesALevel(in kernel);
            default:
                return false;
        }
    }

    private static bool IsReady(in Kernel kernel, int file, PollEvents events) =>
        (Readiness.Of(in kernel, file) & (events | Always)) != 0;

    private static bool FindsSomething(in Kernel kernel, in CallArguments arguments)
    {
        foreach (var request in arguments.Polled.Items)
        {
            if (IsReady(in kernel, kernel.Descriptors.FileOf(request.Descriptor), request.Asked))
            {
                return true;
            }
        }

        return false;
    }
}
