using System.Globalization;
using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Tests.Packetdrill.Sessions;

/// <summary>Random sessions with the host's kernel are scripts that the model passes.</summary>
public sealed class SessionTests
{
    private const string CountVariable = "WAKELINE_SESSIONS";
    private const string SeedVariable = "WAKELINE_SESSIONS_SEED";
    private const string FolderVariable = "WAKELINE_SESSIONS_OUT";
    private const string TopicVariable = "WAKELINE_SESSIONS_TOPIC";

    /// <summary>Sessions are recorded on the kernel, and kept.</summary>
    [Fact]
    public void SessionsOfTheKernelAreWritten()
    {
        Assert.SkipUnless(LinuxScripts.IsPermitted, "takes root and a TUN device");
        var count = Number(CountVariable, 0);
        var seed = Number(SeedVariable, 1);
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, "no folder");
        var only = Environment.GetEnvironmentVariable(TopicVariable);
        var next = -1;
        var threads = Enumerable.Range(0, 6).Select(_ => new Thread(() =>
        {
            using var target = new LinuxTarget();
            for (var warm = 0; warm < 3; warm++)
            {
                SessionGenerator.Run(target.Reset, "both", warm);
            }

            int index;
            while ((index = Interlocked.Increment(ref next)) < count)
            {
                var topic = only ?? SessionGenerator.Topics[index % SessionGenerator.Topics.Count];
                try
                {
                    var text = SessionGenerator.Run(target.Reset, topic, seed + index);
                    File.WriteAllText(Path.Combine(folder!, $"{topic}-{seed + index}.pkt"), text);
                }
                catch (Exception exception) when (exception is not OutOfMemoryException)
                {
                    File.WriteAllText(Path.Combine(folder!, $"{topic}-{seed + index}.err"), exception.ToString());
                }
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }

    [Fact]
    public void Replay()
    {
        var folder = Environment.GetEnvironmentVariable("WAKELINE_SESSIONS_IN");
        Assert.SkipWhen(folder is null, "no folder");
        using var output = new StreamWriter(folder + ".out");
        var (passed, failed, other) = (0, 0, 0);
        foreach (var file in Directory.GetFiles(folder!, "*.pkt").Order(StringComparer.Ordinal))
        {
            using var trace = Environment.GetEnvironmentVariable("WAKELINE_SESSIONS_TRACE") is { } path
                ? File.Create(path)
                : null;
            var report = ModelScripts.Run(
                File.ReadAllText(file), file, new Dictionary<string, string>(), trace: trace);
            passed += report.Verdict == ScriptVerdict.Passed ? 1 : 0;
            failed += report.Verdict == ScriptVerdict.Failed ? 1 : 0;
            other += report.Verdict is not (ScriptVerdict.Passed or ScriptVerdict.Failed) ? 1 : 0;
            foreach (var finding in report.Verdict == ScriptVerdict.Passed ? [] : report.Findings)
            {
                output.WriteLine($"{file}:{finding.Line}: {report.Verdict}: {finding.Message}");
                output.WriteLine($"  expected  {finding.Expected}");
                output.WriteLine($"  actual    {finding.Actual}");
            }
        }

        output.WriteLine($"{passed} passed, {failed} failed, {other} other");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}
