using FsCheck.Fluent;
using Wakeline.Conformance.Programs;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Generation;

/// <summary>Steps on the ends of UNIX socket pairs.</summary>
internal static class PairSteps
{
    private static readonly ShutdownDirections[] s_directions =
        [ShutdownDirections.None, ShutdownDirections.Receive, ShutdownDirections.Send, ShutdownDirections.Both];

    public static IEnumerable<Choice> In(Situation now, int thread, int freeSlot)
    {
        var ends = now.Of(FileKind.UnixSocket);
        var hasRoom = now.Room.Descriptors > 3 && now.Room.UnixSockets > 1;
        var weight = ends.Count > 0 ? 1 : 0;
        yield return new Choice(hasRoom && ends.Count < 2 ? 1 : 0, Make(thread, freeSlot));
        yield return new Choice(6 * weight, Transfer(thread, ends, Verb.Send, Verb.Send, Verb.Send, Verb.Write));
        // A filled buffer is drained whole: how much more comes in when a part is read is the kernel's secret.
        yield return new Choice(6 * weight, now.HasFilled
            ? On(Verb.Drain, thread, ends)
            : Transfer(thread, ends, Verb.Receive, Verb.Receive, Verb.Receive, Verb.Read));
        yield return new Choice(3 * weight, Shutdown(thread, ends));
        yield return new Choice(2 * weight, Option(thread, ends));
        yield return new Choice(weight, Address(thread, ends, freeSlot));
        yield return new Choice(now.HasFilled ? 0 : weight, On(Verb.Fill, thread, ends));
    }

    private static Func<Draws, CallStep> Make(int thread, int freeSlot) => draws => new CallStep
    {
        Thread = thread,
        Verb = Verb.SocketPair,
        Result = freeSlot,
        SecondResult = freeSlot + 1,
        Nonblocking = draws.Next(Choices.Seldom),
    };

    private static Func<Draws, CallStep> Transfer(
        int thread, IReadOnlyList<int> ends, params Verb[] verbs) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(ends, []));
        var verb = verbs[draws.OneOf([.. verbs.Select(_ => 1)])];
        return Transfers.Draw(draws, thread, verb, slot);
    };

    private static Func<Draws, CallStep> On(Verb verb, int thread, IReadOnlyList<int> ends) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(ends, []));
        return new CallStep { Thread = thread, Verb = verb, Descriptor = slot };
    };

    private static Func<Draws, CallStep> Shutdown(int thread, IReadOnlyList<int> ends) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(ends, []));
        var directions = s_directions[draws.OneOf(1, 3, 5, 3)];
        return new CallStep { Thread = thread, Verb = Verb.Shutdown, Descriptor = slot, Directions = directions };
    };

    private static Func<Draws, CallStep> Option(int thread, IReadOnlyList<int> ends) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(ends, []));
        var step = draws.Next(Gen.Frequency(
            (5, Gen.Constant(new CallStep { Verb = Verb.GetError })),
            (3, Gen.Choose(0, 12).Select(octets => new CallStep { Verb = Verb.SetReceiveLowWater, Number = octets })),
            (1, Gen.Constant(new CallStep { Verb = Verb.SetLinger, Number = 0 })),
            (2, Gen.Choose(0, 1).Select(flag => new CallStep { Verb = Verb.SetNonblocking, Number = flag })),
            (1, Gen.Choose(0, 1).Select(flag => new CallStep { Verb = Verb.SetAsync, Number = flag }))));
        return step with { Thread = thread, Descriptor = slot };
    };

    /// <summary>Calls that an end of a pair refuses.</summary>
    private static Func<Draws, CallStep> Address(int thread, IReadOnlyList<int> ends, int freeSlot) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(ends, []));
        var memory = draws.Next(Choices.Memory);
        return new[] { Verb.Bind, Verb.Listen, Verb.Connect, Verb.Disconnect, Verb.Accept }[draws.OneOf(1, 1, 1, 1, 1)]
            switch
        {
            Verb.Listen => new CallStep { Thread = thread, Verb = Verb.Listen, Descriptor = slot, Number = 1 },
            Verb.Disconnect => new CallStep { Thread = thread, Verb = Verb.Disconnect, Descriptor = slot },
            Verb.Accept => new CallStep
            {
                Thread = thread,
                Verb = Verb.Accept,
                Result = freeSlot,
                Descriptor = slot,
            },
            var verb => new CallStep
            {
                Thread = thread,
                Verb = verb,
                Descriptor = slot,
                Port = 1,
                Memory = memory,
            },
        };
    };
}
