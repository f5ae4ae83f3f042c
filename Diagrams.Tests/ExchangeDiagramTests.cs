using Wakeline.Testing;

namespace Wakeline.Diagrams.Tests;

public sealed class ExchangeDiagramTests
{
    private static readonly string[] _parties = ["user", "stack", "peer"];

    [Fact]
    public void AnExchangeLooksAsItsGoldenFile() => Golden.Verify(
        ExchangeDiagram.Draw(new Exchange(
            "How a connection is refused", _parties,
            [
                new("0 ms", 0, 1, "connect(3, 192.0.2.1:80)"), new("", 1, 2, "<SYN> seq 0 win 65535 mss 1460"),
                new("", 1, 1, "nothing for 200 ms"),
                new("200 ms", 2, 1, "<RST,ACK> seq 0 ack 1 win 0 and a text so long that it goes on below"),
                new("", 1, 0, "connect: 0") { IsAnswer = true, IsWrong = true },
            ])).ToFile(), "exchange.svg");

    [Fact]
    public void ATextWithoutBlanksIsNotBroken() => Assert.Single(
        ExchangeDiagram.Draw(new Exchange("", _parties, [new("", 0, 2, new string('x', 200))]))
            .ToInline().Descendants(),
        element => element.Value.StartsWith('x'));
}
