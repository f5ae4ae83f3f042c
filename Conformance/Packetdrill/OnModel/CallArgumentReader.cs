using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>The arguments of a call, one by one; what is none of the model's is refused.</summary>
/// <param name="request">The call.</param>
internal sealed class CallArgumentReader(CallRequest request)
{
    /// <summary>The descriptor, which is the first argument; -1 if it is none of the process.</summary>
    public int Descriptor => Int(0);

    /// <summary>Whether an argument is left to the stack.</summary>
    public bool IsAny(int place) => At(place) is AnyValue;

    /// <summary>A number.</summary>
    public int Int(int place) => NumberIn(At(place), place);

    /// <summary>A constant's value.</summary>
    public static int Constant(string name) => (int)(SocketConstants.Find(name)
        ?? throw new ArgumentOutOfRangeException(nameof(name)));

    /// <summary>Whether a flag is set.</summary>
    public bool Has(int place, string flag) => (Int(place) & Constant(flag)) != 0;

    /// <summary>Whether a flag is set, where no other may be but one that makes no difference.</summary>
    public bool OnlyFlags(int place, string known, string? ignored = null)
    {
        var flags = Int(place) & ~(ignored is null ? 0 : Constant(ignored));
        return (flags & ~Constant(known)) == 0
            ? flags != 0
            : throw Unknown(place, $"no flags but {known}");
    }

    /// <summary>The port of an address; <see langword="null"/> if the address is left to the stack.</summary>
    public ushort? Port(int place) => At(place) switch
    {
        AnyValue => null,
        StructureValue address when address["sin_port"]?.Number is >= 0 and <= ushort.MaxValue and var port
            && address["sa_family"]?.Number == SocketConstants.Find("AF_INET") => (ushort)port,
        _ => throw Unknown(place, "addresses of AF_INET with a port"),
    };

    /// <summary>The octets that a vector of buffers has.</summary>
    public int Vector(int place) => At(place) is ListValue vector
        ? vector.Items.Sum(each => each is StructureValue { Fields: [_, var length] }
            ? NumberIn(length.Value, place)
            : throw Unknown(place, "buffers with a length"))
        : throw Unknown(place, "a vector of buffers");

    /// <summary>The number that a pointer leads to.</summary>
    public int Pointed(int place) => At(place) is ListValue { Items: [var item] }
        ? NumberIn(item, place)
        : throw Unknown(place, "a pointer to one number");

    /// <summary>A field of a structure.</summary>
    public long Field(int place, params ReadOnlySpan<string> names)
    {
        if (At(place) is StructureValue structure)
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
    public IEnumerable<StructureValue> Structures(int place) => At(place) is ListValue list
        ? list.Items.Select(item => item as StructureValue ?? throw Unknown(place, "a list of structures"))
        : throw Unknown(place, "a list of structures");

    /// <summary>Refuses an argument.</summary>
    public UnsupportedException Unknown(int place, string what) => new(
        $"the model's {request.Name} takes {what} as its argument {place + 1}, not '{At(place)}'");

    /// <summary>An argument; what is not there is left to the stack.</summary>
    public Value At(int place) =>
        place < request.Arguments.Count ? request.Arguments[place] : new AnyValue();

    private int NumberIn(Value value, int place) => value.Number is >= int.MinValue and <= uint.MaxValue and var number
        ? unchecked((int)number)
        : throw Unknown(place, "numbers of 32 bits");
}
