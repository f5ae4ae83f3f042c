using System.Text.Encodings.Web;
using System.Text.Json;

namespace Wakeline.Conformance.Traces.Json;

/// <summary>Writes JSON Lines to a stream, which stays open: an object a line.</summary>
/// <param name="stream">The stream.</param>
internal sealed class JsonLines(Stream stream) : IDisposable
{
    /// <summary>Writes what stands in the line.</summary>
    public Utf8JsonWriter Line { get; } = new(
        stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes a list of texts.</summary>
    public void WriteTexts(string name, IEnumerable<string> texts)
    {
        Line.WriteStartArray(name);
        foreach (var text in texts)
        {
            Line.WriteStringValue(text);
        }

        Line.WriteEndArray();
    }

    /// <summary>Ends the object and its line.</summary>
    public void EndLine()
    {
        Line.WriteEndObject();
        Line.Flush();
        Line.Reset();
        stream.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public void Dispose() => Line.Dispose();
}
