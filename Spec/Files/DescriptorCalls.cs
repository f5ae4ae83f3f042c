using Wakeline.Spec.Pipes;
using Wakeline.Spec.Unix;
using static Wakeline.Spec.Files.DescriptorCallStep;
using static Wakeline.Spec.Tasks.SystemCalls;

namespace Wakeline.Spec.Files;

/// <summary>The calls on descriptors that are over in one step: they take no lock that a sleeper holds.</summary>
[Machine]
public static partial class DescriptorCalls
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, DescriptorCallStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Start(Entered)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Entered).Per("fs/eventpoll.c do_epoll_create")
            .When(CallIs, SystemCall.EpollCreate).When(HasUnknownFlag).Do(Fail, Errno.EINVAL).Goto(Idle)
            .When(CallIs, SystemCall.EpollCreate).When(TableIsFull).Do(Fail, Errno.EMFILE).Goto(Idle)
            .When(CallIs, SystemCall.EpollCreate).Do(CreateEpoll).Goto(Idle)

        .In(Entered).Per("fs/eventfd.c do_eventfd")
            .When(CallIs, SystemCall.EventFd).When(TableIsFull).Do(Fail, Errno.EMFILE).Goto(Idle)
            .When(CallIs, SystemCall.EventFd).Do(CreateEvent).Goto(Idle)

        .In(Entered).Per("net/socket.c __sys_socketpair")
            .When(CallIs, SystemCall.SocketPair).When(HasRoomForPair).Do(CreatePair).Do(ReturnZero).Goto(Idle)
            .When(CallIs, SystemCall.SocketPair).Do(Fail, Errno.EMFILE).Goto(Idle)

        .In(Entered).Per("fs/pipe.c do_pipe2")
            .When(CallIs, SystemCall.Pipe).When(HasRoomForPair).Do(CreatePipe).Do(ReturnZero).Goto(Idle)
            .When(CallIs, SystemCall.Pipe).Do(Fail, Errno.EMFILE).Goto(Idle)

        .In(Entered).Per("fs/file.c dup")
            .When(CallIs, SystemCall.Dup).Unless(HasFile).Do(Fail, Errno.EBADF).Goto(Idle)
            .When(CallIs, SystemCall.Dup).When(TableIsFull).Do(Fail, Errno.EMFILE).Goto(Idle)
            .When(CallIs, SystemCall.Dup).Do(Duplicate).Goto(Idle)

        .In(Entered).Per("fs/fcntl.c setfl")
            .When(CallIs, SystemCall.SetNonblocking).Unless(HasFile).Do(Fail, Errno.EBADF).Goto(Idle)
            .When(CallIs, SystemCall.SetNonblocking).Do(SetNonblocking).Do(ReturnZero).Goto(Idle)

        // Sleepers in other calls hold references of their own: nobody wakes them, and the file lives on.
        .In(Entered).Per("fs/open.c close").Per("fs/file.c file_close_fd")
            .When(CallIs, SystemCall.Close).Unless(IsOpen).Do(Fail, Errno.EBADF).Goto(Idle)
            .When(CallIs, SystemCall.Close).Do(TakeReference).Do(ReturnZero).Goto(Idle);

    private static ref DescriptorCallStep Location(ref Kernel kernel, int task) =>
        ref kernel.Tasks[task].Steps.DescriptorCall;

    private static bool HasUnknownFlag(in Kernel kernel, int task) => kernel.Tasks[task].Arguments.Flag;

    private static bool TableIsFull(in Kernel kernel, int task) => kernel.Descriptors.IsFull;

    private static bool IsOpen(in Kernel kernel, int task) =>
        kernel.Descriptors.FileOf(kernel.Tasks[task].Arguments.Descriptor) != Capacity.None;

    private static void CreateEpoll(ref Kernel kernel, int task) =>
        Return(ref kernel, task, OpenFiles.OpenEpoll(ref kernel));

    private static void CreateEvent(ref Kernel kernel, int task)
    {
        var arguments = kernel.Tasks[task].Arguments;
        Return(ref kernel, task, OpenFiles.OpenEvent(ref kernel, unchecked((ulong)arguments.Length), arguments.Flag));
    }

    private static bool HasRoomForPair(in Kernel kernel, int task) => kernel.Descriptors.HasTwoFree;

    private static void CreatePair(ref Kernel kernel, int task) =>
        Give(ref kernel, task, UnixPairs.Open(ref kernel, kernel.Tasks[task].Arguments.Flag));

    private static void CreatePipe(ref Kernel kernel, int task) =>
        Give(ref kernel, task, PipeEnds.Open(ref kernel, kernel.Tasks[task].Arguments.Flag));

    private static void Give(ref Kernel kernel, int task, (int First, int Second) descriptors) =>
        kernel.Tasks[task].Value = (ulong)(descriptors.First | (descriptors.Second << 8));

    private static void Duplicate(ref Kernel kernel, int task)
    {
        var file = kernel.Tasks[task].File;
        kernel.Files[file].References++;
        Return(ref kernel, task, kernel.Descriptors.Open(file));
    }

    private static void SetNonblocking(ref Kernel kernel, int task) =>
        kernel.Files[kernel.Tasks[task].File].Nonblocking = kernel.Tasks[task].Arguments.Flag;

    /// <summary>
    /// Frees the descriptor; the reference it held becomes one of the call, to be put when it returns.
    /// </summary>
    private static void TakeReference(ref Kernel kernel, int task)
    {
        var descriptor = kernel.Tasks[task].Arguments.Descriptor;
        var file = kernel.Descriptors.FileOf(descriptor);
        kernel.Descriptors.Close(descriptor);
        HoldFile(ref kernel, task, file);
        kernel.Files[file].References--;
    }
}
