using FsCheck;
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
        yield return new Choice(others.Count > 0 ? 12 : 1, Send(thread, others, any));
        yield return new Choice(others.Count > 0 ? 12 : 1, Receive(thread, others, any));
        yield return new Choice(others.Count > 0 ? 6 : 1, Shutdown(thread, [.. others, .. listening], any));
        yield return new Choice(others.Count > 0 ? 10 : 2, Options(thread, others, any));
        yield return new Choice(others.Count > 0 ? 1 : 0, Disconnect(thread, [.. others, .. listening], any));
        yield return new Choice(others.Count > 0 ? 1 : 0, Macro(Verb.Drain, thread, others));
        yield return new Choice(others.Count > 0 && !now.HasFilled ? 1 : 0, Macro(Verb.Fill, thread, others));
    }

    private static Gen<CallStep> Socket(int thread, int freeSlot) =>
        from nonblocking in Gen.Elements(true, false)
        select new CallStep { Thread = thread, Verb = Verb.Socket, Result = freeSlot, Nonblocking = nonblocking };

    private static Gen<CallStep> Bind(int thread, IReadOnlyList<int> idle, IReadOnlyList<int> any) =>
        from slot in Choices.SlotOf(idle, any)
        from address in Gen.Frequency((8, Gen.Constant(1)), (2, Gen.Constant(2)), (1, Gen.Constant(0)))
        from port in Gen.Frequency((10, Gen.Choose(1, PortsMost)), (1, Gen.Constant(0)))
        from memory in Choices.Memory
        select new CallStep
        {
            Thread = thread,
            Verb = Verb.Bind,
            Descriptor = slot,
            Address = address,
            Port = port,
            Memory = memory,
        };

    private static Gen<CallStep> Listen(int thread, IReadOnlyList<int> fitting, IReadOnlyList<int> any) =>
        from slot in Choices.SlotOf(fitting, any)
        from backlog in Gen.Frequency((4, Gen.Choose(0, 1)), (4, Gen.Choose(2, 8)), (1, Gen.Constant(-1)))
        select new CallStep { Thread = thread, Verb = Verb.Listen, Descriptor = slot, Number = backlog };

    private static Gen<CallStep> Connect(int thread, IReadOnlyList<int> idle, IReadOnlyList<int> any) =>
        from slot in Choices.SlotOf(idle, any)
        from address in Gen.Frequency((8, Gen.Constant(1)), (1, Gen.Constant(2)))
        from port in Gen.Choose(1, PortsMost)
        from memory in Choices.Memory
        select new CallStep
        {
            Thread = thread,
            Verb = Verb.Connect,
            Descriptor = slot,
            Address = address,
            Port = port,
            Memory = memory,
        };

    private static Gen<CallStep> Accept(
        int thread, IReadOnlyList<int> listening, IReadOnlyList<int> any, int freeSlot) =>
        from slot in Choices.SlotOf(listening, any)
        from nonblocking in Gen.Elements(true, false)
        select new CallStep
        {
            Thread = thread,
            Verb = Verb.Accept,
            Result = freeSlot,
            Descriptor = slot,
            Nonblocking = nonblocking,
        };

    private static Gen<CallStep> Send(int thread, IReadOnlyList<int> fitting, IReadOnlyList<int> any) =>
        from slot in Choices.SlotOf(fitting, any)
        from octets in Choices.Octets
        from dontWait in Choices.DontWaitOn(thread)
        from memory in Choices.Memory
        select new CallStep
        {
            Thread = thread,
            Verb = Verb.Send,
            Descriptor = slot,
            Number = octets,
            Nonblocking = dontWait,
            Memory = memory,
        };

    private static Gen<CallStep> Receive(int thread, IReadOnlyList<int> fitting, IReadOnlyList<int> any) =>
        from slot in Choices.SlotOf(fitting, any)
        from octets in Choices.Octets
        from dontWait in Choices.DontWaitOn(thread)
        from memory in Choices.Memory
        select new CallStep
        {
            Thread = thread,
            Verb = Verb.Receive,
            Descriptor = slot,
            Number = octets,
            Nonblocking = dontWait,
            Memory = memory,
        };

    private static Gen<CallStep> Shutdown(int thread, IReadOnlyList<int> fitting, IReadOnlyList<int> any) =>
        from slot in Choices.SlotOf(fitting, any)
        from directions in Gen.Frequency(
            (5, Gen.Constant(ShutdownDirections.Send)), (3, Gen.Constant(ShutdownDirections.Receive)),
            (3, Gen.Constant(ShutdownDirections.Both)), (1, Gen.Constant(ShutdownDirections.None)))
        select new CallStep { Thread = thread, Verb = Verb.Shutdown, Descriptor = slot, Directions = directions };

    private static Gen<CallStep> Disconnect(int thread, IReadOnlyList<int> fitting, IReadOnlyList<int> any) =>
        from slot in Choices.SlotOf(fitting, any)
        select new CallStep { Thread = thread, Verb = Verb.Disconnect, Descriptor = slot };

    private static Gen<CallStep> Macro(Verb verb, int thread, IReadOnlyList<int> fitting) =>
        from slot in Choices.SlotOf(fitting, [])
        select new CallStep { Thread = thread, Verb = verb, Descriptor = slot };

    private static Gen<CallStep> Options(int thread, IReadOnlyList<int> fitting, IReadOnlyList<int> any) =>
        from slot in Choices.SlotOf(fitting, any)
        from step in Gen.Frequency(
            (5, Gen.Constant(new CallStep { Verb = Verb.GetError })),
            (3, Gen.Choose(-1, 1).Select(seconds => new CallStep { Verb = Verb.SetLinger, Number = seconds })),
            (3, Gen.Choose(0, 12).Select(octets => new CallStep { Verb = Verb.SetReceiveLowWater, Number = octets })),
            (3, Gen.Choose(0, 1).Select(flag => new CallStep { Verb = Verb.SetNonblocking, Number = flag })),
            (1, Gen.Choose(0, 1).Select(flag => new CallStep { Verb = Verb.SetAsync, Number = flag })))
        select step with { Thread = thread, Descriptor = slot };
}
