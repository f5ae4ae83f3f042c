using System.Diagnostics;

namespace Wakeline.Testing;

/// <summary>What becomes true while others are at work.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until something holds; it is an error if it takes longer than is waited for.</summary>
    public static async Task Holds(TimeSpan patience, Func<bool> holds)
    {
        var start = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < patience, "it does not happen");
            await Task.Delay(s_pause, TestContext.Current.CancellationToken);
        }
    }
}
