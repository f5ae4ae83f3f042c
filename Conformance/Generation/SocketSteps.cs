using FsCheck.Fluent;
using Wakeline.Conformance.Programs;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Generation;

/// <summary>Steps on sockets.</summary>
internal static class SocketSteps
{
    /// <summary>Ports of a program: few, so that they meet.</summary>
    private const int PortsMost = 3;

    /// <summary>Sockets the model must have room for before a connection is begun: client, request, child.</summary>
    private const int RoomOfAConnection = 3;

    private static readonly ShutdownDirections[] s_directions =
        [ShutdownDirections.None, ShutdownDirections.Receive, ShutdownDirections.Send, ShutdownDirections.Both];

    public static IEnumerable<Choice> In(Situation now, int thread, int freeSlot)
    {
        var any = now.All;
        var idle = now.Sockets(TcpState.Closed);
        var listening = now.Sockets(TcpState.Listen);
        var others = now.Sockets(
            TcpState.Established, TcpState.CloseWait, TcpState.FinWait2, TcpState.SynSent, TcpState.Closed);
        var hasRoom = now.Room.Descriptors > 1 && now.Room.Sockets > RoomOfAConnection;
        yield return new Choice(hasRoom && idle.Count < 3 ? 6 : 0, Socket(thread, freeSlot));
        yield return new Choice(idle.Count > 0 ? 5 : 1, Bind(thread, idle, any));
        yield return new Choice(idle.Count > 0 ? 5 : 1, Listen(thread, [.. idle, .. listening], any));
        yield return new Choice(idle.Count > 0 && hasRoom ? 8 : 1, Connect(thread, idle, any));
        yield return new Choice(listening.Count > 0 && now.Room.Descriptors > 1 ? 8 : 0,
            Accept(thread, listening, any, freeSlot));
        yield return new Choice(others.Count > 0 ? 12 : 1, Transfer(Verb.Send, thread, others, any));
        // A filled buffer is drained whole: how much more comes in when a part is read is the kernel's secret.
        yield return new Choice(
            others.Count > 0 ? 12 : 1,
            now.HasFilled ? Macro(Verb.Drain, thread, others) : Transfer(Verb.Receive, thread, others, any));
        yield return new Choice(
            others.Count > 0 ? 6 : 1, Shutdown(thread, [.. others, .. listening], any, now.HasFilled));
        yield return new Choice(others.Count > 0 ? 10 : 2, Options(thread, others, any));
        yield return new Choice(others.Count > 0 ? 1 : 0, Disconnect(thread, [.. others, .. listening], any));
        yield return new Choice(others.Count > 0 ? 1 : 0, Macro(Verb.Drain, thread, others));
        yield return new Choice(
            others.Count > 0 && !now.HasFilled && !now.HasShutReader ? 1 : 0, Macro(Verb.Fill, thread, others));
    }

    private static Func<Draws, CallStep> Socket(int thread, int freeSlot) => draws =>
    {
        var nonblocking = draws.Next(Gen.Elements(true, false));
        return new CallStep { Thread = thread, Verb = Verb.Socket, Result = freeSlot, Nonblocking = nonblocking };
    };

    private static Func<Draws, CallStep> Bind(int thread, IReadOnlyList<int> idle, IReadOnlyList<int> any) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(idle, any));
        var address = draws.Next(Gen.Frequency((8, Gen.Constant(1)), (2, Gen.Constant(2)), (1, Gen.Constant(0))));
        var port = draws.Next(Gen.Frequency((10, Gen.Choose(1, PortsMost)), (1, Gen.Constant(0))));
        var memory = draws.Next(Choices.Memory);
        return new CallStep
        {
            Thread = thread,
            Verb = Verb.Bind,
            Descriptor = slot,
            Address = address,
            Port = port,
            Memory = memory,
        };
    };

    private static Func<Draws, CallStep> Listen(
        int thread, IReadOnlyList<int> fitting, IReadOnlyList<int> any) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(fitting, any));
        var backlog = draws.Next(Gen.Frequency((4, Gen.Choose(0, 1)), (4, Gen.Choose(2, 8)), (1, Gen.Constant(-1))));
        return new CallStep { Thread = thread, Verb = Verb.Listen, Descriptor = slot, Number = backlog };
    };

    private static Func<Draws, CallStep> Connect(
        int thread, IReadOnlyList<int> idle, IReadOnlyList<int> any) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(idle, any));
        var address = draws.Next(Gen.Frequency((8, Gen.Constant(1)), (1, Gen.Constant(2))));
        var port = draws.Next(Gen.Choose(1, PortsMost));
        var memory = draws.Next(Choices.Memory);
        return new CallStep
        {
            Thread = thread,
            Verb = Verb.Connect,
            Descriptor = slot,
            Address = address,
            Port = port,
            Memory = memory,
        };
    };

    private static Func<Draws, CallStep> Accept(
        int thread, IReadOnlyList<int> listening, IReadOnlyList<int> any, int freeSlot) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(listening, any));
        var nonblocking = draws.Next(Gen.Elements(true, false));
        return new CallStep
        {
            Thread = thread,
            Verb = Verb.Accept,
            Result = freeSlot,
            Descriptor = slot,
            Nonblocking = nonblocking,
        };
    };

    private static Func<Draws, CallStep> Transfer(
        Verb verb, int thread, IReadOnlyList<int> fitting, IReadOnlyList<int> any) =>
        draws => Transfers.Draw(draws, thread, verb, draws.Next(Choices.SlotOf(fitting, any)));

    /// <summary>
    /// After a buffer was filled no reader is shut: it would stop draining somewhere, and where is the kernel's secret.
    /// </summary>
    private static Func<Draws, CallStep> Shutdown(
        int thread, IReadOnlyList<int> fitting, IReadOnlyList<int> any, bool onlySending) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(fitting, any));
        var directions = onlySending ? ShutdownDirections.Send : s_directions[draws.OneOf(1, 3, 5, 3)];
        return new CallStep { Thread = thread, Verb = Verb.Shutdown, Descriptor = slot, Directions = directions };
    };

    private static Func<Draws, CallStep> Disconnect(
        int thread, IReadOnlyList<int> fitting, IReadOnlyList<int> any) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(fitting, any));
        return new CallStep { Thread = thread, Verb = Verb.Disconnect, Descriptor = slot };
    };

    private static Func<Draws, CallStep> Macro(Verb verb, int thread, IReadOnlyList<int> fitting) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(fitting, []));
        return new CallStep { Thread = thread, Verb = verb, Descriptor = slot };
    };

    private static Func<Draws, CallStep> Options(
        int thread, IReadOnlyList<int> fitting, IReadOnlyList<int> any) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(fitting, any));
        var step = draws.Next(Gen.Frequency(
            (5, Gen.Constant(new CallStep { Verb = Verb.GetError })),
            (3, Gen.Choose(-1, 1).Select(seconds => new CallStep { Verb = Verb.SetLinger, Number = seconds })),
            (3, Gen.Choose(0, 12).Select(octets => new CallStep { Verb = Verb.SetReceiveLowWater, Number = octets })),
            (3, Gen.Choose(0, 1).Select(flag => new CallStep { Verb = Verb.SetNonblocking, Number = flag })),
            (1, Gen.Choose(0, 1).Select(flag => new CallStep { Verb = Verb.SetAsync, Number = flag }))));
        return step with { Thread = thread, Descriptor = slot };
    };
}
