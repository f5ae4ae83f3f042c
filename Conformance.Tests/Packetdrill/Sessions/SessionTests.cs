using System.Globalization;
using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.Sessions;

namespace Wakeline.Conformance.Tests.Packetdrill.Sessions;

/// <summary>
/// Random sessions with the host's kernel are scripts that the model passes. <c>WAKELINE_SESSIONS</c> says how many
/// are held, and <c>WAKELINE_SESSIONS_SEED</c> which.
/// </summary>
public sealed class SessionTests
{
    private const string CountVariable = "WAKELINE_SESSIONS";
    private const string SeedVariable = "WAKELINE_SESSIONS_SEED";

    /// <summary>Two sessions of each topic, which takes some seconds.</summary>
    private const int UsualCount = 28;

    /// <summary>
    /// Jiffies longer than a millisecond make the kernel late in its own way, and a busy machine does; so many of a
    /// hundred may differ.
    /// </summary>
    private const int DifferingMost = 33;

    [Fact]
    public void TheModelDoesWhatTheKernelDoesAgainAndAgain()
    {
        Assert.SkipUnless(LinuxScripts.IsPermitted, "takes root, for a network namespace and a TUN device");
        var count = Number(CountVariable, UsualCount);
        var outcome = RandomSessions.Run(
            new SessionRequest(count, Number(SeedVariable, 1)), cancellation: TestContext.Current.CancellationToken);
        Assert.True(
            outcome.Differences.Count * 100 <= count * DifferingMost,
            string.Join('\n', outcome.Differences.Select(each =>
                $"{each.Name}:{each.Finding.Line}: {each.Finding.Message}")));
        Assert.True(outcome.Agreeing > count / 2, $"{outcome.Disturbed} of {count} were disturbed");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}
