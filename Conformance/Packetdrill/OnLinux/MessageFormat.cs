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
    private const int NameMost = 128, ControlMost = 1024, Alignment = 8;

    /// <summary>recvmsg.</summary>
    public static nint Receive(CallArgumentReader arguments, Dictionary<int, Value> outputs)
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
                    header.Flags, ReadControl(new ReadOnlySpan<byte>(control, (int)header.ControlLength)));
            }

            return result;
        }
    }

    private static Sequence<Value> ReadControl(ReadOnlySpan<byte> octets)
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
                new FieldValue("cmsg_data", null, DataOf(header, octets[sizeof(ControlHeader)..length])),
            ]));
            octets = octets[Math.Min((length + Alignment - 1) / Alignment * Alignment, octets.Length)..];
        }

        return messages.ToSequence();
    }

    private static Value DataOf(ControlHeader header, ReadOnlySpan<byte> octets)
    {
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
