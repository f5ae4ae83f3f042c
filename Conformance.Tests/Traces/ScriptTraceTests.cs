using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Traces;
using Wakeline.Model.Oracle;
using Wakeline.Testing;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>What the model does under the shipped scripts, with the calls of Linux, conforms.</summary>
public sealed class ScriptTraceTests
{
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
            var report = TraceFiles.Judge(trace, file, [], null, TestContext.Current.CancellationToken);
            Assert.Empty(report.Faults);
            if (report.Report!.Findings.Any(finding => finding.Verdict == OracleVerdict.Violates))
            {
                violations.AddRange(report.Report.Findings.Select(finding =>
                    $"{Path.GetRelativePath(folder, file)}:{finding.Moment.Line}: {finding.Message}"));
            }

            judged += report.Report.Verdict == OracleVerdict.Conforms ? 1 : 0;
        }

        Assert.True(violations.Count == 0, string.Join("\n", violations));
        Assert.True(judged > 10, $"{judged} scripts were judged");
    }
}
