using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>The arguments of a call, one by one; what is none of the model's is refused.</summary>
/// <param name="request">The call.</param>
internal sealed class CallArgumentReader(CallRequest request)
{
    /// <summary>The descriptor, which is the first argument; -1 if it is none of the process.</summary>
    public int Descriptor => Int(0);

    /// <summary>An argument; one that is not there is left to the stack.</summary>
    public Value this[int place] => place < request.Arguments.Count ? request.Arguments[place] : new AnyValue();

    /// <summary>Whether an argument is left to the stack.</summary>
    public bool IsAny(int place) => this[place] is AnyValue;

    /// <summary>A number.</summary>
    public int Int(int place) => NumberIn(this[place], place);

    /// <summary>A constant's value.</summary>
    public static int Constant(string name) => (int)(SocketConstants.Find(name)
        ?? throw new ArgumentOutOfRangeException(nameof(name)));

    /// <summary>Whether a flag is set.</summary>
    public bool Has(int place, string flag) => (Int(place) & Constant(flag)) != 0;

    /// <summary>The flags of a call, where no others may be than those that are known.</summary>
    public int Flags(int place, params ReadOnlySpan<string> known)
    {
        var others = Int(place);
        foreach (var flag in known)
        {
            others &= ~Constant(flag);
        }

        return others == 0
            ? Int(place)
            : throw Unknown(place, $"no flags but {string.Join(", ", known.ToArray())}");
    }

    /// <summary>The port of an address; <see langword="null"/> if the address is left to the stack.</summary>
    public ushort? Port(int place) => this[place] switch
    {
        AnyValue => null,
        StructureValue address when PortOf(address) is { } port => port,
        _ => throw Unknown(place, "addresses of AF_INET and AF_INET6 with a port"),
    };

    private static ushort? PortOf(StructureValue address)
    {
        var family = address["sa_family"]?.Number;
        var port = family == SocketConstants.Find("AF_INET") ? address["sin_port"]
            : family == SocketConstants.Find("AF_INET6") ? address["sin6_port"]
            : null;
        return port?.Number is >= 0 and <= ushort.MaxValue and var number ? (ushort)number : null;
    }

    /// <summary>The host of an address, if it is said.</summary>
    public string? Host(int place) =>
        this[place] is StructureValue address && (address["sin_addr"] ?? address["sin6_addr"]) is TextValue host
            ? host.Text
            : null;

    /// <summary>The port of an address, if there is one.</summary>
    public ushort? PortIfSaid(int place) => this[place] is StructureValue ? Port(place) : null;

    /// <summary>The family of an address, if it is said.</summary>
    public long? Family(int place) => (this[place] as StructureValue)?["sa_family"]?.Number;

    /// <summary>The octets that a vector of buffers has.</summary>
    public int Vector(int place) => OctetsOf(this[place], place);

    /// <summary>A message header.</summary>
    public MessageHeader Message(int place) => this[place] is StructureValue header
        ? new MessageHeader(header, header["msg_iov"] is { } vector ? OctetsOf(vector, place) : 0)
        : throw Unknown(place, "a message header");

    /// <summary>The number that a pointer leads to, or that stands for itself.</summary>
    public int Pointed(int place) => this[place] switch
    {
        ListValue { Items: [var item] } => NumberIn(item, place),
        NumberValue number => NumberIn(number, place),
        _ => throw Unknown(place, "a pointer to one number"),
    };

    /// <summary>A field of a structure.</summary>
    public long Field(int place, params ReadOnlySpan<string> names)
    {
        if (this[place] is StructureValue structure)
        {
            foreach (var name in names)
            {
                if (structure[name]?.Number is { } number)
                {
                    return number;
                }
            }
        }

        throw Unknown(place, $"structures with a field '{names[0]}'");
    }

    /// <summary>Structures that a pointer leads to.</summary>
    public IEnumerable<StructureValue> Structures(int place) => this[place] is ListValue list
        ? list.Items.Select(item => item as StructureValue ?? throw Unknown(place, "a list of structures"))
        : throw Unknown(place, "a list of structures");

    /// <summary>Refuses an argument.</summary>
    public UnsupportedException Unknown(int place, string what) => new(
        $"the model's {request.Name} takes {what} as its argument {place + 1}, not '{this[place]}'");

    private int OctetsOf(Value value, int place) => value is ListValue vector
        ? vector.Items.Sum(each => each is StructureValue { Fields: [_, var length] }
            ? NumberIn(length.Value, place)
            : throw Unknown(place, "buffers with a length"))
        : throw Unknown(place, "a vector of buffers");

    private int NumberIn(Value value, int place) => value.Number is >= int.MinValue and <= uint.MaxValue and var number
        ? unchecked((int)number)
        : throw Unknown(place, "numbers of 32 bits");
}
