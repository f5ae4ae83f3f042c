using Wakeline.Checking.Rendering;
using Wakeline.Checking.Traces;
using Wakeline.Testing;

namespace Wakeline.Checker.Tests.Rendering;

public sealed class DiagramTests
{
    [Fact]
    public void AStateIsShown() => Golden.Verify(SequenceDiagram.Render(SampleTraces.LostWakeup()), "state");

    [Fact]
    public void ALassoIsMarkedInAscii() => Golden.Verify(
        SequenceDiagram.Render(
            SampleTraces.LostWakeup(TraceEnding.Cycle, loopStart: 1), new DiagramStyle { IsAscii = true }),
        "lasso-ascii");

    [Fact]
    public void ANarrowTerminalBreaksLines() => Golden.Verify(
        SequenceDiagram.Render(SampleTraces.LostWakeup(TraceEnding.Cycle, 0), new DiagramStyle { Width = 48 }),
        "narrow");

    [Fact]
    public void ManyLanesAreNumbered() =>
        Golden.Verify(SequenceDiagram.Render(SampleTraces.Crowd(9), new DiagramStyle { Width = 80 }), "numbered");

    [Fact]
    public void TooManyLanesAreNamedInTheSteps() =>
        Golden.Verify(SequenceDiagram.Render(SampleTraces.Crowd(12), new DiagramStyle { Width = 60 }), "named");

    [Fact]
    public void MermaidHasALoop() => Golden.Verify(
        MermaidSequence.Render(SampleTraces.LostWakeup(TraceEnding.Cycle, 1) with { Why = "a;b#c<d>e" }), "mermaid");

    [Fact]
    public void AsciiMeansAscii() => Assert.True(
        SequenceDiagram.Render(SampleTraces.LostWakeup(TraceEnding.Cycle, 0), new DiagramStyle { IsAscii = true })
            .All(char.IsAscii));

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(100)]
    public void NoLineIsWiderThanTheTerminal(int width)
    {
        foreach (var ending in Enum.GetValues<TraceEnding>())
        {
            foreach (var trace in (Trace[])[SampleTraces.LostWakeup(ending, ending == TraceEnding.Cycle ? 1 : -1),
                SampleTraces.Crowd(5), SampleTraces.Crowd(200)])
            {
                var text = SequenceDiagram.Render(trace, new DiagramStyle { Width = width });
                Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, width));
            }
        }
    }

    [Fact]
    public void ATraceWithoutStepsCanBeDrawn()
    {
        var empty = SampleTraces.LostWakeup() with { Steps = [], Lanes = [] };
        Assert.Contains("here", SequenceDiagram.Render(empty), StringComparison.Ordinal);
        Assert.Contains("participant", MermaidSequence.Render(empty), StringComparison.Ordinal);
    }
}
