using System.Buffers;
using System.Text.Json;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Traces.Json;

/// <summary>Options of TCP as arrays: the name, then the values.</summary>
internal static class OptionText
{
    private const int NumbersMost = 16;

    /// <summary>What is expected where options stand.</summary>
    public const string Expected =
        "[\"mss\",N], [\"wscale\",N], [\"sackOK\"], [\"sack\",L,R,...], [\"TS\",value,echo], [\"FO\",\"hex\"], "
        + "[\"FOEXP\",\"hex\"], [\"md5\",\"hex\"], [\"ECN0\",N,...], [\"ECN1\",N,...], "
        + "[\"nop\"], [\"eol\"] or [\"kind\",N,\"hex\"]";

    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>Writes an option.</summary>
    public static void Write(Utf8JsonWriter writer, TcpOption option)
    {
        writer.WriteStartArray();
        switch (option)
        {
            case PlainOption plain:
                writer.WriteStringValue(NameOf(plain.Kind));
                break;
            case MaximumSegmentSize { Size: var size }:
                Write(writer, "mss", size);
                break;
            case WindowScale { Shift: var shift }:
                Write(writer, "wscale", shift);
                break;
            case TimeStamps stamps:
                Write(writer, "TS", stamps.Value, stamps.Echo);
                break;
            case SelectiveAcknowledgment sack:
                Write(writer, "sack", [.. sack.Blocks.SelectMany(block => new[] { block.Left, block.Right })]);
                break;
            case FastOpen open:
                WriteOctets(writer, open.IsExperimental ? "FOEXP" : "FO", open.Cookie);
                break;
            case Signature signature:
                WriteOctets(writer, "md5", signature.Digest);
                break;
            case EcnCounters { Counters: var counters } when EcnCounterOrder.KindOf(counters) is { } kind:
                Write(
                    writer, kind == EcnCounterOrder.Ect0First ? "ECN0" : "ECN1",
                    [.. counters.Select(counter => (uint)(counter.Value ?? 0))]);
                break;
            case UnknownOption unknown:
                writer.WriteStringValue("kind");
                writer.WriteNumberValue(unknown.Kind);
                writer.WriteStringValue(unknown.Octets);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(option), $"{option} has no place in a trace");
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads the options of a segment; the reader stands at the array.</summary>
    /// <returns>The options, or <see langword="null"/> if they are something else.</returns>
    public static Sequence<TcpOption>? ReadAll(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return null;
        }

        var options = new List<TcpOption>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Read(ref reader) is not { } option)
            {
                return null;
            }

            options.Add(option);
        }

        return options.ToSequence();
    }

    private static TcpOption? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read()
            || reader.TokenType != JsonTokenType.String)
        {
            return null;
        }

        var name = reader.GetString()!;
        Span<uint> numbers = stackalloc uint[NumbersMost];
        var count = 0;
        string? octets = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Number && octets is null && count < NumbersMost
                && reader.TryGetUInt32(out var number))
            {
                numbers[count++] = number;
            }
            else if (reader.TokenType == JsonTokenType.String && octets is null)
            {
                octets = reader.GetString();
            }
            else
            {
                return null;
            }
        }

        return Make(name, numbers[..count], octets);
    }

    private static TcpOption? Make(string name, ReadOnlySpan<uint> numbers, string? octets) => (name, octets) switch
    {
        ("nop", null) when numbers.IsEmpty => new PlainOption(PlainOptionKind.NoOperation),
        ("eol", null) when numbers.IsEmpty => new PlainOption(PlainOptionKind.EndOfList),
        ("sackOK", null) when numbers.IsEmpty => new PlainOption(PlainOptionKind.SackPermitted),
        ("mss", null) when numbers is [<= ushort.MaxValue and var size] => new MaximumSegmentSize((ushort)size),
        ("wscale", null) when numbers is [<= byte.MaxValue and var shift] => new WindowScale((byte)shift),
        ("TS", null) when numbers is [var value, var echo] => new TimeStamps(value, echo),
        ("sack", null) when numbers.Length % 2 == 0 => new SelectiveAcknowledgment(Blocks(numbers)),
        ("FO", { } cookie) when numbers.IsEmpty && IsHex(cookie) => new FastOpen(false, cookie),
        ("FOEXP", { } cookie) when numbers.IsEmpty && IsHex(cookie) => new FastOpen(true, cookie),
        ("md5", { } digest) when numbers.IsEmpty && IsHex(digest) => new Signature(digest),
        ("ECN0", null) => EcnCounterOrder.Of(EcnCounterOrder.Ect0First, numbers.ToArray()),
        ("ECN1", null) => EcnCounterOrder.Of(EcnCounterOrder.Ect1First, numbers.ToArray()),
        ("kind", { } value) when numbers is [<= byte.MaxValue and var kind] && IsHex(value) =>
            new UnknownOption((byte)kind, value),
        _ => null,
    };

    private static Sequence<SackBlock> Blocks(ReadOnlySpan<uint> numbers)
    {
        var blocks = new SackBlock[numbers.Length / 2];
        for (var block = 0; block < blocks.Length; block++)
        {
            blocks[block] = new SackBlock(numbers[2 * block], numbers[(2 * block) + 1]);
        }

        return blocks.ToSequence();
    }

    private static bool IsHex(string text) => text.Length % 2 == 0
        && !text.AsSpan().ContainsAnyExcept(s_hexadecimal);

    private static string NameOf(PlainOptionKind kind) => kind switch
    {
        PlainOptionKind.NoOperation => "nop",
        PlainOptionKind.EndOfList => "eol",
        _ => "sackOK",
    };

    private static void Write(Utf8JsonWriter writer, string name, params ReadOnlySpan<uint> numbers)
    {
        writer.WriteStringValue(name);
        foreach (var number in numbers)
        {
            writer.WriteNumberValue(number);
        }
    }

    private static void WriteOctets(Utf8JsonWriter writer, string name, string octets)
    {
        writer.WriteStringValue(name);
        writer.WriteStringValue(octets);
    }
}
