using System.Collections.Frozen;
using System.Globalization;

namespace Wakeline.Conformance.Packetdrill.Plans;

/// <summary>
/// Constants of the socket API by name. <c>Constants.tsv</c> has them with the header of Linux that defines each.
/// </summary>
internal static class SocketConstants
{
    private const string Resource = "Constants.tsv";

    private static readonly FrozenDictionary<string, long> s_values = Read();

    /// <summary>The value of a constant; <see langword="null"/> for a name that is none.</summary>
    public static long? Find(string name) =>
        name == "NULL" ? 0 : s_values.TryGetValue(name, out var value) ? value : null;

    private static FrozenDictionary<string, long> Read()
    {
        using var stream = typeof(SocketConstants).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks {Resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .ToFrozenDictionary(
                columns => columns[0], columns => long.Parse(columns[1], CultureInfo.InvariantCulture));
    }
}
