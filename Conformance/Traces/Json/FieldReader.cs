using System.Text.Json;

namespace Wakeline.Conformance.Traces.Json;

/// <summary>Reads the fields of lines, each an object of JSON.</summary>
internal sealed class FieldReader
{
    /// <summary>What is wrong with texts that are no Unicode.</summary>
    public const string NotUnicode = "a text of Unicode is expected";

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 4 };

    private readonly FieldSet _fields = new(new AddressCache());
    private readonly Dictionary<int, string> _names = [];

    /// <summary>What is wrong with what is no JSON.</summary>
    public static string NotJson(JsonException fault) =>
        $"JSON is expected; at octet {fault.BytePositionInLine ?? 0} it is none";

    /// <summary>The fields of a line, which are valid until the next call.</summary>
    /// <exception cref="FormatException">The line is something else; the message says what was
    /// expected.</exception>
    public FieldSet Read(ReadOnlySpan<byte> line)
    {
        try
        {
            ReadAll(line);
            return _fields;
        }
        catch (JsonException fault)
        {
            throw new FormatException(NotJson(fault));
        }
        catch (InvalidOperationException)
        {
            throw new FormatException(NotUnicode);
        }
    }

    private void ReadAll(ReadOnlySpan<byte> line)
    {
        _fields.Clear();
        var reader = new Utf8JsonReader(line, s_options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("an object of JSON is expected");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = NameOf(ref reader);
            reader.Read();
            if (_fields.Read(name, ref reader) is { } expected)
            {
                throw new FormatException($"{expected} is expected");
            }
        }

        if (reader.Read())
        {
            throw new FormatException("one object a line is expected");
        }
    }

    /// <summary>The few names that occur are made once.</summary>
    private string NameOf(ref Utf8JsonReader reader)
    {
        var hash = 17;
        foreach (var octet in reader.ValueSpan)
        {
            hash = unchecked((hash * 31) + octet);
        }

        if (_names.TryGetValue(hash, out var known) && reader.ValueTextEquals(known))
        {
            return known;
        }

        var name = reader.GetString()!;
        if (_names.Count < 64)
        {
            _names[hash] = name;
        }

        return name;
    }
}
