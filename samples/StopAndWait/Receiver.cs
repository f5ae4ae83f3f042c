using Wakeline;

namespace StopAndWait;

/// <summary>Hands over each message once and acknowledges every frame.</summary>
[Machine]
public static partial class Receiver
{
    static void Rules(Table<Link, ReceiverPlace> table) => table
        .At(Location).MutatedBy(MutationIn).Final(ReceiverPlace.Listening).Fair(Fairness.Strong)

        .In(ReceiverPlace.Listening)                                            .Per("Bartlett 1969")
            .When(CanAnswer).When(IsNew)    .Do(Deliver).Do(Acknowledge).Stay()
            .When(CanAnswer)                .Do(Acknowledge)            .Stay()

        .Mutant("no-bit", "The receiver takes every frame for a new message.")
            .Without("Listening.CanAnswer&IsNew")
            .In(ReceiverPlace.Listening).When(CanAnswer).Do(Deliver).Do(Acknowledge).Stay().Named("DeliverAnything");

    private static ref ReceiverPlace Location(ref Link link) => ref link.Receiver;

    private static Mutation MutationIn(in Link link) => link.Mutation;

    private static bool CanAnswer(in Link link) => !link.Forward.IsEmpty && !link.Back.IsFull;

    private static bool IsNew(in Link link) => link.Forward.Items[0].Bit == link.ExpectedBit;

    private static void Deliver(ref Link link)
    {
        link.IsOutOfOrder |= link.Forward.Items[0].Number != link.Delivered;
        link.Delivered++;
        link.ExpectedBit = !link.Forward.Items[0].Bit;
    }

    private static void Acknowledge(ref Link link) => link.Back.Enqueue(link.Forward.Dequeue());
}
