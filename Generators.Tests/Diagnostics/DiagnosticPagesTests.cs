using Microsoft.CodeAnalysis;
using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Tests.Harness;

namespace Wakeline.Generators.Tests.Diagnostics;

/// <summary>Each diagnostic is caused by the example on its page, where it says so, and not by the other one.</summary>
public sealed class DiagnosticPagesTests
{
    /// <summary>Ids with examples; a fault of ours has none and is made in <see cref="InternalErrorTests"/>.</summary>
    public static TheoryData<string> Ids =>
        [.. Descriptors.All.Where(each => each != Descriptors.InternalError).Select(each => each.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheExampleCausesItOnTheMarkedLines(string id)
    {
        var page = DiagnosticPage.Read(id);
        var source = Lamp.Complete(page.Example);
        var lines = source.Split('\n');
        var found = Analyzers.Of(source);
        Assert.All(found, diagnostic => Assert.Equal(id, diagnostic.Id));
        Assert.NotEmpty(page.MarkedLines);
        Assert.Equal(
            page.MarkedLines.Select(line => line.Trim()),
            found.Select(each => lines[each.Location.GetLineSpan().StartLinePosition.Line].Trim()));
        Assert.All(found, each =>
        {
            Assert.DoesNotContain('{', each.GetMessage());
            Assert.InRange(each.GetMessage().Length, 40, 400);
        });
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheMendedExampleCausesNothing(string id)
    {
        var source = Lamp.Complete(DiagnosticPage.Read(id).Fix);
        var found = Analyzers.Of(Compiler.Create(source), out var compilation);
        Assert.Empty(found);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(each => each.Severity >= DiagnosticSeverity.Warning));
    }
}
