using Wakeline.Checking;
using Wakeline.Cli;

namespace Wakeline.Spec.Tests.Systems;

/// <summary>
/// A kernel bug put back is caught by the property that is there for it, at the bounds that the system says, where the
/// shipped table holds.
/// </summary>
public sealed class ShippedMutantsTests
{
    /// <summary>Every mutant with the length of its shortest counterexample.</summary>
    public static TheoryData<string, string, int> Mutants { get; } = new()
    {
        { "fasync-locks", "M51a", 6 },
        { "socket-detachment", "M51b", 7 },
        { "socket-detachment", "M54", 6 },
        { "aio-poll", "M48", 7 },
        { "napi-threads", "M50", 3 },
        { "pipe", "M37", 12 },
        { "pipe", "M52", 9 },
        { "pipe", "M53", 33 },
        { "epoll-ring", "M30", 4 },
        { "epoll-wake-function", "M8", 6 },
        { "epoll-exclusive", "M14a", 5 },
        { "epoll-exclusive", "M14b", 13 },
        { "epoll-exclusive", "M14c", 5 },
        { "epoll-exclusive", "M14d", 4 },
        { "epoll-check-list", "M27b", 12 },
        { "epoll-polled", "M32", 19 },
        { "epoll-zero-timeout", "M9", 8 },
        { "epoll-nested", "M13", 10 },
        { "epoll-nested", "M28", 9 },
        { "epoll-edge", "M2", 14 },
        { "epoll-edge", "M3", 20 },
        { "epoll-edge", "M4", 13 },
        { "epoll-edge", "M7", 13 },
        { "epoll-graph", "M26", 8 },
        { "epoll-graph", "M27a", 7 },
        { "epoll-graph", "M29a", 6 },
        { "epoll-graph", "M29b", 6 },
        { "epoll-graph", "M29c", 6 },
        { "epoll-oneshot", "drop-effect:Deliver.NextIsReady&NextHas(OneShot):DisableNext", 11 },
        { "epoll-deadlines", "M5", 11 },
        { "epoll-deadlines", "M11", 11 },
        { "epoll-deadlines", "M12", 7 },
        { "epoll-deadlines", "drop-rule:Arm.SomethingAvailable", 11 },
        { "call-masks", "M12", 7 },
        { "call-masks", "mask restored too early", 5 },
        { "call-masks", "mask set by hand", 5 },
        { "epoll-suspend", "relaxed too early", 6 },
        { "epoll-suspend", "overflow sleeps", 6 },
        { "epoll-suspend", "drop-effect:becomes ready:StayAwake", 2 },
        { "epoll-suspend", "drop-effect:is offered:StayAwakeOffered", 19 },
        { "epoll-suspend", "drop-effect:Deliver.NextIsReady&!MemoryIsMapped:KeepNextAwake", 8 },
        { "epoll-suspend", "EPOLLWAKEUP for everybody", 10 },
        { "epoll-level", "M6a", 13 },
        { "epoll-level", "M6b", 17 },
        { "epoll-interest", "M1", 20 },
        { "epoll-interest", "M10", 18 },
        { "epoll-interest", "drop-effect:Queue.IsReady&!IsLinked:OfferItem", 19 },
        { "epoll-interest", "drop-effect:Hook.Always:HookItem", 19 },
        { "poll-select-read", "M35", 5 },
        { "poll-select-read", "drop-effect:Visit.NextCanBePolled&IsQueueing:QueueOnNext", 5 },
        { "poll-select-read", "drop-rule:Visit.IsOver&WasWoken", 5 },
        { "epoll-peer-queue", "M17", 17 },
        { "epoll-pollfree", "M15", 11 },
        { "epoll-pollfree", "M16a", 10 },
        { "epoll-pollfree", "M16b", 14 },
        { "epoll-pollfree", "M16c", 9 },
        { "epoll-path-check", "M20", 22 },
        { "epoll-path-check", "M21a", 25 },
        { "epoll-path-check", "M21b", 5 },
        { "epoll-path-check", "M22", 23 },
        { "epoll-path-check", "M23", 11 },
        { "epoll-lifetime", "M18", 20 },
        { "epoll-lifetime", "M19", 22 },
        { "epoll-lifetime", "M24", 5 },
        { "epoll-lifetime", "M25", 9 },
        { "tcp", "drop-effect:Established.Segment.Always:TakeText", 11 },
        { "tcp", "drop-effect:Established.Segment.BringsFin:TakeFin", 16 },
        { "tcp", "drop-guard:Established.Segment.BringsFin:BringsFin", 7 },
        { "tcp", "drop-rule:Closing.Segment.AcksFin", 14 },
        { "tcp", "drop-goto:FinWait2.Segment.BringsFin:TimeWait", 17 },
        { "tcp-lossy", "drop-rule:no answer comes", 4 },
        { "tcp-incarnations", "drop-guard:a reset ends the connection:IsExactReset", 10 },
        { "tcp-intruder", "drop-rule:SynReceived+6.Segment.IsSyn&!IsMiniRecord", 3 },
        { "tcp-intruder", "drop-effect:SynReceived.Segment.IsReset&IsRequest:Ack", 3 },
        { "tcp-intruder", "drop-rule:Established+5.Segment.AcksTooOld", 3 },
        { "tcp-intruder", "drop-rule:TimeWait.Segment.IsReset", 5 },
        { "nic", "M49", 14 },
        { "nic", "lost cause", 14 },
        { "nic", "drop-rule:Poll.BudgetIsSpent", 17 },
        { "nic", "drop-rule:a missed interrupt means another poll", 14 },
        { "send-unsent", "M41a", 44 },
        { "send-unsent", "M41b", 28 },
        { "send-receive", "M36", 30 },
        { "send-receive", "M38", 54 },
        { "send-receive", "M39", 7 },
        { "send-receive", "M40", 29 },
        { "send-receive", "M42", 37 },
        { "send-receive", "M44", 13 },
        { "send-receive", "M45", 18 },
        { "send-receive", "M47", 56 },
        { "send-receive", "drop-effect:Established.Segment.Always:TakeText", 21 },
        { "urgent-data", "urgent data by the mark", 29 },
        { "urgent-data", "SIGURG with O_ASYNC only", 12 },
        { "urgent-data", "SIGIO for readers too", 16 },
        { "urgent-data", "urgent octet in the stream", 27 },
        { "listen-accept", "M33", 40 },
        { "listen-accept", "M34", 27 },
        { "listen-accept", "M43", 30 },
        { "listen-accept", "M46", 30 },
        { "listen-accept", "boundless accept queue", 37 },
        { "listen-accept", "drop-rule:another processor has made the child", 25 },
        { "listen-accept", "drop-rule:Deliver.FoundListener&IsOpening&RequestQueueIsFull", 13 },
        { "listen-accept", "drop-effect:TellListener.ListenerListens:CallListener", 32 },
        { "pipeline", "M2", 47 },
        { "pipeline", "M5", 31 },
        { "pipeline", "M49", 32 },
        { "pipeline", "drop-effect:watched for:QueueItem", 23 },
        { "call-answers", "swap-argument:Locked.CallIs(Bind)&AddressIsTaken:Answer(EADDRINUSE)", 11 },
        { "call-answers", "drop-effect:Locked.CallIs(Bind):Name", 5 },
    };

    [Theory]
    [MemberData(nameof(Mutants))]
    public void AMutantIsCaughtWhereTheShippedSystemHolds(string name, string mutant, int steps)
    {
        var system = ShippedSystem.Named(name);
        var caught = system.Info.Caught.Single(each => each.Mutant == mutant);
        var options = new CheckOptions { Property = caught.Property };

        var mutated = system.Check(
            Parameters.Of(system.Info, caught.Bounds, system.Info.FindMutation(mutant)!.Value), options,
            cancellation: TestContext.Current.CancellationToken);
        var shipped = system.Check(
            Parameters.Of(system.Info, caught.Bounds, Mutation.None), options,
            cancellation: TestContext.Current.CancellationToken);

        Assert.IsType<Holds>(shipped[caught.Property]);
        Assert.Equal(steps, Assert.IsType<Violated>(mutated[caught.Property]).Trace!.Steps.Count);
    }

    [Fact]
    public void EveryDeclaredMutantHasItsTest() => Assert.Equal(
        ShippedSystems.All.SelectMany(
            system => system.Info.Caught, (system, caught) => (system.Info.Name, caught.Mutant)),
        Mutants.Select(row => (row.Data.Item1, row.Data.Item2)));
}
