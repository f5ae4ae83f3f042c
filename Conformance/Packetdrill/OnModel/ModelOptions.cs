using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Model;
using Wakeline.Spec;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>Options of sockets and files, as far as the model has them.</summary>
/// <param name="host">The model.</param>
/// <param name="nonblocking">Descriptors whose calls do not sleep.</param>
internal sealed class ModelOptions(KernelHost host, HashSet<int> nonblocking)
{
    /// <summary>Begins a call.</summary>
    public Func<CallOutcome, CallAnswer> Make(KernelThread thread, string name, CallArgumentReader arguments) =>
        name switch
        {
            "fcntl" => ControlFile(thread, arguments),
            "ioctl" => ControlDevice(arguments),
            "getsockopt" => Get(thread, arguments),
            _ => Set(thread, arguments),
        };

    /// <summary>The socket behind a descriptor; -1 if there is none.</summary>
    public static int SocketOf(in Kernel kernel, long descriptor)
    {
        if (descriptor is < 0 or >= Capacity.Descriptors)
        {
            return -1;
        }

        var file = kernel.Descriptors.FileOf((int)descriptor);
        return file != Capacity.None && kernel.Files[file].Kind == FileKind.Socket ? kernel.Files[file].Object : -1;
    }

    private Func<CallOutcome, CallAnswer> ControlFile(KernelThread thread, CallArgumentReader arguments)
    {
        var descriptor = arguments.Descriptor;
        var flag = CallArgumentReader.Constant("O_NONBLOCK");
        if (arguments.Int(1) == CallArgumentReader.Constant("F_SETFL"))
        {
            var isOn = (arguments.Int(2) & flag) != 0;
            thread.SetNonblocking(descriptor, isOn);
            return outcome =>
            {
                _ = isOn ? nonblocking.Add(descriptor) : nonblocking.Remove(descriptor);
                return outcome.Error == Errno.None ? new CallAnswer(0, null, 0) : ModelCalls.Answer(outcome);
            };
        }

        if (arguments.Int(1) != CallArgumentReader.Constant("F_GETFL"))
        {
            throw arguments.Unknown(1, "F_GETFL and F_SETFL");
        }

        RequireSocket(descriptor);
        return _ => new CallAnswer(
            CallArgumentReader.Constant("O_RDWR") | (nonblocking.Contains(descriptor) ? flag : 0), null, 0);
    }

    /// <summary>The queues, as net/ipv4/tcp.c tcp_ioctl counts them: SYN does not count, FIN does.</summary>
    private Func<CallOutcome, CallAnswer> ControlDevice(CallArgumentReader arguments)
    {
        var tcb = host.State.Sockets[RequireSocket(arguments.Descriptor)].Tcb;
        var isUp = tcb.State is not (TcpState.SynSent or TcpState.SynReceived);
        var request = arguments.Int(1);
        var octets = request == CallArgumentReader.Constant("SIOCINQ") ? tcb.Unread
            : request == CallArgumentReader.Constant("SIOCOUTQ") ? tcb.Unacknowledged
            : request == CallArgumentReader.Constant("SIOCOUTQNSD") ? tcb.Unsent
            : throw arguments.Unknown(1, "SIOCINQ, SIOCOUTQ and SIOCOUTQNSD");
        if (tcb.State == TcpState.Listen)
        {
            throw new UnsupportedException("the model does not count the queues of a listener");
        }

        return _ => new CallAnswer(0, null, 0) { Outputs = Written((2, isUp ? octets : 0)) };
    }

    private static Func<CallOutcome, CallAnswer> Get(KernelThread thread, CallArgumentReader arguments)
    {
        if (arguments.Int(1) != CallArgumentReader.Constant("SOL_SOCKET")
            || arguments.Int(2) != CallArgumentReader.Constant("SO_ERROR"))
        {
            throw arguments.Unknown(2, "SO_ERROR of SOL_SOCKET only");
        }

        thread.GetError(arguments.Descriptor);
        return outcome => outcome.Error == Errno.None
            ? new CallAnswer(0, null, 0) { Outputs = Written((3, outcome.Value), (4, sizeof(int))) }
            : ModelCalls.Answer(outcome);
    }

    private Func<CallOutcome, CallAnswer> Set(KernelThread thread, CallArgumentReader arguments)
    {
        var descriptor = arguments.Descriptor;
        var (level, option) = (arguments.Int(1), arguments.Int(2));
        if (level == CallArgumentReader.Constant("SOL_SOCKET"))
        {
            if (option == CallArgumentReader.Constant("SO_LINGER"))
            {
                var seconds = arguments.Field(3, "linger", "l_linger");
                thread.SetLinger(
                    descriptor,
                    arguments.Field(3, "onoff", "l_onoff") == 0 ? null : TimeSpan.FromSeconds(seconds));
                return ModelCalls.Answer;
            }

            if (option == CallArgumentReader.Constant("SO_RCVLOWAT"))
            {
                thread.SetReceiveLowWater(descriptor, arguments.Pointed(3));
                return ModelCalls.Answer;
            }
        }

        // A socket that is bound first has no other to share its port with, and the model delays and joins nothing.
        var isWithoutEffect =
            (level == CallArgumentReader.Constant("SOL_SOCKET")
                && option == CallArgumentReader.Constant("SO_REUSEADDR"))
            || (level == CallArgumentReader.Constant("SOL_TCP") && arguments.Pointed(3) == 1
                && (option == CallArgumentReader.Constant("TCP_NODELAY")
                    || option == CallArgumentReader.Constant("TCP_QUICKACK")));
        if (!isWithoutEffect)
        {
            throw arguments.Unknown(
                2, "SO_LINGER, SO_RCVLOWAT, SO_REUSEADDR, and TCP_NODELAY and TCP_QUICKACK that are on,");
        }

        RequireSocket(descriptor);
        return _ => new CallAnswer(0, null, 0);
    }

    private int RequireSocket(int descriptor) => SocketOf(in host.State, descriptor) is >= 0 and var socket
        ? socket
        : throw new UnsupportedException("the model has options of sockets only");

    private static Dictionary<int, Value> Written(params ReadOnlySpan<(int Place, int Number)> values)
    {
        var written = new Dictionary<int, Value>();
        foreach (var (place, number) in values)
        {
            written.Add(place, new ListValue([new NumberValue(number)]));
        }

        return written;
    }
}
