using Wakeline.Checker.Tests.Search;
using Wakeline.Checking;
using Wakeline.Testing;

namespace Wakeline.Checker.Tests.Disk;

/// <summary>A disk that is full ends the check in one line, and the checkpoint before is as it was.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(int.MaxValue, 17_000)]
    [InlineData(5, 31_000)]
    public void ACheckGoesOnWhenThereIsRoomAgain(int inMemory, int step)
    {
        var parameters = Parameters.Of(TwoPhaseCommit.Info, "managers=5", Mutation.None);
        var options = new CheckOptions
        {
            Disk = _folder.At("disk"),
            CheckpointInterval = TimeSpan.Zero,
            DepthInMemoryMost = inMemory,
        };
        var expected = DiskChecks.Run<TwoPhaseCommit, Transaction>(
            parameters);
        var refusals = 0;
        for (var room = 0L; ; room += step)
        {
            try
            {
                SameReport.Verify(
                    expected,
                    DiskChecks.Run<TwoPhaseCommit, Transaction>(
                        parameters, options with { DiskBytesMost = room }));
                break;
            }
            catch (DiskException full)
            {
                Assert.Contains("No space left on device", full.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', full.Message);
                Assert.Equal(
                    Directory.Exists(options.Disk), full.Message.Contains("as it was", StringComparison.Ordinal));
                refusals++;
            }
        }

        Assert.InRange(refusals, 3, 100);
        Assert.Empty(_folder.Content);
    }
}
