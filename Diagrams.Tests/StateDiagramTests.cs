using Wakeline.Testing;

namespace Wakeline.Diagrams.Tests;

public sealed class StateDiagramTests
{
    [Fact]
    public void AConnectionLooksAsItsGoldenFile() =>
        Golden.Verify(StateDiagram.Draw(SampleMachines.Connection).ToFile(), "connection.svg");
}
