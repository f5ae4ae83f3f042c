using System.Reflection;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Conformance.Suites.Output;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>
/// Cases that <see cref="Strength.FaultDerivation"/> has found. That takes a minute, so they are kept, and derived anew
/// when the table changes.
/// </summary>
internal static class KeptFaults
{
    private const string Resource = "faults.suite.jsonl";

    /// <summary>The cases, with the peer's initial numbers of a seed.</summary>
    public static IEnumerable<Exchange> Read(int seed)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        using var text = new StreamReader(stream);
        return [.. SuiteReader.Read(text).Select(each => each with { PeerStart = PeerStarts.Of(seed, each.Name) })];
    }
}
