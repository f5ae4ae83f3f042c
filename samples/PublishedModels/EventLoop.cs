using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline;

namespace PublishedModels;

public enum NotifierPlace : byte
{
    Idle,
    Requested,
    Marking,
    Done,
}

public enum PollPlace : byte
{
    Idle,
    Checking,
    Sleeping,
    Leaving,
    Clearing,
    Testing,
    Finishing,
    Gone,
}

/// <summary>Shared variables of a notifier and two tasks that poll, the second only for a while.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct EventLoopState
{
    public Mutation Mutation;
    public bool IsAccepted;
    public NotifierPlace Notifier;
    public InlineArray2<PollPlace> Pollers;
    public byte NotifyMe;
    public bool Request;
    public bool Event;
    public bool Notified;
    public BitSet<byte> WasNotified;
}

/// <summary>
/// aio_notify of QEMU's event loop (util/async.c), after P. Bonzini's models docs/spin/aio_notify_bug.promela and
/// aio_notify_accept.promela: the event is raised only if somebody polls.
/// </summary>
[Machine]
public static partial class AioNotify
{
    internal static void Rules(Table<EventLoopState, NotifierPlace> table) => table
        .At(Place).MutatedBy(MutationIn).Final(NotifierPlace.Idle, NotifierPlace.Done).Fair(Fairness.Weak)
        .In(NotifierPlace.Idle).Alternatives().Fair(Fairness.None)
            .Always().Do(RaiseRequest).Goto(NotifierPlace.Requested)
            .Always().Goto(NotifierPlace.Done).Named("stop")
        .In(NotifierPlace.Requested)
            .When(NobodyPolls).Goto(NotifierPlace.Idle)
            .When(IsAccepted).Do(RaiseEvent).Goto(NotifierPlace.Marking).Named("raise, then mark")
            .Otherwise().Do(RaiseEvent).Goto(NotifierPlace.Idle)
        .In(NotifierPlace.Marking)
            .Always().Do(Mark).Goto(NotifierPlace.Idle).Named("mark")
        .Mutant("marked first", "The mark is set before the event.")
            .Without("raise, then mark", "mark")
            .In(NotifierPlace.Requested).When(IsAccepted).Do(Mark).Goto(NotifierPlace.Marking).Named("mark, then raise")
            .In(NotifierPlace.Marking).Always().Do(RaiseEvent).Goto(NotifierPlace.Idle).Named("raise")
        .Mutant("raised once", "The event is raised only if the mark is not set yet.")
            .Without("raise, then mark")
            .In(NotifierPlace.Requested)
            .When(IsAccepted).Unless(IsMarked).Do(RaiseEvent).Goto(NotifierPlace.Marking).Named("raise unmarked")
            .When(IsAccepted).Goto(NotifierPlace.Marking).Named("trust the mark");

    private static ref NotifierPlace Place(ref EventLoopState state) => ref state.Notifier;

    private static Mutation MutationIn(in EventLoopState state) => state.Mutation;

    private static bool NobodyPolls(in EventLoopState state) => state.NotifyMe == 0;

    private static bool IsAccepted(in EventLoopState state) => state.IsAccepted;

    private static bool IsMarked(in EventLoopState state) => state.Notified;

    private static void RaiseRequest(ref EventLoopState state) => state.Request = true;

    private static void RaiseEvent(ref EventLoopState state) => state.Event = true;

    private static void Mark(ref EventLoopState state) => state.Notified = true;
}

/// <summary>aio_poll (util/aio-posix.c): announce oneself, look again, sleep; then clear the event and serve.</summary>
[Machine]
public static partial class AioPoll
{
    internal static void Rules(Table<EventLoopState, PollPlace> table) => table
        .At(Place).MutatedBy(MutationIn).Final(PollPlace.Sleeping, PollPlace.Gone).Fair(Fairness.Weak)
        .In(PollPlace.Idle)
            .Always().Do(Announce).Goto(PollPlace.Checking).Alternative()
            .When(IsTemporary).Goto(PollPlace.Gone).Fair(Fairness.None)
        .In(PollPlace.Checking)
            .When(IsRequested).Goto(PollPlace.Leaving).Named("look again")
            .Otherwise().Goto(PollPlace.Sleeping)
        .In(PollPlace.Sleeping)
            .When(IsRaised).Goto(PollPlace.Leaving)
        .In(PollPlace.Leaving)
            .Always().Do(Withdraw).Goto(PollPlace.Clearing)
        .In(PollPlace.Clearing)
            .When(IsAccepted).Do(TakeMark).Goto(PollPlace.Testing)
            .Otherwise().Do(ClearEvent).Goto(PollPlace.Finishing).Named("clear, then serve")
        .In(PollPlace.Testing)
            .When(WasMarked).Do(ClearEvent).Do(ForgetMark).Goto(PollPlace.Finishing)
            .Otherwise().Goto(PollPlace.Finishing)
        .In(PollPlace.Finishing)
            .Always().Do(Serve).Goto(PollPlace.Idle).Named("serve")
        .Mutant("no second look", "A task that polls sleeps without another look at the request.")
            .Without("look again")
        .Mutant("cleared late", "The event is cleared after the request is served.")
            .Without("clear, then serve", "serve")
            .In(PollPlace.Clearing).Always().Do(Serve).Goto(PollPlace.Finishing).Named("serve, then clear")
            .In(PollPlace.Finishing).Always().Do(ClearEvent).Goto(PollPlace.Idle).Named("clear");

    private static ref PollPlace Place(ref EventLoopState state, int self) => ref state.Pollers[self];

    private static Mutation MutationIn(in EventLoopState state) => state.Mutation;

    private static bool IsTemporary(in EventLoopState state, int self) => self == 1;

    private static bool IsRequested(in EventLoopState state) => state.Request;

    private static bool IsRaised(in EventLoopState state) => state.Event;

    private static bool IsAccepted(in EventLoopState state) => state.IsAccepted;

    private static bool WasMarked(in EventLoopState state, int self) => state.WasNotified.Contains(self);

    private static void Announce(ref EventLoopState state) => state.NotifyMe++;

    private static void Withdraw(ref EventLoopState state) => state.NotifyMe--;

    private static void ClearEvent(ref EventLoopState state) => state.Event = false;

    private static void Serve(ref EventLoopState state) => state.Request = false;

    private static void ForgetMark(ref EventLoopState state, int self) => state.WasNotified.Remove(self);

    private static void TakeMark(ref EventLoopState state, int self)
    {
        if (state.Notified)
        {
            state.WasNotified.Add(self);
            state.Notified = false;
        }
    }
}

[CheckedSystem("event-loop")]
public readonly partial struct EventLoop
{
    internal static void Compose(SystemTable<EventLoopState> system) => system
        .Parameter("accept", 0, 0, 1, "whether the event is cleared only by who takes the mark that it was raised")
        .Start(Begin)
        .Run(typeof(AioNotify), "notifier")
        .Run(typeof(AioPoll), Pollers, "poller {0}")
        .LeadsTo(IsRequested, IsServed, "a request is served")
        .LeadsTo(IsRaised, IsCleared, "nobody polls for ever because of an event that stays raised")
        .AtRest(IsServed, "nobody sleeps while a request waits")
        .MayEnd(NotifierStopped)
        .Catches("no second look", nameof(IsServed))
        .Catches("cleared late", "IsRequested~>IsServed")
        .Catches("marked first", "IsRaised~>IsCleared", "accept=1")
        .Catches("raised once", "IsRequested~>IsServed", "accept=1");

    private static EventLoopState Begin(Parameters parameters) => new()
    {
        Mutation = parameters.Mutation,
        IsAccepted = parameters["accept"] == 1,
    };

    private static int Pollers(in EventLoopState state) => 2;

    private static bool NotifierStopped(in EventLoopState state) => state.Notifier == NotifierPlace.Done;

    private static bool IsRequested(in EventLoopState state) => state.Request;

    private static bool IsServed(in EventLoopState state) => !state.Request;

    private static bool IsRaised(in EventLoopState state) => state.Event;

    private static bool IsCleared(in EventLoopState state) => !state.Event;
}
