using System.Text;
using Wakeline.Conformance.Traces;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>A thread is in one call at a time, and returns from that one.</summary>
public sealed class CallPairTests
{
    private const string Header = """{"format":"wakeline-trace","version":1}""";
    private const string Call = """{"time":0,"call":"socket","thread":0}""";
    private const string Return = """{"time":0,"return":"socket","thread":0,"result":3}""";

    [Theory]
    [InlineData(Call, Return, "", "")]
    [InlineData(Call, Return, Return, "is in no call")]
    [InlineData(Call, Call, "", "has not returned from 'socket'")]
    [InlineData(Call, """{"time":0,"return":"socket","thread":1,"result":3}""", "", "thread 1 returns")]
    [InlineData(Call, """{"time":0,"return":"bind","thread":0,"result":0}""", "", "but is in 'socket'")]
    public void CallsAndReturnsArePaired(string first, string second, string third, string reason)
    {
        var text = string.Join('\n', Header, first, second, third);
        var report = TraceFiles.Judge(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), "trace", [], null, TestContext.Current.CancellationToken);
        Assert.Empty(report.Faults);
        var violations = report.Report!.Findings.Where(finding => finding.Verdict == OracleVerdict.Violates).ToList();
        Assert.Equal(reason.Length > 0, violations.Count > 0);
        Assert.All(violations, finding => Assert.Contains(reason, finding.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void AProfileThatThereIsNotIsAFault()
    {
        var text = Header.Replace("}", ",\"profile\":\"plan9\"}", StringComparison.Ordinal);
        var report = TraceFiles.Judge(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), "trace", [], null, TestContext.Current.CancellationToken);
        Assert.Contains("linux-6.18", Assert.Single(report.Faults).Message, StringComparison.Ordinal);
    }
}
