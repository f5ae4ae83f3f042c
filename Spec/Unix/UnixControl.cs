using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Tasks.SystemCalls;
using static Wakeline.Spec.Unix.UnixCalls;
using static Wakeline.Spec.Unix.UnixControlStep;

namespace Wakeline.Spec.Unix;

/// <summary>
/// Calls on UNIX sockets that do not sleep. An end of a pair has no name and takes none: it can be neither bound nor
/// connected, and does not listen.
/// </summary>
[Machine]
public static partial class UnixControl
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, UnixControlStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Start(Entered)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Entered).Per("fs/fcntl.c setfl")
            .When(CallIs, SystemCall.SetAsync).Do(SetAsync).Do(ReturnZero).Goto(Idle)
        .In(Entered).Per("net/core/sock.c sk_getsockopt")
            .When(CallIs, SystemCall.GetError).Do(TellError).Goto(Idle)
        .In(Entered).Per("net/core/sock.c sk_setsockopt")
            .When(CallIs, SystemCall.SetLinger).Do(ReturnZero).Goto(Idle)
            .When(CallIs, SystemCall.SetReceiveLowWater).Do(SetLowWater).Do(ReturnZero).Goto(Idle)

        .In(Entered).Per("net/unix/af_unix.c unix_shutdown")
            .When(CallIs, SystemCall.Shutdown).When(ShutsNothing).Do(Fail, Errno.EINVAL).Goto(Idle)
            .When(CallIs, SystemCall.Shutdown).Do(ShutThisEnd).Goto(Shutting)
        .In(Shutting).Per("net/unix/af_unix.c unix_shutdown")
            .When(HasPeer).Do(ShutOtherEnd).Do(ReturnZero).Goto(Idle)
            .Otherwise().Do(ReturnZero).Goto(Idle)

        .In(Entered).Per("net/socket.c move_addr_to_kernel")
            .When(NamesAnAddress).Unless(MemoryIsMapped).Do(Fail, Errno.EFAULT).Goto(Idle)
        .In(Entered).Per("net/unix/af_unix.c unix_validate_addr").Per("net/unix/af_unix.c unix_listen")
            .Otherwise().Do(Fail, Errno.EINVAL).Goto(Idle);

    private static ref UnixControlStep Location(ref Kernel kernel, int task) =>
        ref kernel.Tasks[task].Steps.UnixControl;

    private static bool ShutsNothing(in Kernel kernel, int task) =>
        kernel.Tasks[task].Arguments.Directions == ShutdownDirections.None;

    private static bool NamesAnAddress(in Kernel kernel, int task) =>
        kernel.Tasks[task].Arguments.Call is SystemCall.Bind or SystemCall.Connect;

    private static bool HasPeer(in Kernel kernel, int task) =>
        kernel.UnixSockets[SocketOf(in kernel, task)].HasPeer;

    private static void SetAsync(ref Kernel kernel, int task) =>
        kernel.Files[kernel.Tasks[task].File].Async = kernel.Tasks[task].Arguments.Flag;

    /// <summary>SO_ERROR: the error is the result, and told only once.</summary>
    private static void TellError(ref Kernel kernel, int task)
    {
        ref var end = ref kernel.UnixSockets[SocketOf(in kernel, task)];
        var error = end.Error;
        end.Error = Errno.None;
        Return(ref kernel, task, (int)error);
    }

    private static void SetLowWater(ref Kernel kernel, int task)
    {
        var octets = kernel.Tasks[task].Arguments.Length;
        kernel.UnixSockets[SocketOf(in kernel, task)].LowWater = octets < 0 ? int.MaxValue : octets;
    }

    private static void ShutThisEnd(ref Kernel kernel, int task)
    {
        var socket = SocketOf(in kernel, task);
        kernel.UnixSockets[socket].Shutdown |= kernel.Tasks[task].Arguments.Directions;
        UnixPairs.WakeAll(ref kernel, socket);
    }

    /// <summary>Where this end sends no more, the other end receives no more, and the other way round.</summary>
    private static void ShutOtherEnd(ref Kernel kernel, int task)
    {
        var directions = kernel.Tasks[task].Arguments.Directions;
        var peer = kernel.UnixSockets[SocketOf(in kernel, task)].Peer;
        kernel.UnixSockets[peer].Shutdown |= directions switch
        {
            ShutdownDirections.Receive => ShutdownDirections.Send,
            ShutdownDirections.Send => ShutdownDirections.Receive,
            _ => ShutdownDirections.Both,
        };
        UnixPairs.WakeAll(ref kernel, peer);
    }
}
