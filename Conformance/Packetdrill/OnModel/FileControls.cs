using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Model;
using Wakeline.Spec;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>Calls on files as such: fcntl, ioctl and open.</summary>
/// <param name="host">The model.</param>
/// <param name="sockets">The sockets.</param>
internal sealed class FileControls(KernelHost host, ModelSockets sockets)
{
    private readonly HashSet<int> _closedOnExec = [];

    /// <summary>A descriptor is new.</summary>
    public void Open(int descriptor, bool closesOnExec) =>
        _ = closesOnExec ? _closedOnExec.Add(descriptor) : _closedOnExec.Remove(descriptor);

    /// <summary>Begins a call.</summary>
    public AnswerMaker Make(KernelThread thread, string name, CallArgumentReader arguments)
    {
        switch (name)
        {
            case "fcntl":
                return Control(thread, arguments);
            case "ioctl":
                return ControlDevice(thread, arguments);
            case "open":
                return ModelCalls.Returning(thread.OpenRegularFile());
            default:
                // The process of a script may do everything that scripts ask for.
                return ModelCalls.Returning(0);
        }
    }

    private AnswerMaker Control(KernelThread thread, CallArgumentReader arguments)
    {
        var descriptor = arguments.Descriptor;
        if (sockets.KindOf(descriptor) == FileKind.None)
        {
            return ModelCalls.Failing("EBADF");
        }

        var command = arguments.Int(1);
        if (command == CallArgumentReader.Constant("F_SETFL"))
        {
            thread.SetNonblocking(descriptor, arguments.Has(2, "O_NONBLOCK"));
            return outcome => outcome.Error == Errno.None ? new CallAnswer(0, null, 0) : ModelCalls.Answer(outcome);
        }

        if (command == CallArgumentReader.Constant("F_GETFL"))
        {
            var isNonblocking = host.State.Files[host.State.Descriptors.FileOf(descriptor)].Nonblocking;
            return ModelCalls.Returning(CallArgumentReader.Constant("O_RDWR")
                | (isNonblocking ? CallArgumentReader.Constant("O_NONBLOCK") : 0));
        }

        if (command == CallArgumentReader.Constant("F_SETFD"))
        {
            Open(descriptor, arguments.Has(2, "FD_CLOEXEC"));
            return ModelCalls.Returning(0);
        }

        return command == CallArgumentReader.Constant("F_GETFD")
            ? ModelCalls.Returning(_closedOnExec.Contains(descriptor) ? CallArgumentReader.Constant("FD_CLOEXEC") : 0)
            : throw arguments.Unknown(1, "F_GETFL, F_SETFL, F_GETFD and F_SETFD");
    }

    private AnswerMaker ControlDevice(KernelThread thread, CallArgumentReader arguments)
    {
        var descriptor = arguments.Descriptor;
        if (sockets.Of(descriptor) == ModelSockets.None)
        {
            return sockets.KindOf(descriptor) == FileKind.None
                ? ModelCalls.Failing("EBADF")
                : throw arguments.Unknown(0, "sockets");
        }

        var request = arguments.Int(1);
        if (request == CallArgumentReader.Constant("FIONBIO"))
        {
            var isOn = arguments.Pointed(2);
            thread.SetNonblocking(descriptor, isOn != 0);
            return outcome => outcome.Error == Errno.None ? Written(isOn) : ModelCalls.Answer(outcome);
        }

        if (request == CallArgumentReader.Constant("SIOCATMARK"))
        {
            thread.Make(KernelThread.On(SystemCall.AtMark, descriptor));
            return outcome => Written(outcome.Value);
        }

        var octets = OctetsOf(request, sockets.TcbAt(descriptor), sockets.NotesAt(descriptor).Has("SO_OOBINLINE"))
            ?? throw arguments.Unknown(1, "FIONBIO, SIOCATMARK, SIOCINQ, SIOCOUTQ and SIOCOUTQNSD");
        return sockets.StateAt(descriptor) == TcpState.Listen
            ? ModelCalls.Failing("EINVAL")
            : _ => Written(octets);
    }

    /// <summary>
    /// The queues as net/ipv4/tcp.c tcp_ioctl and tcp_inq count them: SYN does not count, FIN does where it is sent,
    /// and reading ends at an urgent octet.
    /// </summary>
    private static int? OctetsOf(int request, in Tcb tcb, bool isUrgentInline)
    {
        var isUp = tcb.State is not (TcpState.SynSent or TcpState.SynReceived);
        var isCut = tcb.Urgent != UrgentOctet.None && !isUrgentInline
            && tcb.UrgentMark >= tcb.Copied && tcb.UrgentMark < tcb.RcvNxt;
        int? octets = request == CallArgumentReader.Constant("SIOCINQ")
            ? isCut ? tcb.UrgentMark - tcb.Copied : tcb.Unread
            : request == CallArgumentReader.Constant("SIOCOUTQ") ? tcb.Unacknowledged
            : request == CallArgumentReader.Constant("SIOCOUTQNSD") ? tcb.Unsent
            : null;
        return isUp ? octets : octets * 0;
    }

    private static CallAnswer Written(int number) => new(0, null, 0)
    {
        Outputs = new Dictionary<int, Value> { [2] = new ListValue([new NumberValue(number)]) },
    };
}
