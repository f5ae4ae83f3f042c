using FsCheck.Xunit;
using Wakeline;
using Wakeline.Checking;

namespace StopAndWait.Tests;

/// <summary>What the checker proves for a few messages, and random runs show for many.</summary>
public sealed class LinkProperties
{
    [Fact]
    public void TheProtocolHolds() => Assert.True(
        Check.Run<StopAndWaitSystem, Link>(Parameters.Of(StopAndWaitSystem.Info)).AllHold);

    [Fact]
    public void WithoutTheBitAMessageIsTakenTwice()
    {
        var noBit = StopAndWaitSystem.Info.FindMutation("no-bit")!.Value;
        var report = Check.Run<StopAndWaitSystem, Link>(Parameters.Of(StopAndWaitSystem.Info, "", noBit));
        Assert.IsType<Violated>(report["EachMessageOnceAndInOrder"]);
    }

    /// <summary>Runs the generated machines in a random order; each byte says whose turn it is.</summary>
    [Property]
    public bool NoOrderOfStepsConfusesTheReceiver(byte[] turns)
    {
        var link = new Link { Messages = 100 };
        foreach (var turn in turns)
        {
            _ = (turn % 4) switch
            {
                0 => Sender.Step(ref link),
                1 => Wires.Step(ref link),
                _ => Receiver.Step(ref link),
            };
        }

        return !link.IsOutOfOrder && link.Acknowledged <= link.Delivered;
    }
}
