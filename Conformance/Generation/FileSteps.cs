using FsCheck.Fluent;
using Wakeline.Conformance.Programs;
using Wakeline.Spec;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Generation;

/// <summary>
/// Steps on descriptors of any kind, on eventfds and on epoll instances, and those that ask for readiness.
/// </summary>
internal static class FileSteps
{
    public static IEnumerable<Choice> In(Situation now, int thread, int freeSlot)
    {
        var any = now.All;
        var counters = now.Of(FileKind.Event);
        var epolls = now.Of(FileKind.Epoll);
        var hasRoom = now.Room.Descriptors > 2;
        yield return new Choice(hasRoom && now.Room.Counters > 1 ? 3 : 0, EventFd(thread, freeSlot));
        yield return new Choice(hasRoom && now.Room.Epolls > 3 ? 4 : 0, EpollCreate(thread, freeSlot));
        yield return new Choice(hasRoom && now.Of(FileKind.Regular).Count == 0 ? 1 : 0,
            Opening(Verb.OpenRegularFile, thread, freeSlot));
        yield return new Choice(hasRoom && any.Count > 0 ? 2 : 0, Duplicate(thread, any, freeSlot));
        yield return new Choice(any.Count > 2 ? 4 : 1, Close(thread, any, now.Closed));
        yield return new Choice(counters.Count > 0 ? 6 : 0, Write(thread, counters));
        yield return new Choice(counters.Count > 0 ? 4 : 0, Read(thread, counters));
        yield return new Choice(epolls.Count > 0 && now.Room.Items > 0 ? 14 : 1, EpollControl(thread, epolls, any));
        yield return new Choice(epolls.Count > 0 ? 14 : 1, EpollWait(thread, epolls, any));
        yield return new Choice(any.Count > 0 ? 6 : 1, Polling(Verb.Poll, thread, any, now.Closed));
        yield return new Choice(any.Count > 0 ? 2 : 1, Polling(Verb.Select, thread, any, now.Closed));
    }

    private static Func<Draws, CallStep> Opening(Verb verb, int thread, int freeSlot) =>
        _ => new CallStep { Thread = thread, Verb = verb, Result = freeSlot };

    private static Func<Draws, CallStep> EventFd(int thread, int freeSlot) => draws =>
    {
        var count = draws.Next(Gen.Frequency((5, Gen.Choose(0, 2)), (1, Gen.Constant(int.MaxValue))));
        var nonblocking = draws.Next(Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false))));
        return new CallStep
        {
            Thread = thread,
            Verb = Verb.EventFd,
            Result = freeSlot,
            Number = count,
            Nonblocking = nonblocking,
        };
    };

    private static Func<Draws, CallStep> EpollCreate(int thread, int freeSlot) => draws =>
    {
        var isUnknown = draws.Next(Choices.Seldom);
        return new CallStep
        {
            Thread = thread,
            Verb = Verb.EpollCreate,
            Result = freeSlot,
            Number = isUnknown ? 1 : 0,
        };
    };

    private static Func<Draws, CallStep> Duplicate(int thread, IReadOnlyList<int> any, int freeSlot) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(any, any));
        return new CallStep { Thread = thread, Verb = Verb.Duplicate, Result = freeSlot, Descriptor = slot };
    };

    private static Func<Draws, CallStep> Close(
        int thread, IReadOnlyList<int> any, IReadOnlyList<int> closed) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(any, closed));
        return new CallStep { Thread = thread, Verb = Verb.Close, Descriptor = slot };
    };

    private static Func<Draws, CallStep> Write(int thread, IReadOnlyList<int> counters) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(counters, []));
        var value = draws.Next(Gen.Frequency((10, Gen.Choose(0, 3)), (1, Gen.Constant(-2)), (1, Gen.Constant(-1))));
        var memory = draws.Next(Choices.Memory);
        return new CallStep
        {
            Thread = thread,
            Verb = Verb.Write,
            Descriptor = slot,
            Number = value,
            Memory = memory,
        };
    };

    private static Func<Draws, CallStep> Read(int thread, IReadOnlyList<int> counters) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(counters, []));
        var memory = draws.Next(Choices.Memory);
        return new CallStep
        {
            Thread = thread,
            Verb = Verb.Read,
            Descriptor = slot,
            Number = sizeof(ulong),
            Memory = memory,
        };
    };

    private static Func<Draws, CallStep> EpollControl(
        int thread, IReadOnlyList<int> epolls, IReadOnlyList<int> any) => draws =>
    {
        var epoll = draws.Next(Choices.SlotOf(epolls, any));
        var target = draws.Next(Choices.SlotOf(any, any));
        var operation = draws.Next(Gen.Frequency(
            (10, Gen.Constant(ControlOperation.Add)), (5, Gen.Constant(ControlOperation.Modify)),
            (2, Gen.Constant(ControlOperation.Delete)), (1, Gen.Constant(ControlOperation.Unknown))));
        var events = draws.Next(Choices.WatchedMask);
        var data = draws.Next(Gen.Choose(0, 99));
        var memory = draws.Next(Choices.Memory);
        return new CallStep
        {
            Thread = thread,
            Verb = Verb.EpollControl,
            Descriptor = epoll,
            Operation = operation,
            Target = target,
            Events = events,
            Number = data,
            Memory = memory,
        };
    };

    private static Func<Draws, CallStep> EpollWait(
        int thread, IReadOnlyList<int> epolls, IReadOnlyList<int> any) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(epolls, any));
        var most = draws.Next(Gen.Frequency((8, Gen.Constant(8)), (4, Gen.Constant(1)), (1, Gen.Choose(-1, 0))));
        var timeout = draws.Next(Choices.TimeoutOn(thread));
        var memory = draws.Next(Choices.Memory);
        var isNewer = draws.Next(Choices.Seldom);
        return new CallStep
        {
            Thread = thread,
            Verb = isNewer ? Verb.EpollWait2 : Verb.EpollWait,
            Descriptor = slot,
            Number = most,
            Timeout = timeout,
            Memory = memory,
        };
    };

    /// <summary>One to four descriptors, none twice: select could not tell them apart.</summary>
    private static Func<Draws, CallStep> Polling(
        Verb verb, int thread, IReadOnlyList<int> any, IReadOnlyList<int> closed) => draws =>
    {
        var slots = draws.Next(Gen.SubListOf<int>([.. any, .. closed.Take(1)]));
        var masks = draws.Next(Choices.Mask.ListOf(4));
        var timeout = draws.Next(Choices.TimeoutOn(thread));
        var bad = draws.Next(verb == Verb.Poll ? Choices.Seldom : Gen.Constant(false));
        return new CallStep
        {
            Thread = thread,
            Verb = verb,
            Polled = slots.Append(bad || slots.Count == 0 ? CallStep.NoSlot : slots[0]).Distinct().Take(4)
                .Select((slot, place) => new PolledSlot(slot, Asked(verb, masks[place])))
                .Where(each => verb == Verb.Poll || (each.Slot != CallStep.NoSlot && each.Asked != PollEvents.None))
                .ToSequence(),
            Timeout = timeout,
        };
    };

    private static PollEvents Asked(Verb verb, PollEvents mask) =>
        verb == Verb.Select ? mask & (PollEvents.In | PollEvents.Out | PollEvents.Pri) : mask;
}
