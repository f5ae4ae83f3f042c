using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Traces;
using Wakeline.Model.Oracle;
using Wakeline.Testing;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>What the model does under the shipped scripts, with the calls of Linux, conforms.</summary>
public sealed class ScriptTraceTests
{
    /// <summary>
    /// Runs that the oracle rejects although they are lawful: it does not heed what setsockopt says of keep-alive, the
    /// user timeout, deferred accept and FIN-WAIT-2, and after a time-out it expects the oldest text first.
    /// </summary>
    private static readonly string[] s_rejected =
    [
        "recovery/many-lost.pkt", "timers/defer-accept.pkt", "timers/fin-wait-2-none.pkt", "timers/keep-alive.pkt",
        "timers/time-out.pkt", "timers/user-timeout-window.pkt", "timers/user-timeout.pkt",
    ];

    [Fact]
    public void EveryRunOfAScriptConforms()
    {
        var folder = Path.Combine(SourceTree.Root, "Conformance", "Scripts");
        var judged = 0;
        var violations = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.pkt", SearchOption.AllDirectories).Order())
        {
            using var trace = new MemoryStream();
            if (ModelScripts.Run(File.ReadAllText(file), file, new Dictionary<string, string>(), trace: trace).Verdict
                != ScriptVerdict.Passed)
            {
                continue;
            }

            trace.Position = 0;
            var report = TraceFiles.Judge(trace, file, [], TestContext.Current.CancellationToken);
            Assert.Empty(report.Faults);
            if (report.Report!.Findings.Any(finding => finding.Verdict == OracleVerdict.Violates))
            {
                violations.Add(Path.GetRelativePath(folder, file));
            }

            judged += report.Report.Verdict == OracleVerdict.Conforms ? 1 : 0;
        }

        Assert.Equal(s_rejected, violations);
        Assert.True(judged > 10, $"{judged} scripts were judged");
    }
}
