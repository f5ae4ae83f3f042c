using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Packetdrill.OnModel;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Plans.Assertions;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Programs;
using SocketAddress = Wakeline.Conformance.Linux.SocketAddress;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>System calls of scripts, made on the calling thread.</summary>
/// <param name="settings">Where addresses that a script leaves open lie.</param>
/// <param name="ports">The ports as the kernel has them.</param>
internal sealed unsafe class LinuxCalls(RunSettings settings, PortShift ports)
{
    /// <summary>A descriptor that no process has so many as to reach.</summary>
    private const int NotOpen = int.MaxValue;

    /// <summary>Flags that epoll_create1 refuses as epoll_create does a size that is none (EINVAL).</summary>
    private const int NoFlags = -1;

    private readonly Lock _lock = new();
    private readonly HashSet<int> _open = [];
    private readonly HashSet<int> _pipes = [];

    /// <summary>Sockets of which the last connect was begun without sleeping.</summary>
    private readonly HashSet<int> _begun = [];

    /// <summary>The socket that was opened last, accepted or connected.</summary>
    private int? _lastSocket;

    /// <summary>Calls that are made.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "socket", "bind", "connect", "listen", "accept", "accept4", "getsockname", "getpeername", "read", "readv",
        "recv", "recvfrom", "recvmsg", "write", "writev", "send", "sendto", "sendmsg", "shutdown", "close", "fcntl",
        "ioctl", "setsockopt", "getsockopt", "poll", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_wait",
        "open", "pipe", "splice", "sendfile",
    ];

    /// <summary>The algorithm of congestion control that new sockets are given, if they do not have it anyway.
    /// </summary>
    public string? CongestionControl { get; set; }

    /// <summary>When the script began, which is where stamps count from.</summary>
    public DateTime Start { get; } = DateTime.UtcNow;

    /// <summary>Makes a call if it cannot sleep.</summary>
    /// <returns>Whether it was made.</returns>
    /// <exception cref="UnsupportedException">It is none of these.</exception>
    public bool TryMake(CallRequest request, [NotNullWhen(true)] out CallAnswer? answer)
    {
        request = WithOwnDescriptors(request);
        var arguments = new CallArgumentReader(request);
        if (SleepForecast.ReadinessTimeout(request.Name) is { } place && arguments.Int(place) != 0)
        {
            // What is ready is told without sleeping.
            var atOnce = request.Arguments.Select((each, index) => index == place ? new NumberValue(0) : each);
            answer = MakeOwn(request with { Arguments = atOnce.ToSequence() });
            return answer.Value != 0;
        }

        if (request.Name == "connect" && SleepForecast.IsBlocking(arguments))
        {
            answer = ConnectWithoutSleeping(request, arguments.Descriptor);
            Note(arguments.Descriptor, hasBegun: answer.Error == "EINPROGRESS");
            return answer is not { Error: "EINPROGRESS" or "EALREADY" };
        }

        answer = SleepForecast.MaySleep(request.Name, arguments) ? null : MakeOwn(request);
        return answer is not null;
    }

    /// <summary>Makes a call. A connect that was begun without sleeping is the same call to the script.</summary>
    /// <exception cref="UnsupportedException">It is none of these.</exception>
    public CallAnswer Make(CallRequest request)
    {
        request = WithOwnDescriptors(request);
        var answer = MakeOwn(request);
        return request.Name == "connect" && answer.Error == "EALREADY"
            && HasBegun(new CallArgumentReader(request).Descriptor)
                ? answer with { Error = "EINPROGRESS" }
                : answer;
    }

    private void Note(int descriptor, bool hasBegun)
    {
        lock (_lock)
        {
            _ = hasBegun ? _begun.Add(descriptor) : _begun.Remove(descriptor);
        }
    }

    private bool HasBegun(int descriptor)
    {
        lock (_lock)
        {
            return _begun.Contains(descriptor);
        }
    }

    private CallAnswer MakeOwn(CallRequest request)
    {
        var arguments = new CallArgumentReader(request);
        var outputs = new Dictionary<int, Value>();
        var value = Call(request.Name, arguments, outputs);
        var error = value < 0 ? SocketConstants.ErrorName((int)HostKernel.LastError) : null;
        Note(request.Name, arguments, value, outputs);
        return new CallAnswer(value, error, 0) { Outputs = outputs };
    }

    /// <summary>
    /// Closes whatever is open, connections by a reset (SO_LINGER with no time), so that none of them lives on; threads
    /// that sleep in a socket wake. One that splices holds its pipe's lock, which close would wait for (fs/splice.c
    /// splice_file_to_pipe), so that it has to wake before.
    /// </summary>
    public void CloseAll()
    {
        lock (_lock)
        {
            var linger = new Linger { On = 1, Seconds = 0 };
            foreach (var descriptor in _open)
            {
                _ = LibC.SetOption(descriptor, Abi.SolSocket, Abi.SoLinger, &linger, (uint)sizeof(Linger));
                if (_pipes.Count > 0)
                {
                    Disconnect(descriptor);
                }

                _ = LibC.Close(descriptor);
            }

            foreach (var descriptor in _pipes)
            {
                _ = LibC.Close(descriptor);
            }

            _open.Clear();
            _pipes.Clear();
        }
    }

    /// <summary>What the kernel tells of the connection last used (struct tcp_info, SO_MEMINFO).</summary>
    public decimal? Tell(string field)
    {
        if (_lastSocket is not { } socket)
        {
            return null;
        }

        if (KnownFields.Memory.IndexOf(field) is >= 0 and var place)
        {
            return TellMemory(socket, place);
        }

        var info = stackalloc byte[TcpInfoFormat.Size];
        var length = (uint)TcpInfoFormat.Size;
        return LibC.GetOption(socket, Abi.IpProtoTcp, Abi.TcpInfo, info, &length) < 0
            ? null
            : TcpInfoFormat.Read(new ReadOnlySpan<byte>(info, (int)length), field);
    }

    private static decimal? TellMemory(int socket, int place)
    {
        var figures = stackalloc uint[KnownFields.Memory.Length];
        var length = (uint)(KnownFields.Memory.Length * sizeof(uint));
        return LibC.GetOption(socket, Abi.SolSocket, Abi.SoMemInfo, figures, &length) < 0
            || place >= length / sizeof(uint) ? null : figures[place];
    }

    /// <summary>A descriptor that the script has not opened is not open, whatever else this process has.</summary>
    private CallRequest WithOwnDescriptors(CallRequest request)
    {
        lock (_lock)
        {
            foreach (var place in CallShape.Find(request.Name)?.Descriptors ?? [])
            {
                if (place < request.Arguments.Count && request.Arguments[place].Number is >= 0 and <= int.MaxValue
                    and var number && !_open.Contains((int)number) && !_pipes.Contains((int)number))
                {
                    request = request with
                    {
                        Arguments = request.Arguments.Select((each, index) =>
                            index == place ? new NumberValue(NotOpen) : each).ToSequence(),
                    };
                }
            }
        }

        return request;
    }

    /// <summary>
    /// Begins a connection, which over loopback is made at once. A connect that sleeps goes on waiting for it: to the
    /// kernel that is the same (net/ipv4/af_inet.c __inet_stream_connect, SS_CONNECTING).
    /// </summary>
    private CallAnswer ConnectWithoutSleeping(CallRequest request, int descriptor)
    {
        var flags = LibC.Control(descriptor, Abi.FGetFl, 0);
        _ = LibC.Control(descriptor, Abi.FSetFl, flags | Abi.ONonblock);
        var answer = MakeOwn(request);
        _ = LibC.Control(descriptor, Abi.FSetFl, flags);
        return answer;
    }

    private nint Call(string name, CallArgumentReader arguments, Dictionary<int, Value> outputs) => name switch
    {
        "socket" => Open(arguments),
        "bind" => AtAddress(arguments, settings.LocalAddress, settings.LocalPort, LibC.Bind),
        "connect" when arguments.Family(1) == Abi.AfUnspec => Disconnect(arguments.Descriptor),
        "connect" => AtAddress(arguments, settings.RemoteAddress, settings.RemotePort, LibC.Connect),
        "listen" => LibC.Listen(arguments.Descriptor, arguments.Int(1)),
        "accept" => Accept(arguments, 0, outputs),
        "accept4" => Accept(arguments, arguments.Int(3), outputs),
        "getsockname" => NameOf(arguments, outputs, LibC.GetName),
        "getpeername" => NameOf(arguments, outputs, LibC.GetPeerName),
        "read" => Read(arguments.Descriptor, arguments.Int(2)),
        "readv" => Read(arguments.Descriptor, arguments.Vector(1)),
        "recv" or "recvfrom" => Receive(arguments.Descriptor, arguments.Int(2), arguments.Int(3)),
        "recvmsg" => MessageFormat.Receive(arguments, outputs, Start),
        "write" => Write(arguments.Descriptor, arguments.Int(2)),
        "writev" => Send(arguments.Descriptor, arguments.Vector(1), Abi.MsgNoSignal),
        "send" => Send(arguments.Descriptor, arguments.Int(2), arguments.Int(3) | Abi.MsgNoSignal),
        "sendto" => SendTo(arguments),
        "sendmsg" => MessageFormat.Send(arguments),
        "shutdown" => LibC.Shutdown(arguments.Descriptor, arguments.Int(1)),
        "close" => LibC.Close(arguments.Descriptor),
        "fcntl" => LibC.Control(arguments.Descriptor, arguments.Int(1), arguments.IsAny(2) ? 0 : arguments.Int(2)),
        "ioctl" => ControlDevice(arguments, outputs),
        "setsockopt" => OptionFormat.Set(arguments),
        "getsockopt" => OptionFormat.Get(arguments, outputs),
        "poll" => ReadinessFormat.Poll(arguments, outputs),
        "epoll_create" => LibC.EpollCreate(arguments.Int(0) > 0 ? 0 : NoFlags),
        "epoll_create1" => LibC.EpollCreate(arguments.Int(0)),
        "epoll_ctl" => ReadinessFormat.ControlEpoll(arguments),
        "epoll_wait" => ReadinessFormat.WaitForEvents(arguments, outputs),
        "open" => FileFormat.Open(arguments),
        "pipe" => FileFormat.Pipe(outputs),
        "splice" => FileFormat.Splice(arguments),
        "sendfile" => LibC.SendFile(arguments.Descriptor, arguments.Int(1), null, (nuint)arguments.Int(3)),
        _ => throw new UnsupportedException($"'{name}' is not made on the kernel"),
    };

    private nint Open(CallArgumentReader arguments)
    {
        var family = arguments.IsAny(0) ? Family : arguments.Int(0);
        var descriptor = LibC.Socket(family, arguments.Int(1), arguments.Int(2));
        if (descriptor >= 0 && CongestionControl is { } algorithm)
        {
            fixed (byte* name = Encoding.ASCII.GetBytes(algorithm))
            {
                _ = LibC.SetOption(descriptor, Abi.IpProtoTcp, Abi.TcpCongestion, name, (uint)algorithm.Length);
            }
        }

        return descriptor;
    }

    private void Note(
        string name, CallArgumentReader arguments, nint value, Dictionary<int, Value> outputs)
    {
        lock (_lock)
        {
            if (value >= 0 && name is "socket" or "accept" or "accept4" or "epoll_create" or "epoll_create1" or "open")
            {
                _open.Add((int)value);
            }

            if (value >= 0 && name is "pipe" && outputs[0] is ListValue { Items: var ends })
            {
                _pipes.UnionWith(ends.Select(end => (int)end.Number!.Value));
            }

            if (name is "close")
            {
                _open.Remove(arguments.Descriptor);
                _pipes.Remove(arguments.Descriptor);
            }

            if (value >= 0 && name is "accept" or "accept4")
            {
                _lastSocket = (int)value;
            }
            else if (!name.StartsWith("epoll", StringComparison.Ordinal)
                && name is not ("socket" or "poll" or "open" or "pipe"))
            {
                _lastSocket = arguments.Descriptor;
            }
        }
    }

    private delegate int AddressCall(int descriptor, void* address, uint length);

    private delegate int NameCall(int descriptor, void* address, uint* length);

    private int Family => settings.HasVersion6Sockets ? Abi.AfInet6 : Abi.AfInet;

    private nint AtAddress(CallArgumentReader arguments, IPAddress host, ushort port, AddressCall call)
    {
        var address = AddressOf(AddressFormat.HostOf(arguments[1]) ?? host, arguments.Port(1) ?? port);
        fixed (byte* place = address)
        {
            return call(arguments.Descriptor, place, (uint)address.Length);
        }
    }

    private static nint Disconnect(int descriptor)
    {
        var none = new SocketAddress { Family = Abi.AfUnspec };
        return LibC.Connect(descriptor, &none, (uint)sizeof(SocketAddress));
    }

    private nint Accept(CallArgumentReader arguments, int flags, Dictionary<int, Value> outputs)
    {
        var address = stackalloc byte[AddressFormat.Most];
        var length = (uint)AddressFormat.Most;
        var result = LibC.Accept(arguments.Descriptor, address, &length, flags);
        return Telling(result, new ReadOnlySpan<byte>(address, (int)length), outputs);
    }

    private nint NameOf(CallArgumentReader arguments, Dictionary<int, Value> outputs, NameCall call)
    {
        var address = stackalloc byte[AddressFormat.Most];
        var length = (uint)AddressFormat.Most;
        var result = call(arguments.Descriptor, address, &length);
        return Telling(result, new ReadOnlySpan<byte>(address, (int)length), outputs);
    }

    private nint Telling(nint result, ReadOnlySpan<byte> address, Dictionary<int, Value> outputs)
    {
        if (result >= 0)
        {
            outputs[1] = AddressFormat.Read(address, ports.ToCase);
            outputs[2] = Pointed(address.Length);
        }

        return result;
    }

    private byte[] AddressOf(IPAddress host, ushort port) =>
        AddressFormat.Write(host, ports.ToKernel(port), settings.HasVersion6Sockets);

    private static nint Read(int descriptor, int octets)
    {
        fixed (byte* place = CallBuffers.ToReceive(octets))
        {
            return LibC.Read(descriptor, place, (nuint)octets);
        }
    }

    private static nint Receive(int descriptor, int octets, int flags)
    {
        fixed (byte* place = CallBuffers.ToReceive(octets))
        {
            return LibC.Receive(descriptor, place, (nuint)octets, flags);
        }
    }

    /// <summary>Whoever has shut its side gets an error alone: the runtime ignores SIGPIPE.</summary>
    private static nint Write(int descriptor, int octets)
    {
        fixed (byte* place = CallBuffers.Zeros(octets))
        {
            return LibC.Write(descriptor, place, (nuint)octets);
        }
    }

    private static nint Send(int descriptor, int octets, int flags)
    {
        fixed (byte* place = CallBuffers.Zeros(octets))
        {
            return LibC.Send(descriptor, place, (nuint)octets, flags);
        }
    }

    private nint SendTo(CallArgumentReader arguments)
    {
        var flags = arguments.Int(3) | Abi.MsgNoSignal;
        var isFast = (flags & CallArgumentReader.Constant("MSG_FASTOPEN")) != 0;
        var address = AddressOf(settings.RemoteAddress, (isFast ? arguments.Port(4) : null) ?? settings.RemotePort);
        fixed (byte* place = CallBuffers.Zeros(arguments.Int(2)), to = address)
        {
            return LibC.SendTo(
                arguments.Descriptor, place, (nuint)arguments.Int(2), flags, isFast ? to : null,
                isFast ? (uint)address.Length : 0);
        }
    }

    private static nint ControlDevice(CallArgumentReader arguments, Dictionary<int, Value> outputs)
    {
        var number = 0;
        var result = LibC.DeviceControl(arguments.Descriptor, (nuint)(uint)arguments.Int(1), &number);
        outputs[2] = Pointed(number);
        return result;
    }

    private static ListValue Pointed(int number) => new(new Value[] { new NumberValue(number) }.ToSequence());
}
