using Wakeline.Conformance.Tests.Facts;

namespace Wakeline.Conformance.Tests.Linux;

/// <summary>
/// The kernel of this machine behaves as the facts say. They were measured on Linux 6.18; others may differ.
/// </summary>
public sealed class MeasuredFactsTests
{
    public static TheoryData<string, string> SocketFacts => FactFile.Read("sockets.facts");

    public static TheoryData<string, string> EpollFacts => FactFile.Read("epoll.facts");

    [Theory]
    [MemberData(nameof(SocketFacts))]
    public void SocketsAreAsMeasured(string title, string fact) => MeasuredProgram.Run(title, fact);

    [Theory]
    [MemberData(nameof(EpollFacts))]
    public void EpollIsAsMeasured(string title, string fact) => MeasuredProgram.Run(title, fact);
}
