using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Spec;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Comparison;

/// <summary>What is seen of a state of the model, in the terms in which the kernel is observed.</summary>
internal static class ModelView
{
    /// <summary>The sockets behind open descriptors, in the order of those.</summary>
    public static Sequence<SocketView> SocketsOf(in Kernel state)
    {
        var views = new List<SocketView>();
        for (var descriptor = 0; descriptor < Capacity.Descriptors; descriptor++)
        {
            var file = state.Descriptors.FileOf(descriptor);
            if (file != Capacity.None && state.Files[file].Kind == FileKind.Socket)
            {
                views.Add(ViewOf(in state, descriptor, state.Files[file].Object));
            }
        }

        return views.ToSequence();
    }

    /// <summary>What the call that a thread has returned from gave.</summary>
    public static CallResult ResultOf(in Kernel state, int thread, CallStep step)
    {
        ref readonly var task = ref state.Tasks[thread];
        var result = new CallResult(task.Result, task.Error);
        if (task.Error != Errno.None)
        {
            return result;
        }

        return step.Verb switch
        {
            Verb.Read => ReadResult(in task, result),
            Verb.SocketPair or Verb.Pipe =>
                new CallResult((int)(task.Value & 0xFF)) { Second = (int)(task.Value >> 8) },
            Verb.EpollWait or Verb.EpollWait2 or Verb.EpollWaitMasked =>
                result with { Events = Reports(in task).ToSequence() },
            Verb.Poll or Verb.PollMasked or Verb.Select or Verb.SelectMasked =>
                result with { Events = Found(in task).ToSequence() },
            _ => result,
        };
    }

    /// <summary>read gives the octets of a counter, of which the number in them is what is compared.</summary>
    private static CallResult ReadResult(in TaskControl task, CallResult result) =>
        task.Value > 0 ? result with { Value = (int)task.Value } : result;

    private static IEnumerable<ReportedEvent> Reports(in TaskControl task) =>
        task.Reports.Items.ToArray().Select(report => new ReportedEvent(report.Data, report.Events));

    private static IEnumerable<ReportedEvent> Found(in TaskControl task) =>
        task.Arguments.Polled.Items.ToArray().Index()
            .Select(each => new ReportedEvent(each.Index, each.Item.Returned))
            .Where(each => each.Events != PollEvents.None);

    private static SocketView ViewOf(in Kernel state, int descriptor, int socket)
    {
        ref readonly var endpoint = ref state.Sockets[socket];
        return endpoint.State switch
        {
            TcpState.Listen => new SocketView(descriptor, TcpState.Listen, -1, -1, endpoint.AcceptQueue.Count),
            // The SYN does not count (net/ipv4/tcp.c tcp_ioctl).
            TcpState.SynSent or TcpState.SynReceived => new SocketView(descriptor, endpoint.State, 0, 0, -1),
            _ => new SocketView(
                descriptor, endpoint.State, UnreadUpToMark(in endpoint.Tcb), endpoint.Tcb.Unacknowledged, -1),
        };
    }

    /// <summary>Octets to be read; an urgent one among them ends the count (net/ipv4/tcp.c tcp_inq).</summary>
    private static int UnreadUpToMark(in Tcb tcb) =>
        tcb.Urgent != UrgentOctet.None && tcb.UrgentMark >= tcb.Copied && tcb.UrgentMark < tcb.RcvNxt
            ? tcb.UrgentMark - tcb.Copied
            : tcb.Unread;
}
