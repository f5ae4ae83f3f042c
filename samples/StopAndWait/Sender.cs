using Wakeline;

namespace StopAndWait;

/// <summary>Sends one message at a time and repeats it until it is acknowledged.</summary>
[Machine]
public static partial class Sender
{
    static void Rules(Table<Link, SenderPlace> table) => table
        .At(Location).MutatedBy(MutationIn).Final(SenderPlace.Done).Fair(Fairness.Weak)

        .In(SenderPlace.Ready)                                                  .Per("Bartlett 1969")
            .When(EverythingIsAcknowledged)             .Goto(SenderPlace.Done)
            .When(WireHasRoom)              .Do(Transmit).Goto(SenderPlace.Waiting)

        .In(SenderPlace.Waiting)                                                .Per("Bartlett 1969").Alternatives()
            .When(AcknowledgementArrived).When(BitMatches)
                                            .Do(Advance) .Goto(SenderPlace.Ready)   .Fair(Fairness.Strong)
            .When(AcknowledgementArrived).Unless(BitMatches)
                                            .Do(Discard) .Stay()
            .When(WireHasRoom)              .Do(Transmit).Stay()                .Named("Retransmit");

    private static ref SenderPlace Location(ref Link link) => ref link.Sender;

    private static Mutation MutationIn(in Link link) => link.Mutation;

    private static bool EverythingIsAcknowledged(in Link link) => link.Acknowledged == link.Messages;

    private static bool WireHasRoom(in Link link) => !link.Forward.IsFull;

    private static bool AcknowledgementArrived(in Link link) => !link.Back.IsEmpty;

    private static bool BitMatches(in Link link) => link.Back.Items[0].Bit == link.SendBit;

    private static void Transmit(ref Link link) => link.Forward.Enqueue(new Frame(link.Acknowledged, link.SendBit));

    private static void Advance(ref Link link)
    {
        link.Back.Dequeue();
        link.Acknowledged++;
        link.SendBit = !link.SendBit;
    }

    private static void Discard(ref Link link) => link.Back.Dequeue();
}
