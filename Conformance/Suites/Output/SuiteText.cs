using System.Text;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Suites.Output;

/// <summary>Exchanges as traces with patterns, in JSON Lines.</summary>
public static class SuiteText
{
    /// <summary>Writes exchanges to a stream, which stays open.</summary>
    public static void Write(IEnumerable<Exchange> exchanges, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(exchanges);
        ArgumentNullException.ThrowIfNull(stream);
        using var writer = new SuiteWriter(stream);
        foreach (var exchange in exchanges)
        {
            writer.Write(exchange);
        }
    }

    /// <summary>Writes exchanges as a text.</summary>
    public static string Write(IEnumerable<Exchange> exchanges)
    {
        using var stream = new MemoryStream();
        Write(exchanges, stream);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Reads exchanges.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fault">Where and why it is not of the format, if it is not.</param>
    /// <returns>The exchanges, or <see langword="null"/>.</returns>
    public static IReadOnlyList<Exchange>? Read(string text, out TraceFault? fault)
    {
        try
        {
            fault = null;
            using var reader = new StringReader(text);
            return SuiteReader.Read(reader);
        }
        catch (TraceFormatException wrong)
        {
            fault = wrong.Fault;
            return null;
        }
    }
}
