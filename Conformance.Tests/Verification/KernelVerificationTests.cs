using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Tests.Verification;

/// <summary>Runs of the comparison on the kernel of this machine.</summary>
[Collection(OneAtATime.Name)]
public sealed class KernelVerificationTests(ITestOutputHelper output)
{
    [Fact]
    public void ThisKernelDoesNothingThatTheModelDoesNotAllow()
    {
        SkipUnlessLinux();
        var told = new List<KernelVerificationProgress>();
        var result = KernelVerification.Run(
            new KernelVerificationOptions { Seed = 3, Programs = 200 }, told.Add,
            TestContext.Current.CancellationToken);
        output.WriteLine($"{result.Calls} calls, {result.CallsPerSecond:F0} per second");
        Assert.True(result.Agrees, string.Join("\n\n", result.Differences.Select(Describe)));
        Assert.False(result.EndedEarly);
        Assert.Equal((3UL, 200), (result.Seed, result.RandomPrograms));
        Assert.InRange(result.CoveringPrograms, 10, 200);
        Assert.InRange(result.Calls, 2_000, 100_000);
        Assert.Equal(result.CoveringPrograms + 200, told.Count);
        Assert.Equal((told.Count, told.Count, result.Calls), (told[^1].Programs, told[^1].Planned, told[^1].Calls));
        Assert.All(result.Coverage, hits => Assert.True(hits.Hits == 0 || hits.WhyUnreached.Length == 0));
        Assert.Contains(result.Coverage, hits => hits is { Machine: "Accept", Hits: > 0 });
        Assert.NotEmpty(result.Environment.ToString());
    }

    [Fact]
    public void ACancelledRunEndsAfterTheProgramUnderWay()
    {
        SkipUnlessLinux();
        using var cancellation = new CancellationTokenSource();
        var result = KernelVerification.Run(
            new KernelVerificationOptions { Programs = 100_000, Covering = false },
            progress =>
            {
                if (progress.Programs == 5)
                {
                    cancellation.Cancel();
                }
            },
            cancellation.Token);
        Assert.True(result.EndedEarly);
        Assert.Equal(0, result.CoveringPrograms);
        Assert.InRange(result.RandomPrograms, 5, 10_000);
    }

    [Fact]
    public void ARunEndsWhenItsTimeIsOver()
    {
        SkipUnlessLinux();
        var options = new KernelVerificationOptions
        {
            Programs = 100_000,
            Covering = false,
            TimeMost = TimeSpan.FromMilliseconds(50),
        };
        var result = KernelVerification.Run(options, cancellation: TestContext.Current.CancellationToken);
        Assert.True(result.EndedEarly);
        Assert.InRange(result.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void NoDifferenceIsLookedForIfNoneIsWanted()
    {
        SkipUnlessLinux();
        var result = KernelVerification.Run(
            new KernelVerificationOptions { Programs = 10, Covering = false, DifferencesMost = 0 },
            cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((0, 0L, true), (result.RandomPrograms, result.Calls, result.EndedEarly));
    }

    [Fact]
    public void ElsewhereTheRunSaysThatItNeedsLinux()
    {
        Assert.SkipWhen(OperatingSystem.IsLinux(), "This is Linux, where programs do run.");
        var error = Assert.Throws<KernelException>(
            () => KernelVerification.Run(ProgramText.Parse("0: s0 = socket()")));
        Assert.Contains("Linux", error.Message, StringComparison.Ordinal);
    }

    private static void SkipUnlessLinux() =>
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Programs of system calls run on Linux only.");

    private static string Describe(KernelDifference difference) =>
        $"{difference.Program}allowed after step {difference.Step}:\n{string.Join('\n', difference.Allowed)}\n"
        + $"seen: {difference.Observed}";
}
