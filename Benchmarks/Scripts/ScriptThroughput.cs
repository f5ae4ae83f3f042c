using System.Globalization;
using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Benchmarks.Scripts;

/// <summary>
/// How many scripts a second run in virtual time on one thread, reading included.
/// </summary>
internal static class ScriptThroughput
{
    public const string Name = "scripts";

    private const int Rounds = 60;

    private static Dictionary<string, string> NoDefinitions { get; } = [];

    /// <summary>
    /// Prints the first round over the whole body of scripts, in which the program is still compiled, and the best.
    /// </summary>
    public static int Run()
    {
        var scripts = Directory.GetFiles(
            Path.Combine(Repository.Root, "Conformance", "Scripts"), "*.pkt", SearchOption.AllDirectories)
            .ToDictionary(file => file, File.ReadAllText);
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Environment.CpuUsage.TotalTime;
            var passed = scripts.Count(each =>
                ModelScripts.Run(each.Value, each.Key, NoDefinitions).Verdict == ScriptVerdict.Passed);
            var spent = Environment.CpuUsage.TotalTime - start;
            best = spent < best ? spent : best;
            if (round == 0)
            {
                Console.WriteLine($"  {passed} of {scripts.Count} scripts passed");
                Print("first round", scripts.Count, spent);
            }
        }

        Print($"best of {Rounds}", scripts.Count, best);
        return 0;
    }

    /// <summary>Time of the processor, which other work on the machine does not change much.</summary>
    private static void Print(string what, int scripts, TimeSpan spent) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {what,-12} {spent.TotalMilliseconds,7:0} ms of the processor, "
        + $"{scripts / spent.TotalSeconds,7:0} a second"));
}
