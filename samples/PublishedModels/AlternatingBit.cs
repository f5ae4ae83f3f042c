using System.Runtime.InteropServices;
using Wakeline;

namespace PublishedModels;

public enum SenderPlace : byte
{
    Sending,
}

public enum ReceiverPlace : byte
{
    Listening,
}

public enum ChannelPlace : byte
{
    Open,
}

/// <summary>What is on a wire that has room for one frame.</summary>
public enum Frame : byte
{
    None,
    Zero,
    One,
}

/// <summary>
/// Sender and receiver who repeat themselves over wires that lose frames: Bartlett, Scantlebury and Wilkinson, "A note
/// on reliable full-duplex transmission over half-duplex links", Communications of the ACM 12 (1969).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Link
{
    public Mutation Mutation;
    public SenderPlace Sender;
    public ReceiverPlace Receiver;
    public ChannelPlace Channel;
    public bool SendBit;
    public bool ExpectedBit;
    public Frame Message;
    public Frame Acknowledgement;
}

[Machine]
public static partial class Sender
{
    internal static void Rules(Table<Link, SenderPlace> table) => table
        .At(Place).MutatedBy(MutationIn).Fair(Fairness.Weak)
        .In(SenderPlace.Sending).Alternatives()
            .When(WireIsFree).Do(Send).Stay()
            .When(IsAcknowledged).Do(Advance).Stay().Fair(Fairness.Strong)
            .When(HasOldAcknowledgement).Do(Discard).Stay().Fair(Fairness.Strong);

    private static ref SenderPlace Place(ref Link link) => ref link.Sender;

    private static Mutation MutationIn(in Link link) => link.Mutation;

    private static bool WireIsFree(in Link link) => link.Message == Frame.None;

    private static bool IsAcknowledged(in Link link) => link.Acknowledgement == AlternatingBit.Of(link.SendBit);

    private static bool HasOldAcknowledgement(in Link link) => link.Acknowledgement == AlternatingBit.Of(!link.SendBit);

    private static void Send(ref Link link) => link.Message = AlternatingBit.Of(link.SendBit);

    private static void Advance(ref Link link)
    {
        link.Acknowledgement = Frame.None;
        link.SendBit = !link.SendBit;
    }

    private static void Discard(ref Link link) => link.Acknowledgement = Frame.None;
}

[Machine]
public static partial class Receiver
{
    internal static void Rules(Table<Link, ReceiverPlace> table) => table
        .At(Place).MutatedBy(MutationIn).Fair(Fairness.Strong)
        .In(ReceiverPlace.Listening)
            .When(HasExpected).Do(Deliver).Stay()
            .When(HasMessage).Do(Answer).Stay()
        .Mutant("unlucky", "What the receiver can do again and again it need not do.")
            .Without("Listening.HasExpected")
            .In(ReceiverPlace.Listening).When(HasExpected).Do(Deliver).Stay().Named("DeliverPerhaps")
                .Fair(Fairness.Weak);

    private static ref ReceiverPlace Place(ref Link link) => ref link.Receiver;

    private static Mutation MutationIn(in Link link) => link.Mutation;

    private static bool HasExpected(in Link link) => link.Message == AlternatingBit.Of(link.ExpectedBit);

    private static bool HasMessage(in Link link) => link.Message != Frame.None;

    private static void Deliver(ref Link link)
    {
        link.Acknowledgement = link.Message;
        link.Message = Frame.None;
        link.ExpectedBit = !link.ExpectedBit;
    }

    private static void Answer(ref Link link)
    {
        link.Acknowledgement = link.Message;
        link.Message = Frame.None;
    }
}

[Machine]
public static partial class LossyChannel
{
    internal static void Rules(Table<Link, ChannelPlace> table) => table
        .At(Place)
        .In(ChannelPlace.Open).Alternatives()
            .When(CarriesMessage).Do(LoseMessage).Stay()
            .When(CarriesAcknowledgement).Do(LoseAcknowledgement).Stay();

    private static ref ChannelPlace Place(ref Link link) => ref link.Channel;

    private static bool CarriesMessage(in Link link) => link.Message != Frame.None;

    private static bool CarriesAcknowledgement(in Link link) => link.Acknowledgement != Frame.None;

    private static void LoseMessage(ref Link link) => link.Message = Frame.None;

    private static void LoseAcknowledgement(ref Link link) => link.Acknowledgement = Frame.None;
}

[CheckedSystem("alternating-bit")]
public readonly partial struct AlternatingBit
{
    internal static void Compose(SystemTable<Link> system) => system
        .Start(Begin)
        .Run(typeof(Sender), "sender")
        .Run(typeof(Receiver), "receiver")
        .Run(typeof(LossyChannel), "channel")
        .LeadsTo(HasSomethingToSend, IsDelivered, "what is sent arrives")
        .LeadsTo(IsDelivered, HasSomethingToSend, "what has arrived is acknowledged in the end")
        .AlwaysEventually(IsDelivered, "messages go on arriving")
        .Catches("unlucky", "HasSomethingToSend~>IsDelivered");

    internal static Frame Of(bool bit) => bit ? Frame.One : Frame.Zero;

    private static Link Begin(Parameters parameters) => new() { Mutation = parameters.Mutation };

    private static bool HasSomethingToSend(in Link link) => link.SendBit == link.ExpectedBit;

    private static bool IsDelivered(in Link link) => link.SendBit != link.ExpectedBit;
}
