using Wakeline;

namespace StopAndWait;

/// <summary>Sender and receiver over two wires that lose frames.</summary>
[CheckedSystem("stop-and-wait")]
public readonly partial struct StopAndWaitSystem
{
    static void Compose(SystemTable<Link> system) => system
        .Parameter("messages", 3, 1, 8, "messages to send")
        .Start(Start)
        .Run(typeof(Sender), "sender")
        .Run(typeof(Receiver), "receiver")
        .Run(typeof(Wires), "wires")
        .Always(EachMessageOnceAndInOrder, "no message is lost, duplicated or reordered")
        .Sometimes(EverythingIsDelivered, "the protocol delivers at all")
        .LeadsTo(HasSomethingToSend, EverythingIsDelivered, "what is sent arrives, unless every frame is lost")
        .MayEnd(EverythingIsDelivered)
        .Catches("no-bit", nameof(EachMessageOnceAndInOrder));

    private static Link Start(Parameters parameters) => new()
    {
        Mutation = parameters.Mutation,
        Messages = (byte)parameters["messages"],
    };

    private static bool EachMessageOnceAndInOrder(in Link link) => !link.IsOutOfOrder;

    private static bool HasSomethingToSend(in Link link) => link.Delivered < link.Messages;

    private static bool EverythingIsDelivered(in Link link) => link.Delivered == link.Messages;
}
