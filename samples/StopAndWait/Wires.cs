using Wakeline;

namespace StopAndWait;

/// <summary>The environment: either wire may lose its oldest frame at any moment.</summary>
[Machine]
public static partial class Wires
{
    static void Rules(Table<Link, WirePlace> table) => table
        .At(Location).MutatedBy(MutationIn).Final(WirePlace.Up)

        .In(WirePlace.Up).Alternatives()
            .When(FrameIsUnderWay)              .Do(LoseFrame)              .Stay()
            .When(AcknowledgementIsUnderWay)    .Do(LoseAcknowledgement)    .Stay();

    private static ref WirePlace Location(ref Link link) => ref link.Wire;

    private static Mutation MutationIn(in Link link) => link.Mutation;

    private static bool FrameIsUnderWay(in Link link) => !link.Forward.IsEmpty;

    private static bool AcknowledgementIsUnderWay(in Link link) => !link.Back.IsEmpty;

    private static void LoseFrame(ref Link link) => link.Forward.Dequeue();

    private static void LoseAcknowledgement(ref Link link) => link.Back.Dequeue();
}
