using System.Buffers.Binary;
using System.Net;
using System.Text;
using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Packetdrill.OnModel;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Programs;
using SocketAddress = Wakeline.Conformance.Linux.SocketAddress;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>System calls of scripts, made on the calling thread.</summary>
/// <param name="settings">Where addresses that a script leaves open lie.</param>
internal sealed unsafe class LinuxCalls(RunSettings settings)
{
    private readonly Lock _lock = new();
    private readonly HashSet<int> _open = [];

    /// <summary>The socket that was opened last, accepted or connected.</summary>
    public int? LastSocket { get; private set; }

    /// <summary>Makes a call.</summary>
    /// <param name="request">The call.</param>
    /// <param name="clock">Tells the time.</param>
    /// <exception cref="UnsupportedException">It is none of these.</exception>
    public CallAnswer Make(CallRequest request, Func<long> clock)
    {
        var arguments = new CallArgumentReader(request);
        var outputs = new Dictionary<int, Value>();
        var value = Call(request.Name, arguments, outputs);
        var error = value < 0 ? $"{HostKernel.LastError}" : null;
        Note(request.Name, arguments, value);
        return new CallAnswer(value, error, clock()) { Outputs = outputs };
    }

    /// <summary>Closes whatever is open; threads that sleep in a socket wake.</summary>
    public void CloseAll()
    {
        lock (_lock)
        {
            foreach (var descriptor in _open)
            {
                _ = LibC.Shutdown(descriptor, 2);
                _ = LibC.Close(descriptor);
            }

            _open.Clear();
        }
    }

    private nint Call(string name, CallArgumentReader arguments, Dictionary<int, Value> outputs) => name switch
    {
        "socket" => LibC.Socket(
            arguments.IsAny(0) ? Abi.AfInet : arguments.Int(0), arguments.Int(1), arguments.Int(2)),
        "bind" => AtAddress(arguments, settings.LocalAddress, settings.LocalPort, LibC.Bind),
        "connect" => AtAddress(arguments, settings.RemoteAddress, settings.RemotePort, LibC.Connect),
        "listen" => LibC.Listen(arguments.Descriptor, arguments.Int(1)),
        "accept" => LibC.Accept(arguments.Descriptor, null, null, 0),
        "accept4" => LibC.Accept(arguments.Descriptor, null, null, arguments.Int(3)),
        "read" => Receive(arguments.Descriptor, arguments.Int(2), 0),
        "readv" => Receive(arguments.Descriptor, arguments.Vector(1), 0),
        "recv" or "recvfrom" => Receive(arguments.Descriptor, arguments.Int(2), arguments.Int(3)),
        "write" => Send(arguments.Descriptor, arguments.Int(2), Abi.MsgNoSignal),
        "writev" => Send(arguments.Descriptor, arguments.Vector(1), Abi.MsgNoSignal),
        "send" => Send(arguments.Descriptor, arguments.Int(2), arguments.Int(3) | Abi.MsgNoSignal),
        "sendto" => SendTo(arguments),
        "shutdown" => LibC.Shutdown(arguments.Descriptor, arguments.Int(1)),
        "close" => LibC.Close(arguments.Descriptor),
        "fcntl" => LibC.Control(arguments.Descriptor, arguments.Int(1), arguments.IsAny(2) ? 0 : arguments.Int(2)),
        "ioctl" => ControlDevice(arguments, outputs),
        "setsockopt" => SetOption(arguments),
        "getsockopt" => GetOption(arguments, outputs),
        "poll" => Poll(arguments, outputs),
        "epoll_create" or "epoll_create1" => LibC.EpollCreate(0),
        "epoll_ctl" => ControlEpoll(arguments),
        "epoll_wait" => WaitForEvents(arguments, outputs),
        _ => throw new UnsupportedException($"'{name}' is not made on the kernel"),
    };

    private void Note(string name, CallArgumentReader arguments, nint value)
    {
        lock (_lock)
        {
            if (name is "socket" or "accept" or "accept4" or "epoll_create" or "epoll_create1" && value >= 0)
            {
                _open.Add((int)value);
            }

            if (name is "close")
            {
                _open.Remove(arguments.Descriptor);
            }

            if (name is "accept" or "accept4" && value >= 0)
            {
                LastSocket = (int)value;
            }
            else if (!name.StartsWith("epoll", StringComparison.Ordinal) && name is not ("socket" or "poll"))
            {
                LastSocket = arguments.Descriptor;
            }
        }
    }

    private delegate int AddressCall(int descriptor, void* address, uint length);

    private static nint AtAddress(CallArgumentReader arguments, IPAddress host, ushort port, AddressCall call)
    {
        var address = AddressOf(host, arguments.Port(1) ?? port);
        return call(arguments.Descriptor, &address, (uint)sizeof(SocketAddress));
    }

    private static SocketAddress AddressOf(IPAddress host, ushort port) => new()
    {
        Family = Abi.AfInet,
        PortBigEndian = BinaryPrimitives.ReverseEndianness(port),
        AddressBigEndian = BitConverter.ToUInt32(host.GetAddressBytes()),
    };

    private static nint Receive(int descriptor, int octets, int flags)
    {
        var buffer = new byte[Math.Max(octets, 1)];
        fixed (byte* place = buffer)
        {
            return LibC.Receive(descriptor, place, (nuint)octets, flags);
        }
    }

    private static nint Send(int descriptor, int octets, int flags)
    {
        var buffer = new byte[Math.Max(octets, 1)];
        fixed (byte* place = buffer)
        {
            return LibC.Send(descriptor, place, (nuint)octets, flags);
        }
    }

    private nint SendTo(CallArgumentReader arguments)
    {
        var flags = arguments.Int(3) | Abi.MsgNoSignal;
        var isFast = (flags & CallArgumentReader.Constant("MSG_FASTOPEN")) != 0;
        var address = AddressOf(settings.RemoteAddress, (isFast ? arguments.Port(4) : null) ?? settings.RemotePort);
        var buffer = new byte[Math.Max(arguments.Int(2), 1)];
        fixed (byte* place = buffer)
        {
            return LibC.SendTo(
                arguments.Descriptor, place, (nuint)arguments.Int(2), flags, isFast ? &address : null,
                isFast ? (uint)sizeof(SocketAddress) : 0);
        }
    }

    private static nint ControlDevice(CallArgumentReader arguments, Dictionary<int, Value> outputs)
    {
        var number = 0;
        var result = LibC.DeviceControl(arguments.Descriptor, (nuint)(uint)arguments.Int(1), &number);
        outputs[2] = Pointed(number);
        return result;
    }

    private static nint SetOption(CallArgumentReader arguments)
    {
        var value = OptionValue(arguments);
        var length = arguments.IsAny(4) ? value.Length : arguments.Int(4);
        Array.Resize(ref value, Math.Max(value.Length, length));
        fixed (byte* place = value)
        {
            return LibC.SetOption(arguments.Descriptor, arguments.Int(1), arguments.Int(2), place, (uint)length);
        }
    }

    private static byte[] OptionValue(CallArgumentReader arguments) => arguments[3] switch
    {
        ListValue { Items: [StructureValue structure] } => OfStructure(structure),
        StructureValue structure => OfStructure(structure),
        TextValue text => Encoding.ASCII.GetBytes(text.Text),
        _ => BitConverter.GetBytes(arguments.Pointed(3)),
    };

    private static byte[] OfStructure(StructureValue structure) =>
        [.. structure.Fields.SelectMany(field => field.Name?.StartsWith("tv_", StringComparison.Ordinal) == true
            ? BitConverter.GetBytes(field.Value.Number ?? 0)
            : BitConverter.GetBytes((int)(field.Value.Number ?? 0)))];

    private static nint GetOption(CallArgumentReader arguments, Dictionary<int, Value> outputs)
    {
        var buffer = stackalloc byte[TcpInfoFormat.Size];
        var length = (uint)TcpInfoFormat.Size;
        var result = LibC.GetOption(arguments.Descriptor, arguments.Int(1), arguments.Int(2), buffer, &length);
        if (result >= 0 && length == sizeof(int))
        {
            outputs[3] = Pointed(*(int*)buffer);
            outputs[4] = Pointed((int)length);
        }

        return result;
    }

    private static nint Poll(CallArgumentReader arguments, Dictionary<int, Value> outputs)
    {
        var asked = arguments.Structures(0).Select(each => new PollFd
        {
            Descriptor = (int)(each["fd"]?.Number ?? -1),
            Asked = (short)(each["events"]?.Number ?? 0),
        }).ToArray();
        int result;
        fixed (PollFd* requests = asked)
        {
            result = LibC.Poll(requests, (nuint)asked.Length, arguments.Int(2));
        }

        outputs[0] = new ListValue(asked.Select(each => (Value)new StructureValue(new FieldValue[]
        {
            new("fd", null, new NumberValue(each.Descriptor)),
            new("events", null, new NumberValue(each.Asked)),
            new("revents", null, new NumberValue(each.Returned)),
        }.ToSequence())).ToSequence());
        return result;
    }

    private static nint ControlEpoll(CallArgumentReader arguments)
    {
        var item = stackalloc byte[16];
        if (!arguments.IsAny(3) && arguments[3] is not NumberValue)
        {
            *(uint*)item = (uint)arguments.Field(3, "events");
            *(ulong*)(item + EpollEvent.DataOffset) = unchecked((ulong)arguments.Field(3, "fd", "u32", "u64", "ptr"));
        }

        return LibC.EpollControl(arguments.Descriptor, arguments.Int(1), arguments.Int(2), item);
    }

    private static nint WaitForEvents(CallArgumentReader arguments, Dictionary<int, Value> outputs)
    {
        var most = arguments.Int(2);
        var events = new byte[Math.Max(most, 1) * 16];
        int count;
        fixed (byte* place = events)
        {
            count = LibC.EpollWait(arguments.Descriptor, place, most, arguments.Int(3));
        }

        var list = new List<Value>();
        for (var index = 0; index < count; index++)
        {
            var item = events.AsSpan(index * EpollEvent.Size);
            var data = new NumberValue(BinaryPrimitives.ReadInt32LittleEndian(item[EpollEvent.DataOffset..]));
            list.Add(new StructureValue(new FieldValue[]
            {
                new("events", null, new NumberValue(BinaryPrimitives.ReadUInt32LittleEndian(item))),
                new("fd", null, data), new("u32", null, data), new("u64", null, data), new("ptr", null, data),
            }.ToSequence()));
        }

        outputs[1] = list.Count == 1 ? list[0] : new ListValue(list.ToSequence());
        return count;
    }

    private static ListValue Pointed(int number) => new(new Value[] { new NumberValue(number) }.ToSequence());
}
