using System.Runtime.InteropServices;
using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Packetdrill.OnModel;
using Wakeline.Conformance.Packetdrill.OnModel.Reports;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>recvmsg, with messages of control as scripts write them.</summary>
internal static unsafe class MessageFormat
{
    /// <summary>Messages that tell a time: their fields, and the ticks of 100 ns that the second one counts.</summary>
    private static readonly (string Type, string Second, string Part, double Ticks)[] s_stamps =
    [
        ("SCM_TIMESTAMPING", "scm_sec", "scm_nsec", 0.01), ("SCM_TIMESTAMPNS", "tv_sec", "tv_nsec", 0.01),
        ("SCM_TIMESTAMP", "tv_sec", "tv_usec", 10),
    ];

    private const int NameMost = 128, ControlMost = 1024, Alignment = 8;

    /// <summary>sendmsg, with messages of control that are a number each.</summary>
    public static nint Send(CallArgumentReader arguments)
    {
        var message = arguments.Message(1);
        var buffer = new byte[Math.Max(message.Octets, 1)];
        var octets = message.Control.SelectMany(WriteControl).ToArray();
        fixed (byte* place = buffer, control = octets)
        {
            var vector = new Vector { Base = place, Length = (nuint)message.Octets };
            var header = new Header
            {
                Vectors = &vector,
                Count = 1,
                Control = control,
                ControlLength = (nuint)octets.Length,
            };
            return LibC.SendMessage(arguments.Descriptor, &header, arguments.Int(2) | Abi.MsgNoSignal);
        }
    }

    private static byte[] WriteControl(StructureValue message)
    {
        var octets = new byte[sizeof(ControlHeader) + Alignment];
        var header = new ControlHeader
        {
            Length = (nuint)(sizeof(ControlHeader) + sizeof(int)),
            Level = (int)(message["cmsg_level"]?.Number ?? 0),
            Type = (int)(message["cmsg_type"]?.Number ?? 0),
        };
        MemoryMarshal.Write(octets, header);
        var data = message["cmsg_data"] is ListValue { Items: [var item] } ? item : message["cmsg_data"];
        MemoryMarshal.Write(octets.AsSpan(sizeof(ControlHeader)), (int)(data?.Number
            ?? throw new UnsupportedException("messages of control that are sent on the kernel are a number each")));
        return octets;
    }

    /// <summary>recvmsg.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="outputs">What it writes.</param>
    /// <param name="start">When the script began.</param>
    public static nint Receive(CallArgumentReader arguments, Dictionary<int, Value> outputs, DateTime start)
    {
        var message = arguments.Message(1);
        var buffer = new byte[Math.Max(message.Octets, 1)];
        var name = stackalloc byte[NameMost];
        var control = stackalloc byte[ControlMost];
        fixed (byte* place = buffer)
        {
            var vector = new Vector { Base = place, Length = (nuint)message.Octets };
            var header = new Header
            {
                Name = name,
                NameLength = NameMost,
                Vectors = &vector,
                Count = 1,
                Control = control,
                ControlLength = ControlMost,
            };
            var result = LibC.ReceiveMessage(arguments.Descriptor, &header, arguments.Int(2));
            if (result >= 0)
            {
                outputs[1] = message.After(
                    header.Flags,
                    ReadControl(new ReadOnlySpan<byte>(control, (int)header.ControlLength), start));
            }

            return result;
        }
    }

    private static Sequence<Value> ReadControl(ReadOnlySpan<byte> octets, DateTime start)
    {
        var messages = new List<Value>();
        while (octets.Length >= sizeof(ControlHeader))
        {
            var header = MemoryMarshal.Read<ControlHeader>(octets);
            var length = (int)header.Length;
            messages.Add(new StructureValue(
            [
                new FieldValue("cmsg_level", null, new NumberValue(header.Level)),
                new FieldValue("cmsg_type", null, new NumberValue(header.Type)),
                new FieldValue("cmsg_data", null, DataOf(header, octets[sizeof(ControlHeader)..length], start)),
            ]));
            octets = octets[Math.Min((length + Alignment - 1) / Alignment * Alignment, octets.Length)..];
        }

        return messages.ToSequence();
    }

    private static Value DataOf(ControlHeader header, ReadOnlySpan<byte> octets, DateTime start)
    {
        foreach (var (type, second, rest, ticks) in s_stamps)
        {
            if (Is(header, "SOL_SOCKET", type) && octets.Length >= 2 * sizeof(long))
            {
                var time = DateTime.UnixEpoch.AddSeconds(MemoryMarshal.Read<long>(octets))
                    .AddTicks((long)(MemoryMarshal.Read<long>(octets[sizeof(long)..]) * ticks)) - start;
                return Ancillary.Structure(
                    (second, time.Ticks / TimeSpan.TicksPerSecond),
                    (rest, (long)(time.Ticks % TimeSpan.TicksPerSecond / ticks)));
            }
        }

        var isError = Is(header, "SOL_IP", "IP_RECVERR") || Is(header, "SOL_IPV6", "IPV6_RECVERR");
        if (isError && octets.Length >= sizeof(ExtendedError))
        {
            var error = MemoryMarshal.Read<ExtendedError>(octets);
            return Ancillary.Structure(
                ("ee_errno", error.Error), ("ee_origin", error.Origin), ("ee_type", error.Type),
                ("ee_code", error.Code), ("ee_info", error.Information), ("ee_data", error.Data));
        }

        return octets.Length == sizeof(int) ? new NumberValue(MemoryMarshal.Read<int>(octets)) : new AnyValue();
    }

    private static bool Is(ControlHeader header, string level, string type) =>
        header.Level == Ancillary.Constant(level) && header.Type == Ancillary.Constant(type);

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public byte* Name;
        public uint NameLength;
        public Vector* Vectors;
        public nuint Count;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vector
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary>struct cmsghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ControlHeader
    {
        public nuint Length;
        public int Level;
        public int Type;
    }

    /// <summary>struct sock_extended_err.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ExtendedError
    {
        public uint Error;
        public byte Origin;
        public byte Type;
        public byte Code;
        public byte Padding;
        public uint Information;
        public uint Data;
    }
}
