using System.Text;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Traces.Json;

/// <summary>Whole traces as text.</summary>
internal static class TraceText
{
    /// <summary>A trace as JSON Lines.</summary>
    public static string Write(TraceHeader header, IEnumerable<TraceEvent> events)
    {
        using var stream = new MemoryStream();
        Write(header, events, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Writes a trace to a stream.</summary>
    public static void Write(TraceHeader header, IEnumerable<TraceEvent> events, Stream stream)
    {
        using var writer = new TraceWriter(stream);
        writer.Write(header);
        foreach (var each in events)
        {
            writer.Write(each);
        }
    }
}
