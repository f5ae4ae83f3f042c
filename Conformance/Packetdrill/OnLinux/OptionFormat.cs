using System.Runtime.InteropServices;
using System.Text;
using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Packetdrill.OnModel;
using Wakeline.Conformance.Packetdrill.OnModel.Options;
using Wakeline.Conformance.Packetdrill.OnModel.Reports;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>setsockopt and getsockopt, with values as scripts write them.</summary>
internal static unsafe class OptionFormat
{
    /// <summary>setsockopt.</summary>
    public static nint Set(CallArgumentReader arguments)
    {
        var value = ValueOf(arguments);
        var length = arguments.IsAny(4) ? value.Length : arguments.Int(4);
        Array.Resize(ref value, Math.Max(value.Length, length));
        fixed (byte* place = value)
        {
            return LibC.SetOption(arguments.Descriptor, arguments.Int(1), arguments.Int(2), place, (uint)length);
        }
    }

    /// <summary>getsockopt.</summary>
    public static nint Get(CallArgumentReader arguments, Dictionary<int, Value> outputs)
    {
        var buffer = stackalloc byte[TcpInfoFormat.Size];
        var room = arguments[4] is ListValue ? arguments.Pointed(4) : TcpInfoFormat.Size;
        var length = (uint)Math.Clamp(room, 0, TcpInfoFormat.Size);
        var result = LibC.GetOption(arguments.Descriptor, arguments.Int(1), arguments.Int(2), buffer, &length);
        var form = OptionRule.Find(arguments.Int(1), arguments.Int(2));
        if (result >= 0 && arguments[3] is StructureValue asked && form?.Name == "TCP_INFO")
        {
            outputs[3] = Fields(asked, new ReadOnlySpan<byte>(buffer, (int)length));
            outputs[4] = arguments[4];
        }
        else if (result >= 0 && Told(form, new ReadOnlySpan<byte>(buffer, (int)length)) is { } told)
        {
            outputs[3] = told;
            outputs[4] = new ListValue([new NumberValue(length)]);
        }

        return result;
    }

    private static StructureValue Fields(StructureValue asked, ReadOnlySpan<byte> octets)
    {
        var fields = new List<FieldValue>();
        foreach (var field in asked.Fields)
        {
            fields.Add(new FieldValue(field.Name, null, new NumberValue(
                (Int128)(TcpInfoFormat.Read(octets, field.Name ?? "")
                    ?? throw new UnsupportedException($"the kernel does not tell '{field.Name}'")))));
        }

        return new StructureValue(fields.ToSequence());
    }

    private static byte[] ValueOf(CallArgumentReader arguments) => arguments[3] switch
    {
        ListValue { Items: [StructureValue structure] } => OctetsOf(structure),
        StructureValue structure => OctetsOf(structure),
        TextValue text => Encoding.ASCII.GetBytes(text.Text),
        _ => BitConverter.GetBytes(arguments.Pointed(3)),
    };

    /// <summary>struct timeval has longs; the others have ints. A field may have several names.</summary>
    private static byte[] OctetsOf(StructureValue structure) =>
        [.. structure.Fields.Where(field => field.Name?.StartsWith("l_", StringComparison.Ordinal) != true
            || structure["onoff"] is null).SelectMany(field =>
                field.Name?.StartsWith("tv_", StringComparison.Ordinal) == true
                    ? BitConverter.GetBytes(field.Value.Number ?? 0)
                    : BitConverter.GetBytes((int)(field.Value.Number ?? 0)))];

    private static Value? Told(OptionRule? rule, ReadOnlySpan<byte> octets) => rule switch
    {
        { Form: OptionForm.Text } => new TextValue(Encoding.ASCII.GetString(octets).TrimEnd('\0')),
        { Form: OptionForm.Time } when octets.Length == 2 * sizeof(long) => Ancillary.Structure(
            ("tv_sec", MemoryMarshal.Read<long>(octets)),
            ("tv_usec", MemoryMarshal.Read<long>(octets[sizeof(long)..]))),
        { Name: "SO_LINGER" } when octets.Length == 2 * sizeof(int) => Linger(MemoryMarshal.Read<Linger>(octets)),
        _ when octets.Length == sizeof(int) => new ListValue([new NumberValue(MemoryMarshal.Read<int>(octets))]),
        null => null,
        _ => new AnyValue(),
    };

    private static StructureValue Linger(Linger value) => Ancillary.Structure(
        ("onoff", value.On), ("linger", value.Seconds), ("l_onoff", value.On), ("l_linger", value.Seconds));
}
