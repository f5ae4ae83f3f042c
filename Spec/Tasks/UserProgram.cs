using static Wakeline.Spec.Tasks.ProgramStep;

namespace Wakeline.Spec.Tasks;

/// <summary>A task in user mode, which makes the calls of its program one after the other.</summary>
[Machine]
public static partial class UserProgram
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, ProgramStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Final(Running)
        .Fair(Fairness.Weak)

        .In(Running)
            .When(NextIs, SystemCall.EpollCreate).Do(CallNext).Stay().Named("epoll_create1")
            .When(NextIs, SystemCall.EpollControl).Do(CallNext).Stay().Named("epoll_ctl")
            .When(NextIs, SystemCall.EpollWait).Do(CallNext).Stay().Named("epoll_wait")
            .When(NextIs, SystemCall.EventFd).Do(CallNext).Stay().Named("eventfd")
            .When(NextIs, SystemCall.Poll).Do(CallNext).Stay().Named("poll")
            .When(NextIs, SystemCall.Select).Do(CallNext).Stay().Named("select")
            .When(NextIs, SystemCall.Read).Do(CallNext).Stay().Named("read")
            .When(NextIs, SystemCall.Write).Do(CallNext).Stay().Named("write")
            .When(NextIs, SystemCall.Receive).Do(CallNext).Stay().Named("recv")
            .When(NextIs, SystemCall.Send).Do(CallNext).Stay().Named("send")
            .When(NextIs, SystemCall.Socket).Do(CallNext).Stay().Named("socket")
            .When(NextIs, SystemCall.SocketPair).Do(CallNext).Stay().Named("socketpair")
            .When(NextIs, SystemCall.Pipe).Do(CallNext).Stay().Named("pipe2")
            .When(NextIs, SystemCall.Bind).Do(CallNext).Stay().Named("bind")
            .When(NextIs, SystemCall.Listen).Do(CallNext).Stay().Named("listen")
            .When(NextIs, SystemCall.Accept).Do(CallNext).Stay().Named("accept")
            .When(NextIs, SystemCall.Connect).Do(CallNext).Stay().Named("connect")
            .When(NextIs, SystemCall.Shutdown).Do(CallNext).Stay().Named("shutdown")
            .When(NextIs, SystemCall.Close).Do(CallNext).Stay().Named("close")
            .When(NextIs, SystemCall.Dup).Do(CallNext).Stay().Named("dup")
            .When(NextIs, SystemCall.GetError).Do(CallNext).Stay().Named("getsockopt SO_ERROR")
            .When(NextIs, SystemCall.SetLinger).Do(CallNext).Stay().Named("setsockopt SO_LINGER")
            .When(NextIs, SystemCall.SetReceiveLowWater).Do(CallNext).Stay().Named("setsockopt SO_RCVLOWAT")
            .When(NextIs, SystemCall.SetNonblocking).Do(CallNext).Stay().Named("fcntl O_NONBLOCK")
            .When(NextIs, SystemCall.SetAsync).Do(CallNext).Stay().Named("fcntl O_ASYNC")
            .When(NextIs, SystemCall.SetOwner).Do(CallNext).Stay().Named("fcntl F_SETOWN")
            .When(NextIs, SystemCall.AtMark).Do(CallNext).Stay().Named("ioctl SIOCATMARK")
            .When(NextIs, SystemCall.SetSignalMask).Do(CallNext).Stay().Named("sigprocmask")
            .When(NextIs, SystemCall.Disconnect).Do(CallNext).Stay().Named("connect AF_UNSPEC");

    private static ref ProgramStep Location(ref Kernel kernel, int task) => ref kernel.Programs[task].Step;

    private static bool NextIs(in Kernel kernel, int task, SystemCall call) =>
        kernel.Tasks[task].IsInUserMode && kernel.Programs[task].HasCall
        && kernel.Programs[task].NextCall.Call == call;

    private static void CallNext(ref Kernel kernel, int task)
    {
        var arguments = kernel.Programs[task].NextCall.ToArguments();
        if (arguments.Descriptor == ScriptedCall.Reported)
        {
            arguments.Descriptor = FirstReported(in kernel, task);
        }

        kernel.Programs[task].Advance();
        SystemCalls.Enter(ref kernel, task, in arguments);
    }

    private static byte FirstReported(in Kernel kernel, int task) =>
        kernel.Tasks[task].Reports.IsEmpty ? Capacity.None : kernel.Tasks[task].Reports.Items[0].Data;
}
