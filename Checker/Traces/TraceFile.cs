using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wakeline.Checking.Traces;

/// <summary>
/// Traces as files: JSON, with a version of its own. <c>{"schema": "wakeline-trace", "version": 1, "trace": {...}}</c>.
/// </summary>
public static class TraceFile
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int Version = 1;

    private const string Schema = "wakeline-trace";

    /// <summary>The text of a trace file.</summary>
    public static string ToJson(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var envelope = new TraceEnvelope(Schema, Version, trace);
        return JsonSerializer.Serialize(envelope, TraceJson.Default.TraceEnvelope) + "\n";
    }

    /// <summary>Reads the text of a trace file.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">Name of the file, for messages.</param>
    /// <exception cref="TraceException">The text is not a trace, or of a version this one does not know.</exception>
    public static Trace FromJson(string json, string source = "the trace")
    {
        ArgumentNullException.ThrowIfNull(json);
        var trace = Parse(json, source).Trace!;
        var isLoop = trace.Ending == TraceEnding.Cycle;
        if (isLoop != (trace.LoopStart >= 0) || trace.LoopStart >= Math.Max(trace.Steps.Count, 1))
        {
            throw new TraceException(
                $"{source}: the cycle starts after step {trace.LoopStart} of {trace.Steps.Count}, "
                + $"which does not fit the ending '{trace.Ending}'.");
        }

        return trace;
    }

    /// <summary>Writes a trace file; an existing one is replaced only when the new one is complete.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(Trace trace, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var unfinished = path + ".partial";
        File.WriteAllText(unfinished, ToJson(trace));
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Reads a trace file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="TraceException">The file is not a trace, or of a version this one does not know.</exception>
    public static Trace Read(string path) => FromJson(File.ReadAllText(path), path);

    private static TraceEnvelope Parse(string json, string source)
    {
        TraceEnvelope? envelope;
        try
        {
            envelope = JsonSerializer.Deserialize(json, TraceJson.Default.TraceEnvelope);
        }
        catch (JsonException malformed)
        {
            throw new TraceException($"{source} is not a trace file: {malformed.Message}", malformed);
        }

        if (envelope?.Schema != Schema)
        {
            throw new TraceException($"{source} is not a trace file: its schema is not '{Schema}'.");
        }

        if (envelope.Version != Version)
        {
            throw new TraceException(
                $"{source} is a trace file of version {envelope.Version}; this program reads version {Version}.");
        }

        return envelope.Trace is null ? throw new TraceException($"{source} holds no trace.") : envelope;
    }
}

/// <summary>What stands around a trace in its file.</summary>
internal sealed record TraceEnvelope(string Schema, int Version, Trace? Trace = null);

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(TraceEnvelope))]
internal sealed partial class TraceJson : JsonSerializerContext;
