using Wakeline.Spec.Epoll;
using Wakeline.Spec.Pipes;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Unix;

namespace Wakeline.Spec.Files;

/// <summary>The poll method of a file: what it is ready for, whatever the caller asks for.</summary>
public static class Readiness
{
    /// <summary>
    /// What a file that can be polled without a change is ready for: every kind but epoll. A file without a poll method
    /// is always ready (include/linux/poll.h DEFAULT_POLLMASK).
    /// </summary>
    public static PollEvents Of(in Kernel kernel, int file) => kernel.Files[file].Kind switch
    {
        FileKind.Device => kernel.Devices[kernel.Files[file].Object],
        FileKind.Event => OfCounter(kernel.EventCounters[kernel.Files[file].Object].Count),
        FileKind.Socket => SocketReadiness.Of(in kernel, kernel.Files[file].Object),
        FileKind.UnixSocket => UnixPairs.Readiness(in kernel, kernel.Files[file].Object),
        FileKind.PipeReadEnd or FileKind.PipeWriteEnd => PipeEnds.Readiness(in kernel, file),
        FileKind.Epoll => EpollReadiness.Of(in kernel, kernel.Files[file].Object),
        FileKind.Regular => PollEvents.In | PollEvents.Out | PollEvents.RdNorm | PollEvents.WrNorm,
        _ => PollEvents.None,
    };

    /// <summary>Whether no lock that <see cref="Poll"/> needs is held.</summary>
    public static bool CanPoll(in Kernel kernel, int file) =>
        kernel.Files[file].Kind != FileKind.Epoll || EpollReadiness.CanPoll(in kernel, kernel.Files[file].Object);

    /// <summary>
    /// Polls a file. Polling an epoll instance takes the items off its ready list that are not ready any more; a socket
    /// that has no room to send notes that somebody wants some, a pipe that it is polled. Ask <see cref="CanPoll"/>
    /// first.
    /// </summary>
    public static PollEvents Poll(ref Kernel kernel, int file) => kernel.Files[file].Kind switch
    {
        FileKind.Epoll => EpollReadiness.Poll(ref kernel, kernel.Files[file].Object),
        FileKind.Socket => SocketReadiness.Poll(ref kernel, kernel.Files[file].Object),
        FileKind.PipeReadEnd or FileKind.PipeWriteEnd => PipeEnds.Poll(ref kernel, file),
        _ => Of(in kernel, file),
    };

    /// <summary>fs/eventfd.c: eventfd_poll.</summary>
    private static PollEvents OfCounter(ulong count)
    {
        var events = count > 0 ? PollEvents.In : PollEvents.None;
        events |= count == ulong.MaxValue ? PollEvents.Err : PollEvents.None;
        return events | (count < EventCounter.Most ? PollEvents.Out : PollEvents.None);
    }
}
