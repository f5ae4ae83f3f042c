using Wakeline.Testing;

namespace Wakeline.Diagrams.Tests;

public sealed class FlowDiagramTests
{
    private static readonly FlowBand[] _bands =
    [
        new("kitchen", [new("Cook", ["2 rules", "makes soup"], "A hint."), new("Hatch", ["1 rule"])]),
        new("hall", [new("Waiter", []), new("Guest", ["9 rules"])]),
        new("yard", [new("Cat", [])]),
    ];

    [Fact]
    public void AFlowLooksAsItsGoldenFile() => Golden.Verify(
        FlowDiagram.Draw(new Flow(
            "How soup is served", _bands,
            [
                new("Cook", "Hatch", "a plate", IsDirect: true), new("Cook", "Waiter", "a call", IsDirect: true),
                new("Hatch", "Waiter", "soup", IsDirect: false), new("Waiter", "Guest", "soup", IsDirect: false),
                new("Guest", "Cat", "what is left", IsDirect: false),
            ])
        {
            DirectMeaning = "at once",
            DeferredMeaning = "later",
        }).ToFile(), "flow.svg");

    [Theory]
    [InlineData("Hatch", "Cook"), InlineData("Waiter", "Cook"), InlineData("Cook", "Cat"), InlineData("Cook", "Cook")]
    public void AnArrowThatWouldCrossOthersIsRefused(string from, string to) => Assert.Throws<ArgumentException>(
        () => FlowDiagram.Draw(new Flow("", _bands, [new FlowLink(from, to, "", IsDirect: true)])));
}
