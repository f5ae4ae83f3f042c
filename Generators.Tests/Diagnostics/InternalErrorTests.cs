using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Wakeline.Generators.Analysis;
using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Tests.Harness;

namespace Wakeline.Generators.Tests.Diagnostics;

/// <summary>A fault of ours costs one diagnostic; what it does not concern is generated and checked as usual.</summary>
public sealed class InternalErrorTests
{
    private const string Rows = """
        .In(Place.Off)
            .On<Push>().Goto(Place.On)
        .In(Place.On)
            .On<Push>().Ignore()
        """;

    [Fact]
    public void AFaultOfAnAnalyzerIsReportedAtTheMachine()
    {
        var analyzer = new SpecificationAnalyzer
        {
            Before = static type => throw new InvalidOperationException($"no {type.Name}\nmore"),
        };
        var found = Assert.Single(Analyzers.Of(Compiler.Create(Lamp.Complete(Rows)), [analyzer], [], out _));
        Assert.Equal(Descriptors.InternalError.Id, found.Id);
        Assert.Equal("Switch", SpanOf(found));
        Assert.Equal(
            "Wakeline failed on 'Switch' with InvalidOperationException, so that nothing is known about it; report it "
            + "with the message 'no Switch'", found.GetMessage());
    }

    [Fact]
    public void WithoutAFaultNothingInternalIsReported() => Assert.DoesNotContain(
        Analyzers.Of(Lamp.Complete(Rows)), each => each.Id == Descriptors.InternalError.Id);

    [Fact]
    public void AFaultOfTheGeneratorTakesOneMachineAway()
    {
        var other = Sources.Read("Courier");
        var generator = new WakelineGenerator
        {
            ReadMachine = static (context, memory, cancellation) => context.TargetSymbol.Name == "Switch"
                ? throw new InvalidOperationException("no")
                : Transforms.Machine(context, memory, cancellation),
        };
        var result = CSharpGeneratorDriver.Create(generator)
            .RunGenerators(Compiler.Create(Lamp.Complete(Rows), other), TestContext.Current.CancellationToken)
            .GetRunResult();
        var found = Assert.Single(result.Diagnostics);
        Assert.Equal(Descriptors.InternalError.Id, found.Id);
        Assert.Contains("'Switch' with InvalidOperationException", found.GetMessage(), StringComparison.Ordinal);
        var files = result.Results.Single().GeneratedSources.Select(each => each.HintName).ToList();
        Assert.Contains("Deliveries.Delivery.g.cs", files);
        Assert.DoesNotContain(files, name => name.Contains("Switch", StringComparison.Ordinal));
    }

    private static string SpanOf(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree!.ToString().Substring(
            diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length);
}
