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

    private static readonly FrozenDictionary<int, string> s_errors = Errors();

    /// <summary>The value of a constant; <see langword="null"/> for a name that is none.</summary>
    public static long? Find(string name) =>
        name == "NULL" ? 0 : s_values.TryGetValue(name, out var value) ? value : null;

    /// <summary>The name of an error (errno(3)); the number if it has none.</summary>
    public static string ErrorName(int error) => s_errors.GetValueOrDefault(error) ?? $"{error}";

    private static FrozenDictionary<int, string> Errors() => s_values.OrderBy(each => each.Key, StringComparer.Ordinal)
        .Where(each => each.Key[0] == 'E' && !each.Key.StartsWith("EPOLL", StringComparison.Ordinal))
        .GroupBy(each => (int)each.Value, each => each.Key)
        .ToFrozenDictionary(names => names.Key, names => names.First());

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
