using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Pipes;
using Wakeline.Spec.Select;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Unix;

namespace Wakeline.Spec.Tasks;

/// <summary>How a task enters the kernel and how it returns to user mode.</summary>
public static class SystemCalls
{
    /// <summary>
    /// Begins a call: takes references to the files it names (fdget) and sets the first step of its machine. The task
    /// must be in user mode.
    /// </summary>
    public static void Enter(ref Kernel kernel, int task, in CallArguments arguments)
    {
        ref var control = ref kernel.Tasks[task];
        control.State = TaskState.Running;
        control.Arguments = arguments;
        control.Result = 0;
        control.Error = Errno.None;
        control.Value = 0;
        control.Visits = 0;
        control.Reports.Clear();
        control.FileAndOne = WorksOnFile(arguments.Call) ? Hold(ref kernel, task, arguments.Descriptor) : (byte)0;
        control.IsNonblocking = (control.HasFile && kernel.Files[control.File].Nonblocking)
            || (arguments.Flag && arguments.Call is SystemCall.Send or SystemCall.Receive);
        control.TargetAndOne =
            arguments.Call == SystemCall.EpollControl ? Hold(ref kernel, task, arguments.Target) : (byte)0;

        SignalMask.Fire(ref kernel, task, new CallBegins());
        Dispatch(ref kernel, task);
    }

    /// <summary>Ends a call with an error: -1 and errno. The machine of the call goes to its idle location.</summary>
    public static void Fail(ref Kernel kernel, int task, Errno error)
    {
        kernel.Tasks[task].Result = -1;
        kernel.Tasks[task].Error = error;
        End(ref kernel, task);
    }

    /// <summary>Ends a call with a result. The machine of the call goes to its idle location.</summary>
    public static void Return(ref Kernel kernel, int task, int result)
    {
        kernel.Tasks[task].Result = result;
        kernel.Tasks[task].Error = Errno.None;
        End(ref kernel, task);
    }

    /// <summary>Ends a call with the result 0. The machine of the call goes to its idle location.</summary>
    public static void ReturnZero(ref Kernel kernel, int task) => Return(ref kernel, task, 0);

    /// <summary>Whether the call works on an open file.</summary>
    public static bool HasFile(in Kernel kernel, int task) => kernel.Tasks[task].HasFile;

    /// <summary>Whether the file the call works on is of a kind.</summary>
    public static bool FileIs(in Kernel kernel, int task, FileKind kind) =>
        kernel.Tasks[task].HasFile && kernel.Files[kernel.Tasks[task].File].Kind == kind;

    /// <summary>Whether the call works on an epoll instance.</summary>
    public static bool FileIsEpoll(in Kernel kernel, int task) => FileIs(in kernel, task, FileKind.Epoll);

    /// <summary>Whether the call works on an eventfd.</summary>
    public static bool FileIsEvent(in Kernel kernel, int task) => FileIs(in kernel, task, FileKind.Event);

    /// <summary>Whether the task is in a call.</summary>
    public static bool CallIs(in Kernel kernel, int task, SystemCall call) =>
        kernel.Tasks[task].Arguments.Call == call;

    /// <summary>Whether the memory the call points to can be read and written.</summary>
    public static bool MemoryIsMapped(in Kernel kernel, int task) =>
        kernel.Tasks[task].Arguments.Memory == UserMemory.Mapped;

    /// <summary>Whether the memory the call points to is not the user's (access_ok).</summary>
    public static bool BufferIsOutside(in Kernel kernel, int task) =>
        kernel.Tasks[task].Arguments.Memory == UserMemory.OutsideAddressSpace;

    /// <summary>Takes a reference to a file for the rest of the call, unless the call holds one already.</summary>
    public static void HoldFile(ref Kernel kernel, int task, int file)
    {
        if (!kernel.Tasks[task].Held.Contains(file))
        {
            kernel.Tasks[task].Held.Add(file);
            kernel.Files[file].References++;
        }
    }

    /// <summary>
    /// Back to user mode, where a pending signal is handled at once, unless it is blocked. Of the arguments, those stay
    /// that the call has written to.
    /// </summary>
    public static void ToUserMode(ref Kernel kernel, int task)
    {
        SignalMask.Fire(ref kernel, task, new UserModeReached());
        kernel.Tasks[task].Arguments = new CallArguments { Polled = kernel.Tasks[task].Arguments.Polled };
    }

    private static bool WorksOnFile(SystemCall call) => call is not (SystemCall.None or SystemCall.EpollCreate
        or SystemCall.EventFd or SystemCall.Socket or SystemCall.SocketPair or SystemCall.Pipe or SystemCall.Poll
        or SystemCall.Select or SystemCall.Close or SystemCall.SetSignalMask or SystemCall.GetPendingSignals);

    private static byte Hold(ref Kernel kernel, int task, int descriptor)
    {
        var file = kernel.Descriptors.FileOf(descriptor);
        if (file == Capacity.None)
        {
            return 0;
        }

        HoldFile(ref kernel, task, file);
        return (byte)(file + 1);
    }

    private static void Dispatch(ref Kernel kernel, int task)
    {
        ref var control = ref kernel.Tasks[task];
        var kind = control.HasFile ? kernel.Files[control.File].Kind : FileKind.None;
        switch (control.Arguments.Call)
        {
            case SystemCall.EpollControl:
                control.Steps.EpollControl = EpollControlStep.Check;
                break;
            case SystemCall.EpollWait:
                control.Steps.EpollWait = EpollWaitStep.Check;
                break;
            case SystemCall.Poll:
                control.Steps.Poll = PollStep.Visit;
                break;
            case SystemCall.Select:
                control.Steps.Select = SelectStep.Check;
                break;
            case SystemCall.EpollCreate or SystemCall.EventFd or SystemCall.Dup or SystemCall.Close
                or SystemCall.SetNonblocking or SystemCall.SocketPair or SystemCall.Pipe:
                control.Steps.DescriptorCall = DescriptorCallStep.Entered;
                break;
            case SystemCall.SetSignalMask or SystemCall.GetPendingSignals:
                control.Steps.SignalCall = SignalCallStep.Entered;
                break;
            case var _ when kind == FileKind.UnixSocket:
                UnixCalls.Enter(ref kernel, task);
                break;
            case var call when PipeCalls.IsCall(call, kind):
                PipeCalls.Enter(ref kernel, task);
                break;
            case SystemCall.Read when kind != FileKind.Socket:
                control.Steps.EventRead = EventReadStep.Check;
                break;
            case SystemCall.Write when kind != FileKind.Socket:
                control.Steps.EventWrite = EventWriteStep.Check;
                break;
            default:
                SocketCalls.Enter(ref kernel, task);
                break;
        }
    }

    /// <summary>
    /// Puts the files of the call; those put for the last time are released before the task is in user mode.
    /// </summary>
    private static void End(ref Kernel kernel, int task)
    {
        ref var control = ref kernel.Tasks[task];
        control.FileAndOne = 0;
        control.TargetAndOne = 0;
        control.IsNonblocking = false;
        control.Woken = false;
        control.TimedOut = false;
        control.Moved = 0;
        control.Sampled = control.ToTell = PollEvents.None;
        control.Position = 0;
        control.HasQueued = false;
        SignalMask.Fire(ref kernel, task, new CallEnds());
        for (var file = 0; file < Capacity.Files; file++)
        {
            if (control.Held.Contains(file) && --kernel.Files[file].References > 0)
            {
                control.Held.Remove(file);
            }
        }

        if (control.Held.IsEmpty)
        {
            ToUserMode(ref kernel, task);
        }
        else
        {
            control.Steps.FileRelease = FileReleaseStep.Unwatch;
        }
    }
}
