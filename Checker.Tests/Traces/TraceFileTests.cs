using Wakeline.Checker.Tests.RandomSystems;
using Wakeline.Checker.Tests.Rendering;
using Wakeline.Checking.Traces;

namespace Wakeline.Checker.Tests.Traces;

public sealed class TraceFileTests
{
    [Fact]
    public void AFileGivesBackWhatWasWritten()
    {
        var folder = Directory.CreateTempSubdirectory("wakeline-trace-");
        try
        {
            var path = Path.Combine(folder.FullName, "lost.json");
            TraceFile.Write(SampleTraces.LostWakeup(TraceEnding.Cycle, 1), path);
            var read = TraceFile.Read(path);
            Assert.Equal(
                TraceFile.ToJson(SampleTraces.LostWakeup(TraceEnding.Cycle, 1)), TraceFile.ToJson(read));
            Assert.Equal("waiters=1,events=2", read.Settings);
            Assert.Equal([path], Directory.GetFiles(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("", "is not a trace file")]
    [InlineData("null", "schema")]
    [InlineData("[1]", "is not a trace file")]
    [InlineData("""{"schema": "else", "version": 1, "trace": null}""", "schema")]
    [InlineData("""{"schema": "wakeline-trace", "version": 2, "trace": null}""", "version 2")]
    [InlineData("""{"schema": "wakeline-trace", "version": 1, "trace": null}""", "holds no trace")]
    [InlineData("""{"schema": "wakeline-trace", "version": 1, "trace": {"system": "x"}}""", "is not a trace file")]
    public void WhatIsNoTraceIsRefused(string json, string reason)
    {
        var refused = Assert.Throws<TraceException>(() => TraceFile.FromJson(json, "lost.json"));
        Assert.StartsWith("lost.json", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TraceEnding.Cycle, -1)]
    [InlineData(TraceEnding.Cycle, 3)]
    [InlineData(TraceEnding.State, 0)]
    public void ACycleMustFitTheSteps(TraceEnding ending, int loopStart)
    {
        var json = TraceFile.ToJson(SampleTraces.LostWakeup(ending, loopStart));
        Assert.Contains(
            "cycle", Assert.Throws<TraceException>(() => TraceFile.FromJson(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFingerprintDependsOnNamesAndOrder()
    {
        var info = GraphSystem.Info;
        var use = info.Machines[0];
        var renamed = info with
        {
            Machines = [use with { Machine = use.Machine with { Rules = [.. use.Machine.Rules.Reverse()] } }],
        };
        Assert.NotEqual(RuleFingerprint.Of(info), RuleFingerprint.Of(renamed));
        Assert.Equal(16, RuleFingerprint.Of(info).Length);
    }
}
