using System.Net;
using System.Text.Json;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Transport;

namespace Wakeline.Conformance.Traces.Json;

/// <summary>
/// The fields of one line of a trace. Each field has one meaning wherever it stands; which ones a line needs, its kind
/// says.
/// </summary>
internal sealed class FieldSet(AddressCache addresses)
{
    private const int TextsMost = 64;

    /// <summary>Names of the fields that the line has.</summary>
    public HashSet<string> Present { get; } = [];

    public long Time { get; private set; }

    public string? Call { get; private set; }

    public string? Return { get; private set; }

    public string? Passage { get; private set; }

    public long? Thread { get; private set; }

    public long? Descriptor { get; private set; }

    public long? Length { get; private set; }

    public long? Value { get; private set; }

    public long? Result { get; private set; }

    public string? How { get; private set; }

    public string? Option { get; private set; }

    public string? Error { get; private set; }

    public IPEndPoint? Address { get; private set; }

    public IPEndPoint? Source { get; private set; }

    public IPEndPoint? Destination { get; private set; }

    public ControlBits Flags { get; private set; }

    public Sequence<string> Names { get; private set; }

    public Sequence<string> Arguments { get; private set; }

    public uint Sequence { get; private set; }

    public uint Acknowledgment { get; private set; }

    public ushort Window { get; private set; }

    public ushort Urgent { get; private set; }

    public int Payload { get; private set; }

    public Sequence<TcpOption> Options { get; private set; }

    public long? Icmp { get; private set; }

    public long? Type { get; private set; }

    public long? Code { get; private set; }

    public long? Mtu { get; private set; }

    public EcnCodepoint? Codepoint { get; private set; }

    public string? Text { get; private set; }

    public long? Size { get; private set; }

    public string? Operation { get; private set; }

    public long? Target { get; private set; }

    public Sequence<string> Events { get; private set; }

    public long? Data { get; private set; }

    public Sequence<ReadyEntry> Polled { get; private set; }

    public Sequence<ReadyEntry> Ready { get; private set; }

    public long? Timeout { get; private set; }

    /// <summary>Of an adapter: a datagram, in hexadecimal.</summary>
    public string? Packet { get; private set; }

    /// <summary>Of an adapter: the time at which all has happened that happens at once.</summary>
    public long? Quiet { get; private set; }

    /// <summary>Of an adapter: whether time alone brings nothing any more.</summary>
    public bool IsIdle => Present.Contains("idle");

    /// <summary>Of an adapter: what it does not have.</summary>
    public string? Unsupported { get; private set; }

    /// <summary>Forgets the line before.</summary>
    public void Clear()
    {
        Present.Clear();
        (Call, Return, Passage, How, Option, Error) = (null, null, null, null, null, null);
        (Thread, Descriptor, Length, Value, Result) = (null, null, null, null, null);
        (Address, Source, Destination) = (null, null, null);
        (Time, Flags, Sequence, Acknowledgment, Window, Urgent, Payload) = (0, 0, 0, 0, 0, 0, 0);
        (Names, Arguments, Options) = (default, default, default);
        (Text, Operation, Packet, Unsupported) = (null, null, null, null);
        (Size, Target, Data, Timeout, Quiet) = (null, null, null, null, null);
        (Events, Polled, Ready) = (default, default, default);
        (Icmp, Type, Code, Mtu, Codepoint) = (null, null, null, null, null);
    }

    /// <summary>Reads the value of a field; the reader stands on it.</summary>
    /// <returns>What was expected; <see langword="null"/> if the value is that.</returns>
    public string? Read(string name, ref Utf8JsonReader reader)
    {
        if (!Present.Add(name))
        {
            return $"'{name}' once";
        }

        return name switch
        {
            "time" => (Time = Number(ref reader, long.MaxValue) ?? -1) < 0 ? Whole(name, long.MaxValue) : null,
            "call" => Require(Call = TextOf(ref reader), name, "the name of a system call"),
            "return" => Require(Return = TextOf(ref reader), name, "the name of a system call"),
            "segment" => Require(Passage = TextOf(ref reader), name, TraceFields.Passages),
            "silence" => reader.TokenType == JsonTokenType.True ? null : "true as 'silence'",
            "thread" => Require(Thread = Number(ref reader, int.MaxValue), name, "a thread's number"),
            "fd" => Require(Descriptor = Signed(ref reader), name, "a descriptor"),
            "length" => Require(Length = Signed(ref reader), name, "a number of octets"),
            "value" => Require(Value = Signed(ref reader), name, "a whole number"),
            "result" => Require(Result = Signed(ref reader), name, "a whole number"),
            "how" => Require(How = TextOf(ref reader), name, "SHUT_RD, SHUT_WR or SHUT_RDWR"),
            "option" => Require(Option = TextOf(ref reader), name, "the name of an option"),
            "errno" => Require(Error = TextOf(ref reader), name, "the name of an error, such as EAGAIN"),
            "address" => Require(Address = addresses.Read(ref reader), name, AddressCache.Expected),
            "from" => Require(Source = addresses.Read(ref reader), name, AddressCache.Expected),
            "to" => Require(Destination = addresses.Read(ref reader), name, AddressCache.Expected),
            "arguments" => ReadArguments(ref reader),
            "flags" => ReadFlags(ref reader),
            "options" => ReadOptions(ref reader),
            "seq" or "ack" or "win" or "urg" or "len" => ReadNumberOfSegment(name, ref reader),
            "ecn" => Require(
                Codepoint = TraceFields.CodepointOf(TextOf(ref reader)), name, $"one of {TraceFields.Codepoints}"),
            "icmp" or "type" or "code" or "mtu" => ReadOfMessage(name, ref reader),
            _ => ReadOfCall(name, ref reader),
        };
    }

    /// <summary>Fields of messages of ICMP.</summary>
    private string? ReadOfMessage(string name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "icmp":
                Icmp = Number(ref reader, 6) is (4 or 6) and var version ? version : null;
                return Require(Icmp, name, "4 or 6");
            case "type":
                return (Type = Number(ref reader, byte.MaxValue)) is null ? Whole(name, byte.MaxValue) : null;
            case "code":
                return (Code = Number(ref reader, byte.MaxValue)) is null ? Whole(name, byte.MaxValue) : null;
            default:
                return (Mtu = Number(ref reader, uint.MaxValue)) is null ? Whole(name, uint.MaxValue) : null;
        }
    }

    /// <summary>Fields that few calls have, and those of adapters.</summary>
    private string? ReadOfCall(string name, ref Utf8JsonReader reader) => name switch
    {
        "text" => Require(Text = TextOf(ref reader), name, "a text"),
        "size" => Require(Size = Signed(ref reader), name, "a number of octets"),
        "operation" => Require(Operation = TextOf(ref reader), name, "the name of an operation"),
        "target" => Require(Target = Signed(ref reader), name, "a descriptor"),
        "data" => Require(Data = Signed(ref reader), name, "a whole number"),
        "timeout" => Require(Timeout = Signed(ref reader), name, "milliseconds"),
        "events" => (Events = Texts(ref reader) ?? []).Count > 0 ? null : "a list of names as 'events'",
        "polled" => (Polled = ReadyOf(ref reader)).Count > 0 ? null : ListOfReady(name),
        "ready" => (Ready = ReadyOf(ref reader)).Count > 0 ? null : ListOfReady(name),
        "packet" => Require(Packet = TextOf(ref reader), name, "a datagram in hexadecimal"),
        "quiet" => Require(Quiet = Number(ref reader, long.MaxValue), name, "a time in nanoseconds"),
        "idle" => Require(reader.TokenType == JsonTokenType.True ? name : null, name, "true"),
        "unsupported" => Require(Unsupported = TextOf(ref reader), name, "what is not there"),
        _ => $"a field of the format, not '{name}'",
    };

    private string? ReadNumberOfSegment(string name, ref Utf8JsonReader reader)
    {
        var most = name switch
        {
            "seq" or "ack" => uint.MaxValue,
            "win" or "urg" => ushort.MaxValue,
            _ => (long)int.MaxValue,
        };
        if (Number(ref reader, most) is not { } value)
        {
            return Whole(name, most);
        }

        switch (name)
        {
            case "seq":
                Sequence = (uint)value;
                break;
            case "ack":
                Acknowledgment = (uint)value;
                break;
            case "win":
                Window = (ushort)value;
                break;
            case "urg":
                Urgent = (ushort)value;
                break;
            default:
                Payload = (int)value;
                break;
        }

        return null;
    }

    private string? ReadArguments(ref Utf8JsonReader reader)
    {
        Arguments = Texts(ref reader) ?? [];
        return Arguments.Count > 0 ? null : "a list of texts as 'arguments'";
    }

    /// <summary>Letters of control bits, or the flags of a call by name.</summary>
    private string? ReadFlags(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            Names = Texts(ref reader) ?? [];
            return Names.Count > 0 ? null : "a list of names as 'flags'";
        }

        var text = TextOf(ref reader) ?? "";
        foreach (var letter in text == "-" ? "" : text)
        {
            var bit = ControlBitText.BitOf(letter);
            if (bit == ControlBits.None || (Flags & bit) != 0)
            {
                return "letters of SFRPUEWA. as 'flags', each once, or '-' for none";
            }

            Flags |= bit;
        }

        return text.Length > 0 ? null : "letters of SFRPUEWA. as 'flags', or '-' for none";
    }

    private string? ReadOptions(ref Utf8JsonReader reader)
    {
        if (OptionText.ReadAll(ref reader) is not { } options)
        {
            return $"a list of {OptionText.Expected} as 'options'";
        }

        Options = options;
        return null;
    }

    /// <summary>Lists of a number and names each.</summary>
    private static Sequence<ReadyEntry> ReadyOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return [];
        }

        var entries = new List<ReadyEntry>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray && entries.Count < TextsMost)
        {
            reader.Read();
            if (Signed(ref reader) is not { } number)
            {
                return [];
            }

            var names = new List<string>();
            while (reader.Read() && reader.TokenType == JsonTokenType.String && names.Count < TextsMost)
            {
                names.Add(reader.GetString()!);
            }

            if (reader.TokenType != JsonTokenType.EndArray)
            {
                return [];
            }

            entries.Add(new ReadyEntry(number, names.ToSequence()));
        }

        return reader.TokenType == JsonTokenType.EndArray ? entries.ToSequence() : [];
    }

    private static string ListOfReady(string name) => $"a list of lists of a number and names as '{name}'";

    private static string? Require<TValue>(TValue? value, string name, string expected) =>
        value is null ? $"{expected} as '{name}'" : null;

    private static string Whole(string name, long most) => $"a whole number up to {most} as '{name}'";

    private static string? TextOf(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    private static long? Signed(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) ? value : null;

    private static long? Number(ref Utf8JsonReader reader, long most) =>
        Signed(ref reader) is { } value && value >= 0 && value <= most ? value : null;

    private static Sequence<string>? Texts(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return null;
        }

        var texts = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String && texts.Count < TextsMost)
        {
            texts.Add(reader.GetString()!);
        }

        return reader.TokenType == JsonTokenType.EndArray ? texts.ToSequence() : null;
    }
}
