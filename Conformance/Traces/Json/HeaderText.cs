using System.Net;
using System.Text.Json;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Traces.Json;

/// <summary>Reads the header of a trace.</summary>
internal static class HeaderText
{
    private const int EnvironmentMost = 10_000;

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 3 };

    /// <summary>Reads a header from its line.</summary>
    /// <exception cref="FormatException">It is none; the message says what was expected.</exception>
    public static TraceHeader Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return ReadObject(line);
        }
        catch (JsonException fault)
        {
            throw new FormatException(FieldReader.NotJson(fault));
        }
        catch (InvalidOperationException)
        {
            throw new FormatException(FieldReader.NotUnicode);
        }
    }

    private static TraceHeader ReadObject(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, s_options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("an object of JSON is expected as the header");
        }

        var header = new TraceHeader { Version = 0 };
        var isTrace = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name == "format")
            {
                isTrace = Text(ref reader, name) == TraceFields.FormatName;
            }
            else
            {
                header = Read(header, name, ref reader);
            }
        }

        if (!isTrace)
        {
            throw new FormatException($"\"format\":\"{TraceFields.FormatName}\" is expected in the header");
        }

        return header.Version == TraceHeader.CurrentVersion
            ? header
            : throw new FormatException(
                $"\"version\":{TraceHeader.CurrentVersion} is expected in the header; this release reads no other");
    }

    private static TraceHeader Read(TraceHeader header, string name, ref Utf8JsonReader reader) => name switch
    {
        "version" => header with { Version = Number(ref reader, name) },
        "profile" => header with
        {
            Profile = OracleProfile.Find(Text(ref reader, name))?.Name ?? throw new FormatException(
                $"one of {string.Join(", ", OracleProfile.All.Select(each => each.Name))} is expected as 'profile'"),
        },
        "vantage" => header with
        {
            Vantage = TraceFields.VantageOf(Text(ref reader, name))
                ?? throw new FormatException($"one of {TraceFields.Vantages} is expected as 'vantage'"),
        },
        "calls" => header with { HasCalls = Flag(ref reader, name) },
        "segments" => header with { HasSegments = Flag(ref reader, name) },
        "ecn" => header with { TellsCodepoints = Flag(ref reader, name) },
        "offload" => header with { HasOffload = Flag(ref reader, name) },
        "hosts" => header with { Hosts = Hosts(ref reader) },
        "environment" => header with { Environment = Environment(ref reader) },
        _ => throw new FormatException($"a field of the header is expected, not '{name}'"),
    };

    private static Sequence<IPAddress> Hosts(ref Utf8JsonReader reader)
    {
        const string Expected = "a list of addresses is expected as 'hosts'";
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new FormatException(Expected);
        }

        var hosts = new List<IPAddress>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            hosts.Add(reader.TokenType == JsonTokenType.String
                && IPAddress.TryParse(reader.GetString(), out var host) ? host : throw new FormatException(Expected));
        }

        return hosts.ToSequence();
    }

    private static Sequence<EnvironmentEntry> Environment(ref Utf8JsonReader reader)
    {
        const string Expected = "an object of texts is expected as 'environment'";
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException(Expected);
        }

        var entries = new List<EnvironmentEntry>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && entries.Count < EnvironmentMost)
        {
            var name = reader.GetString()!;
            reader.Read();
            entries.Add(new EnvironmentEntry(
                name,
                reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new FormatException(Expected)));
        }

        return entries.ToSequence();
    }

    private static string Text(ref Utf8JsonReader reader, string name) =>
        reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : throw new FormatException($"a text is expected as '{name}'");

    private static int Number(ref Utf8JsonReader reader, string name) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value)
            ? value
            : throw new FormatException($"a number is expected as '{name}'");

    private static bool Flag(ref Utf8JsonReader reader, string name) =>
        reader.TokenType is JsonTokenType.True or JsonTokenType.False
            ? reader.GetBoolean()
            : throw new FormatException($"true or false is expected as '{name}'");
}
