using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Wakeline.Benchmarks.Checkers;

/// <summary>
/// Spin, exact and without reduction, so that it visits the same states; its hash table has room for all. Its
/// elimination of dead variables is off: it takes the array that a queue is moved through for dead, and loses states.
/// </summary>
/// <param name="workshop">Where it is built.</param>
/// <param name="model">What it searches.</param>
internal sealed partial class SpinContender(PeerWorkshop workshop, SpinModel model) : ISpin
{
    public string Name => model.Name;

    public Measurement Run()
    {
        workshop.Build("pan.c", ["spin", "-a", "-o2", .. model.Bounds, PeerWorkshop.Source($"{model.File}.pml")]);
        var program = workshop.Build(
            "pan",
            [
                "gcc", "-O3", "-march=native", "-w", "-DSAFETY", "-DNOREDUCE", "-DNOBOUNDCHECK", "-DMEMLIM=20000",
                "-o", "pan", "pan.c", .. model.CompilerArguments,
            ]);
        var output = workshop.Run(
            program, [$"-m{model.DepthMost}", $"-w{BitOperations.Log2((ulong)model.States) + 1}", "-n"]);
        var (states, seconds, megabytes) = (States().Match(output), Seconds().Match(output), Memory().Match(output));
        var isSound = Errors().Match(output).Groups[1].Value == "0";
        return isSound && states.Success && seconds.Success && megabytes.Success
            ? new Measurement(
                long.Parse(states.Groups[1].Value, CultureInfo.InvariantCulture) - model.StartStates,
                Double(seconds), Double(megabytes) * 1024 * 1024)
            : throw new PeerException($"Spin says: {output}");
    }

    private static double Double(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"errors: (\d+)")]
    private static partial Regex Errors();

    [GeneratedRegex(@"(\d+) states, stored")]
    private static partial Regex States();

    [GeneratedRegex(@"elapsed time ([\d.]+) seconds")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"([\d.]+)\s+(?:total actual )?memory usage")]
    private static partial Regex Memory();
}
