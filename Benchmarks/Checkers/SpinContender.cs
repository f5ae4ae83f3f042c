using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Wakeline.Benchmarks.Checkers;

/// <summary>
/// Spin, exact and without reduction, so that it visits the same states; its hash table has room for all. Its
/// elimination of dead variables is off: it takes the array that a queue is moved through for dead, and loses states.
/// </summary>
/// <param name="workshop">Where it is built.</param>
/// <param name="model">The model in the folder Peers, without its ending.</param>
/// <param name="bounds">The bounds of the model.</param>
/// <param name="expected">How many states there are.</param>
/// <param name="startStates">States that only set the scene, and are not counted.</param>
internal sealed partial class SpinContender(
    PeerWorkshop workshop, string model, IReadOnlyList<string> bounds, long expected, int startStates = 0) : IContender
{
    public string Name => "Spin";

    public Measurement Run()
    {
        workshop.Build("pan.c", ["spin", "-a", "-o2", .. bounds, PeerWorkshop.Source($"{model}.pml")]);
        var program = workshop.Build(
            "pan",
            [
                "gcc", "-O3", "-march=native", "-w", "-DSAFETY", "-DNOREDUCE", "-DNOBOUNDCHECK", "-DMEMLIM=20000",
                "-o", "pan", "pan.c",
            ]);
        var output = workshop.Run(
            program, ["-m1000000", $"-w{BitOperations.Log2((ulong)expected) + 1}", "-n"]);
        var (states, seconds, megabytes) = (States().Match(output), Seconds().Match(output), Memory().Match(output));
        return states.Success && seconds.Success && megabytes.Success
            ? new Measurement(
                long.Parse(states.Groups[1].Value, CultureInfo.InvariantCulture) - startStates, Double(seconds),
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
