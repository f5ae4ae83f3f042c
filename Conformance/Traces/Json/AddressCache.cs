using System.Net;
using System.Text;
using System.Text.Json;

namespace Wakeline.Conformance.Traces.Json;

/// <summary>Reads addresses; those that were read already are found again without being read anew.</summary>
internal sealed class AddressCache
{
    /// <summary>What is expected where an address stands.</summary>
    public const string Expected = "an address and port, such as 192.0.2.1:80 or [2001:db8::1]:80,";

    private const int Most = 4096;
    private const int LengthMost = 64;

    private readonly Dictionary<ulong, (byte[] Text, IPEndPoint Address)> _known = [];

    /// <summary>Reads an address; the reader stands on it.</summary>
    public IPEndPoint? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.HasValueSequence
            || reader.ValueSpan.Length > LengthMost)
        {
            return null;
        }

        var text = reader.ValueSpan;
        var hash = HashOf(text);
        if (_known.TryGetValue(hash, out var known) && text.SequenceEqual(known.Text))
        {
            return known.Address;
        }

        if (!IPEndPoint.TryParse(Encoding.UTF8.GetString(text), out var address) || !NamesPort(text))
        {
            return null;
        }

        if (_known.Count == Most)
        {
            _known.Clear();
        }

        _known[hash] = (text.ToArray(), address);
        return address;
    }

    private static bool NamesPort(ReadOnlySpan<byte> text) =>
        text[0] == '[' ? text.IndexOf("]:"u8) > 0 : text.Count((byte)':') == 1;

    private static ulong HashOf(ReadOnlySpan<byte> text)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var octet in text)
        {
            hash = unchecked((hash ^ octet) * 1_099_511_628_211UL);
        }

        return hash;
    }
}
