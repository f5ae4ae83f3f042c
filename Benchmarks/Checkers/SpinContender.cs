using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Wakeline.Benchmarks.Checkers;

/// <summary>
/// Spin, exact and without reduction, so that it visits the same states; its hash table has room for all.
/// </summary>
internal sealed partial class SpinContender(PeerWorkshop workshop, int managers) : IContender
{
    public string Name => "Spin";

    public Measurement Run()
    {
        workshop.Build("pan.c", ["spin", "-a", $"-DMANAGERS={managers}", PeerWorkshop.Source("two_phase_commit.pml")]);
        var program = workshop.Build(
            "pan",
            [
                "gcc", "-O3", "-march=native", "-w", "-DSAFETY", "-DNOREDUCE", "-DNOBOUNDCHECK", "-DMEMLIM=20000",
                "-o", "pan", "pan.c",
            ]);
        var output = workshop.Run(
            program, ["-m10000000", $"-w{BitOperations.Log2((ulong)PublishedStates.Of(managers)) + 1}", "-n"]);
        var (states, seconds, megabytes) = (States().Match(output), Seconds().Match(output), Memory().Match(output));
        return states.Success && seconds.Success && megabytes.Success
            ? new Measurement(
                long.Parse(states.Groups[1].Value, CultureInfo.InvariantCulture), Double(seconds),
                Double(megabytes) * 1024 * 1024)
            : throw new PeerException($"Spin says: {output}");
    }

    private static double Double(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+) states, stored")]
    private static partial Regex States();

    [GeneratedRegex(@"elapsed time ([\d.]+) seconds")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"([\d.]+)\s+total actual memory usage")]
    private static partial Regex Memory();
}
