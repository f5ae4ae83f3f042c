using FsCheck.Xunit;
using Wakeline.Model.Transport;

namespace Wakeline.Model.Tests.Transport;

/// <summary>What holds of recovery whatever a peer acknowledges, and when.</summary>
public sealed class RecoveryLaws
{
    [Property(MaxTest = 300)]
    public void CountsAgreeWithMarksAndTheWindowIsKept(PeerAction[] actions) => Run(actions, hasSack: true);

    [Property(MaxTest = 300)]
    public void TheSameHoldsWithoutSelectiveAcknowledgments(PeerAction[] actions) => Run(actions, hasSack: false);

    /// <summary>RFC 6937: what is sent in a recovery is the reduced part of what is delivered, rounded up.</summary>
    [Property(MaxTest = 200)]
    public void AReductionSendsTheReducedPart(byte delivered)
    {
        var sender = new Sender(new TransportSettings());
        var reduction = new WindowReduction(sender);
        sender.Window.Size = 100;
        sender.Edges = TestSender.EdgesOf(0, 100, 100);
        for (var number = 0; number < 100; number++)
        {
            sender.Board.Add(TestSender.SentAt(number, 0));
        }

        sender.State = RecoveryState.Recovery;
        reduction.Begin();
        Assert.Equal(70, sender.Window.Threshold);
        var sent = 0;
        for (var number = 1; number <= Math.Min((int)delivered, 29); number++)
        {
            sender.Board.RemoveFirst();
            reduction.Step(1, 0, hasAdvanced: true);
            while (sender.Board.InFlight < sender.Window.Size)
            {
                sender.Board.Add(TestSender.SentAt(100 + sent++, 0));
                reduction.NoteSent(1);
            }

            Assert.InRange(sent, (number * 70) / 100, ((number * 70) + 99) / 100);
        }
    }

    private static void Run(PeerAction[] actions, bool hasSack)
    {
        var test = new TestSender(hasSack);
        foreach (var action in actions)
        {
            test.Do(action);
            var (board, window) = (test.Sender.Board, test.Sender.Window);
            Assert.True(window.Size >= 1);
            Assert.True(window.Threshold >= 2);
            Assert.InRange(board.Sacked + board.Lost, 0, board.Count);
            Assert.InRange(board.Resent, 0, board.Count);
            Assert.Equal(board.Lost, board.Stream.ToArray().Count(each => each.IsLost));
            Assert.Equal(board.Resent, board.Stream.ToArray().Count(each => each.IsResent));
            if (hasSack)
            {
                Assert.Equal(board.Sacked, board.Stream.ToArray().Count(each => each.IsSacked));
                Assert.DoesNotContain(board.Stream.ToArray(), each => each.IsSacked && each.IsLost);
            }
        }
    }
}
