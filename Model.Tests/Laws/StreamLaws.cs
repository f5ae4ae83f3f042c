using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Wakeline.Model.Tests.Laws;

/// <summary>
/// No octet of a stream is lost, doubled or out of place. An octet is its place in the stream, so places and counts say
/// all.
/// </summary>
public sealed class StreamLaws
{
    private const int OctetsMost = 90_000;

    [Property(MaxTest = 100)]
    public Property EveryOctetArrivesOnceAndInItsPlace() => Prop.ForAll(
        Arb.From(Gen.ListOf(Gen.Choose(-OctetsMost, OctetsMost))), Verify);

    /// <summary>Positive numbers are octets to send, negative ones room to receive in.</summary>
    private static void Verify(IList<int> moves)
    {
        var host = new KernelHost();
        var thread = host.Threads[0];
        var (client, server) = thread.Connection();
        var (sent, received) = (0, 0);
        foreach (var move in moves)
        {
            if (move > 0)
            {
                sent += Moved(thread.Send(client, move, dontWait: true));
            }
            else
            {
                received += Moved(thread.Receive(server, -move, dontWait: true));
            }

            var (writer, reader) = (host.SocketOf(client), host.SocketOf(server));
            Assert.Equal(received, reader.ReadOffset);
            Assert.Equal(sent, received + reader.Tcb.Unread + writer.Tcb.Unacknowledged);
        }

        thread.Shutdown(client, Spec.Tasks.ShutdownDirections.Send);
        while (Moved(thread.Receive(server, OctetsMost, dontWait: true)) is > 0 and var more)
        {
            received += more;
        }

        Assert.Equal(Loopback.Returned(0), thread.Outcome);
        Assert.Equal(sent, received);
    }

    private static int Moved(CallOutcome outcome) => Math.Max(outcome.Value, 0);
}
