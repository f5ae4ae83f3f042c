using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Docs;

/// <summary>The diagrams of the page that follows a packet to its wake-up.</summary>
public sealed class WakeupPageTests
{
    private static readonly string _path = Path.Combine(SourceTree.Root, "docs", "wakeup.md");

    [Fact]
    public void TheDiagramsAreThoseOfTheTables() => Golden.VerifyFile(
        GeneratedBlocks.Rewrite(File.ReadAllText(_path), "mermaid", DiagramOf), _path);

    [Theory]
    [InlineData("Adapter"), InlineData("Interrupt"), InlineData("Softirq"), InlineData("Accept")]
    [InlineData("PollCallback"), InlineData("ReadyList"), InlineData("EpollWait")]
    public void EveryPartOfTheWayIsDrawn(string machine) =>
        Assert.Contains(machine, GeneratedBlocks.Names(File.ReadAllText(_path), "mermaid"));

    private static string DiagramOf(string machine) =>
        $"```mermaid\n{Catalogue.Shipped.Machine(machine).ToMermaid()}```";
}
