using System.Globalization;
using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Tests.Packetdrill.Sessions;

/// <summary>
/// Random sessions with the host's kernel are scripts that the model passes. <c>WAKELINE_SESSIONS</c> says how many
/// are held, none unless it is said, <c>WAKELINE_SESSIONS_SEED</c> which, and <c>WAKELINE_SESSIONS_OUT</c> names a
/// folder that keeps those in which the two differ.
/// </summary>
public sealed class SessionTests
{
    private const string CountVariable = "WAKELINE_SESSIONS";
    private const string SeedVariable = "WAKELINE_SESSIONS_SEED";
    private const string FolderVariable = "WAKELINE_SESSIONS_OUT";

    /// <summary>A busy machine lets the kernel be late, so that timers come in another order.</summary>
    private const int KernelRuns = 2;

    [Fact]
    public void TheModelDoesWhatTheKernelDoesAgainAndAgain()
    {
        Assert.SkipUnless(LinuxScripts.IsPermitted, "takes root, for a network namespace and a TUN device");
        var count = Number(CountVariable, 0);
        Assert.SkipWhen(
            count == 0, $"the kernel keeps its times on a quiet machine only; {CountVariable} says how many");
        var scripts = Record(count, Number(SeedVariable, 1));
        var differing = scripts.Where(each => !Passes(ModelScripts.Run(each.Text, each.Name, s_noWords)))
            .Where(each => Enumerable.Range(0, KernelRuns).All(
                _ => Passes(LinuxScripts.Run(each.Text, each.Name, s_noWords))))
            .ToList();
        foreach (var (name, text) in differing)
        {
            Keep(name, text);
        }

        Assert.True(differing.Count * 4 <= count, string.Join(", ", differing.Select(each => each.Name)));
    }

    private static readonly Dictionary<string, string> s_noWords = [];

    /// <summary>What outlives a session is the thread's namespace, so that one thread holds them all.</summary>
    private static List<(string Name, string Text)> Record(int count, int seed)
    {
        var scripts = new List<(string, string)>();
        var thread = new Thread(() =>
        {
            using var target = new LinuxTarget();
            for (var index = 0; index < count; index++)
            {
                var topic = SessionGenerator.Topics[index % SessionGenerator.Topics.Count];
                scripts.Add(($"{topic}-{seed + index}.pkt", SessionGenerator.Run(target.Reset, topic, seed + index)));
            }
        });
        thread.Start();
        thread.Join();
        return scripts;
    }

    private static bool Passes(ScriptReport report) => report.Verdict == ScriptVerdict.Passed;

    private static void Keep(string name, string text)
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { } folder)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}
