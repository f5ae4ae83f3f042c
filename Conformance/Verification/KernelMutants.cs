namespace Wakeline.Conformance;

/// <summary>
/// Faults that implementers of sockets and epoll make, each put into the specification by leaving out or changing one
/// part of one row. The comparison with a kernel must notice every one.
/// </summary>
public static class KernelMutants
{
    /// <summary>The faults, by the part of the specification they are in.</summary>
    public static IReadOnlyList<KernelMutant> All { get; } =
        [.. Descriptors, .. Epoll, .. Polling, .. Names, .. Streams, .. Connections];

    private static IEnumerable<KernelMutant> Descriptors =>
    [
        new("eventfd: wrong errno for a value too great", "ENOENT where write of 2^64-1 gives EINVAL.",
            "EventWrite", "swap-argument:Check.ValueIsTooGreat:Fail(EINVAL)"),
        new("eventfd: a nonblocking read sleeps", "O_NONBLOCK counts for nothing.",
            "EventRead", "drop-rule:Check.IsNonblocking"),
        new("eventfd: write wakes nobody", "Who waits for the counter is not called.",
            "EventWrite", "drop-effect:Check+1.IsAwake&CounterHasRoom:WakeReaders"),
        new("eventfd: read leaves the counter", "What is read is not taken.",
            "EventRead", "drop-effect:Check+1.IsAwake&!CounterIsZero:Take"),
        new("close: a closed descriptor closes twice", "The error for a descriptor that is not open is another.",
            "DescriptorCalls", "swap-argument:Entered.CallIs(Close)&!IsOpen:Fail(EBADF)"),
        new("close: interest outlives the file", "An item stays on the interest list when its file is gone.",
            "FileRelease", "drop-effect:Unwatch.IsWatched&WatcherIsUnlocked:RemoveWatcher"),
    ];

    private static IEnumerable<KernelMutant> Epoll =>
    [
        new("epoll_ctl: ADD twice", "A second ADD of the same descriptor gives another error.",
            "EpollControl", "swap-argument:Change.OperationIs(Add)&HasItem:Fail(EEXIST)"),
        new("epoll_ctl: MOD of what is not there", "ENOENT becomes another error.",
            "EpollControl", "swap-argument:Change.OperationIs(Modify)&!HasItem:Fail(ENOENT)"),
        new("epoll_ctl: regular files can be watched", "A file without poll method is taken.",
            "EpollControl", "drop-rule:Check.TargetHasNoPoll"),
        new("epoll_ctl: wrong errno for a loop", "ELOOP becomes another error.",
            "EpollControl", "swap-argument:LoopCheck.CheckCanRun&WouldLoop:Fail(ELOOP)"),
        new("epoll_ctl: MOD does not ask the file", "A mask changed to what is ready now is not reported.",
            "EpollControl", "drop-effect:Queue.IsReady&!IsLinked:OfferItem"),
        new("epoll_ctl: MOD keeps the old mask", "The new events are not stored.",
            "EpollControl", "drop-effect:MOD stores its mask, then asks the file:StoreEvents"),
        new("epoll_ctl: EXCLUSIVE with anything", "EXCLUSIVE is taken with bits it does not go with.",
            "EpollControl", "drop-rule:Check.AddsMoreThanExclusiveMay"),
        new("epoll_wait: maxevents of 0", "A call that can take no event is accepted.",
            "EpollWait", "drop-rule:Check.MaxEventsIsNotPositive"),
        new("epoll_wait: edge-triggered is level-triggered", "What was reported stays on the ready list.",
            "EpollWait", "drop-rule:Deliver.NextIsReady&NextHas(EdgeTriggered)"),
        new("epoll_wait: level-triggered is edge-triggered", "What was reported is not asked again.",
            "EpollWait", "drop-effect:Deliver.NextIsReady:RequeueNext"),
        new("epoll_wait: one-shot fires twice", "A one-shot item is not disabled.",
            "EpollWait", "drop-effect:Deliver.NextIsReady&NextHas(OneShot):DisableNext"),
        new("epoll_wait: a signal is not told", "EINTR becomes another error.",
            "EpollWait", "swap-argument:Arm.SignalPending:Fail(EINTR)"),
        new("epoll: an event is queued, but nobody woken",
            "The callback queues the item and leaves the sleeper asleep.",
            "ReadyList", "drop-effect:becomes ready:WakeSleeper"),
        new("epoll: HUP only if asked for", "The mask is stored as it was given, without ERR and HUP.",
            "EpollControl", "HUP only if asked for"),
        new("epoll: an event is not queued", "The callback leaves the ready list as it is.",
            "PollCallback", "drop-effect:watched for:QueueItem"),
        new("epoll: nesting is silent", "Who watches the instance is not called.",
            "PollCallback", "drop-effect:watched for:WakePollers"),
        new("epoll_ctl: DEL leaves the item", "What was deleted is reported.",
            "EpollControl", "drop-effect:Change.OperationIs(Delete):Remove"),
    ];

    private static IEnumerable<KernelMutant> Polling =>
    [
        new("poll: a closed descriptor is nothing", "NVAL is not reported.",
            "Poll", "drop-effect:Visit.NextIsClosed:FindClosed"),
        new("poll: a sleeper is not queued", "poll sleeps without being on any wait queue.",
            "Poll", "drop-effect:Visit.NextCanBePolled&IsQueueing:QueueOnNext"),
        new("select: a closed descriptor is skipped", "EBADF is not returned.",
            "Select", "drop-rule:Check.OneIsClosed"),
        new("select: wrong errno for a signal", "EINTR becomes another error.",
            "Select", "swap-argument:Visit.IsOver&SignalPending:Fail(EINTR)"),
    ];

    private static IEnumerable<KernelMutant> Names =>
    [
        new("bind: a taken address is given again", "EADDRINUSE is not returned.",
            "SocketControl", "drop-rule:Locked.CallIs(Bind)&AddressIsTaken"),
        new("listen: no backlog", "The backlog asked for is not stored.",
            "SocketControl", "drop-effect:Locked.CallIs(Listen):SetBacklog"),
        new("backlog: off by one", "A listener takes one connection less than it should.",
            "Softirq", "backlog off by one"),
        new("accept: a nonblocking accept sleeps", "EAGAIN is not returned.",
            "Accept", "drop-rule:Look.IsNonblocking"),
        new("accept: nobody is woken", "A connection in the accept queue is not announced.",
            "Callbacks", "drop-effect:a connection wakes one:WakeReaders"),
        new("connect: refused is not told", "SYN-SENT ignores the reset.",
            "Connection", "drop-effect:SynSent.Segment.IsReset&HasAck:Fail(ECONNREFUSED)"),
        new("connect: twice is no error", "EISCONN becomes another error.",
            "Connect", "swap-argument:Begin.AssociationIs(Connected):Answer(EISCONN)"),
        new("SO_ERROR: the error is not told", "A pending error is neither returned nor cleared.",
            "SocketControl", "drop-rule:Entered.CallIs(GetError)"),
    ];

    private static IEnumerable<KernelMutant> Streams =>
    [
        new("recv: a listener can be read", "ENOTCONN becomes another error.",
            "Receive", "swap-argument:Look.StateIs(Listen):Answer(ENOTCONN)"),
        new("recv: the end of the stream is no end", "After FIN recv does not return 0.",
            "Receive", "drop-rule:Look.!HasMoved&HasSeenFin"),
        new("recv: an error is not told", "What a reset left is not returned.",
            "Receive", "drop-rule:Look.!HasMoved&HasError"),
        new("recv: nobody is woken by data", "sk_data_ready is not called.",
            "Callbacks", "drop-effect:Any.DataArrived.LowWaterReached:WakeReaders"),
        new("SO_RCVLOWAT: has no effect", "The low-water mark is not stored.",
            "SocketControl", "drop-effect:Locked.CallIs(SetReceiveLowWater):SetLowWater"),
        new("send: works after shutdown", "EPIPE is not returned.",
            "Send", "drop-rule:Begin.IsSendShut"),
        new("send: wrong errno without a connection", "EPIPE becomes another error.",
            "Send", "swap-argument:Connecting.!IsHandshaking:Answer(EPIPE)"),
        new("shutdown: no FIN", "The peer is not told that nothing more comes.",
            "SocketControl", "drop-effect:Locked.CallIs(Shutdown)&ShutsSending&SendsFin:CloseConnection"),
        new("shutdown: nobody here is told", "Who polls the socket is not woken.",
            "SocketControl", "drop-effect:Locked.CallIs(Shutdown):CallBack"),
        new("SO_LINGER: has no effect", "close never resets.",
            "SocketControl", "drop-effect:Locked.CallIs(SetLinger):SetLinger"),
    ];

    private static IEnumerable<KernelMutant> Connections =>
    [
        new("TCP: text is lost", "What arrives in ESTABLISHED is acknowledged and forgotten.",
            "Connection", "drop-effect:Established.Segment.Always:TakeText"),
        new("TCP: FIN is ignored", "CLOSE-WAIT is not entered.",
            "Connection", "drop-rule:Established.Segment.BringsFin"),
        new("TCP: RST is ignored", "A reset does not end the connection.",
            "Connection", "drop-rule:a reset ends the connection"),
        new("TCP: data is lost on RST", "A reset throws away what waits to be read.",
            "Connection", "data lost on RST"),
        new("TCP: the peer's FIN leaves no mark", "RDHUP is missing, and recv waits for more.",
            "Connection", "drop-effect:Established.Segment.BringsFin:TakeFin"),
        new("TCP: reset with the wrong error", "ECONNRESET becomes another error.",
            "Connection", "swap-argument:a reset ends the connection:Fail(ECONNRESET)"),
        new("TCP: close with unread data sends FIN", "The peer is not reset.",
            "Connection", "drop-effect:SynReceived+4.Abort.Always:Reset"),
        new("TCP: the last ACK is not believed", "LAST-ACK never ends.",
            "Connection", "drop-rule:LastAck.Segment.AcksFin"),
    ];
}
