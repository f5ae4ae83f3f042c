using FsCheck.Xunit;
using Wakeline.Spec.Tcp;
using Xunit.Sdk;

namespace Wakeline.Model.Tests.Sessions;

/// <summary>
/// Whatever two users do and the network does to their segments, the stream that is read is the beginning of the stream
/// that was written, and all of it once the network does no more harm.
/// </summary>
public sealed class SessionLaws
{
    private const int MovesOfOne = 60;
    private const int Trials = 12;

    [Property(MaxTest = Trials, StartSize = MovesOfOne * 2, EndSize = MovesOfOne * 2)]
    public void LinuxWithCubic(int seed, Move[] moves) => Run(seed, moves, Deviations.Linux618, "cubic");

    [Property(MaxTest = Trials, StartSize = MovesOfOne * 2, EndSize = MovesOfOne * 2)]
    public void LinuxWithReno(int seed, Move[] moves) => Run(seed, moves, Deviations.Linux618, "reno");

    [Property(MaxTest = Trials, StartSize = MovesOfOne * 2, EndSize = MovesOfOne * 2)]
    public void TheTextWithCubic(int seed, Move[] moves) => Run(seed, moves, Deviations.None, "cubic");

    [Property(MaxTest = Trials, StartSize = MovesOfOne * 2, EndSize = MovesOfOne * 2)]
    public void TheTextWithReno(int seed, Move[] moves) => Run(seed, moves, Deviations.None, "reno");

    /// <summary>A session that cannot fail shows nothing.</summary>
    [Theory]
    [InlineData("drop-effect:FinWait2.Segment.Always:TakeText")]
    [InlineData("drop-effect:Established.Segment.BringsFin:TakeText")]
    [InlineData("drop-rule:SynSent+6.Expires-Retransmission.MayRetry")]
    public void AFaultIsFound(string fault)
    {
        var mutation = Connection.Info.FindMutation(fault);
        Assert.NotNull(mutation);
        Assert.ThrowsAny<XunitException>(() =>
        {
            for (var seed = 0; seed < 20; seed++)
            {
                Run(seed, Draw(new Random(seed)), Deviations.Linux618, "cubic", mutation.Value);
            }
        });
    }

    private static void Run(
        int seed, Move[] moves, Deviations deviations, string congestionControl, Mutation mutation = default)
    {
        var session = new TwoHosts(seed, deviations, congestionControl, mutation);
        foreach (var part in moves.Chunk(MovesOfOne))
        {
            session.Connect(part);
        }
    }

    private static Move[] Draw(Random random)
    {
        var octets = new byte[MovesOfOne * 2 * 4];
        random.NextBytes(octets);
        return [.. octets.Chunk(4).Select(each => new Move(each[0], each[1] % 2 == 0, each[2], each[3]))];
    }
}
