using Wakeline.Model.Execution;
using Wakeline.Model.Transport;
using Wakeline.Spec;
using Wakeline.Spec.Files;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model;

/// <summary>
/// A kernel in memory: the shipped specifications, run deterministically. Softirq goes first, then the thread that has
/// just made a call, each until it sleeps or returns; then the others, lowest number first. Time is virtual and stands
/// still until
/// <see cref="Advance"/>. One object is to be used by one thread.
/// </summary>
public sealed class KernelHost
{
    /// <summary>No lawful kernel sends so much at one event; a faulty one may send for ever.</summary>
    private const int SentMost = 16_384;

    private readonly SuccessorBuffer _successors = new();
    private readonly VirtualClock _clock = new();
    private readonly KernelThread[] _threads;
    private readonly List<SentSegment> _sent = [];
    private TransportPolicies? _policies;
    private Kernel _kernel;

    /// <summary>Creates a kernel with a process that has opened nothing.</summary>
    /// <param name="threads">Threads of the process, at most <see cref="Capacity.Tasks"/>.</param>
    /// <param name="mutation">A mutant of the specification to put in force.</param>
    /// <exception cref="SpecificationException">There is no room for so many threads.</exception>
    public KernelHost(int threads = 1, Mutation mutation = default)
    {
        _kernel = HostSystem.Boot(threads, mutation);
        _kernel.Bounds.Expiries = 1;
        _threads = [.. Enumerable.Range(0, threads).Select(number => new KernelThread(this, number))];
    }

    /// <summary>
    /// The last octet of an address that is not this host's but a peer's: what is sent to it leaves the host.
    /// </summary>
    public byte? Peer { get; init; }

    /// <summary>The state the kernel is in.</summary>
    public ref readonly Kernel State => ref _kernel;

    /// <summary>Virtual time since the kernel was created.</summary>
    public TimeSpan Now => _clock.Now;

    /// <summary>When the next timer is due; <see langword="null"/> if none is armed.</summary>
    public TimeSpan? NextDeadline => _clock.NextDeadline;

    /// <summary>Is told of every step and the state after it.</summary>
    public StepObserver? Stepped { get; set; }

    /// <summary>The threads, which make the calls.</summary>
    public IReadOnlyList<KernelThread> Threads => _threads;

    /// <summary>How long the timers of a socket's connection run.</summary>
    public Func<int, ConnectionTimes> TimesOf
    {
        get => _clock.TimesOf;
        set => _clock.TimesOf = value;
    }

    /// <summary>Lets time pass. Timers that are due expire in their order, and what they cause happens.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        var until = Now + time;
        while (_clock.NextDeadline is { } deadline && deadline <= until)
        {
            ExpireNext();
        }

        _clock.Now = until;
    }

    /// <summary>Lets time pass until the next timer is due, and lets that one expire.</summary>
    /// <returns>Whether a timer was armed.</returns>
    public bool AdvanceToNextTimer()
    {
        if (_clock.NextDeadline is null)
        {
            return false;
        }

        ExpireNext();
        return true;
    }

    /// <summary>Puts settings of the network stack in force. What exists keeps those it began with.</summary>
    public void Configure(in NetworkNamespace settings) => _kernel.Net = settings;

    /// <summary>
    /// Lets connections with the peer send, time and acknowledge as Linux does. Those that exist keep the settings they
    /// began with.
    /// </summary>
    /// <exception cref="InvalidOperationException">The host has no peer.</exception>
    public void ConfigureTransport(TransportSettings settings)
    {
        var peer = Peer ?? throw new InvalidOperationException("The host has no peer.");
        _policies ??= new TransportPolicies(peer, CarryToPeer, PushLast) { Settings = settings };
        if (_policies.Settings.FastOpenPause != settings.FastOpenPause)
        {
            _policies.FastOpenPause.Forget();
        }

        _policies.Settings = settings;
    }

    /// <summary>Whether clients do without Fast Open for a while, since something seemed to swallow it.</summary>
    public bool PausesFastOpen =>
        _policies is { } policies && policies.FastOpenPause.IsOn(Microseconds, policies.Settings);

    /// <summary>Changes how one socket's connection sends, times and acknowledges.</summary>
    /// <exception cref="InvalidOperationException">No connection does as Linux does.</exception>
    public void ConfigureTransport(int socket, Func<TransportSettings, TransportSettings> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        (_policies ?? throw new InvalidOperationException("The host has no policies.")).Change(socket, change);
    }

    /// <summary>Lets segments of the peer be stamped from now on as they arrive (net_enable_timestamp).</summary>
    public void StampArrivals() => _policies!.StampsArrivals = true;

    /// <summary>
    /// An idle connection is to be probed after another time, counted from when anything last came
    /// (tcp_sock_set_keepidle_locked).
    /// </summary>
    public void ChangeIdleness(int socket, TimeSpan idle)
    {
        var due = TimeSpan.FromMicroseconds(_policies?.Of(socket)?.LastHeard ?? 0) + idle;
        _clock.Move(socket, TcpTimer.KeepAlive, due > Now ? due : Now);
    }

    /// <summary>A segment of the peer arrives, and what it causes happens.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="marks">What its headers say of congestion.</param>
    public void Deliver(in Segment segment, CongestionMarks marks = default)
    {
        var taken = segment;
        if (_policies?.BeforeArrival(ref _kernel, ref taken, marks, Microseconds) != false)
        {
            _kernel.Nic.Wire.Enqueue(in taken);
        }

        RunToRest(0);
    }

    /// <summary>A message of ICMP arrives that tells of an error on the path, and what it causes happens.</summary>
    /// <param name="error">The error. Of a connection that there is not it changes nothing.</param>
    /// <param name="notice">What it says besides.</param>
    public void Deliver(in PathError error, in PathNotice notice)
    {
        if (FindConnection(error.Local, error.Remote) is not { } socket)
        {
            return;
        }

        var told = _policies?.BeforeError(ref _kernel, socket, in error, in notice, Microseconds) ?? error;
        SetClocks();
        SocketInput.Take(ref _kernel, socket, in told);
        RunToRest(0);
    }

    /// <summary>The socket, or the listener, that a segment that arrives is for, if there is one.</summary>
    public int? FindReceiver(in Segment segment)
    {
        var socket = FindConnection(segment.Destination, segment.Source)
            ?? SocketTable.FindListener(in _kernel, in segment.Destination);
        return socket == SocketTable.None ? null : socket;
    }

    /// <summary>The socket of the connection between two ends, if there is one.</summary>
    public int? FindConnection(Endpoint local, Endpoint remote)
    {
        var segment = new Segment { Source = remote, Destination = local };
        var socket = SocketTable.FindConnection(in _kernel, in segment);
        return socket == SocketTable.None ? null : socket;
    }

    /// <summary>Takes the oldest segment that was sent to the peer and not taken.</summary>
    public bool TryTakeSent(out SentSegment sent)
    {
        if (_sent.Count == 0)
        {
            sent = default;
            return false;
        }

        sent = _sent[0];
        _sent.RemoveAt(0);
        return true;
    }

    /// <summary>
    /// Reports come to the error queue of a socket, which calls back for them (net/core/skbuff.c sock_queue_err_skb).
    /// What they say is for the host to keep.
    /// </summary>
    public void QueueReports(int socket, int count)
    {
        ref var endpoint = ref _kernel.Sockets[socket];
        endpoint.Reports = (byte)Math.Min(endpoint.Reports + count, byte.MaxValue);
        Callbacks.Fire(ref _kernel, socket, default(ErrorRaised));
        RunToRest(0);
    }

    /// <summary>
    /// The error of a socket is told by a report that was taken, and not once more (net/core/skbuff.c
    /// sock_dequeue_err_skb).
    /// </summary>
    public void ForgetError(int socket) => _kernel.Sockets[socket].Tcb.Error = Errno.None;

    /// <summary>connect waits for the first text, or does not any more (tcp_fastopen_defer_connect).</summary>
    public void DeferConnect(int socket, bool defers) => _kernel.Sockets[socket].DefersConnect = defers;

    /// <summary>The user shuts a connection that waits for its first text: that is as if it had been reset
    /// (inet_shutdown, tcp_disconnect).</summary>
    public void BreakOffDeferred(int socket)
    {
        DeferConnect(socket, defers: false);
        _kernel.Sockets[socket].Tcb.Error = Errno.ECONNRESET;
    }

    internal CallOutcome OutcomeOf(int task)
    {
        ref readonly var control = ref _kernel.Tasks[task];
        return control.IsInUserMode
            ? new CallOutcome(false, control.Result, control.Error)
            : new CallOutcome(true, 0, Errno.None);
    }

    internal CallOutcome Call(int task, in CallArguments arguments, TimeSpan? timeout = null)
    {
        if (!_kernel.Tasks[task].IsInUserMode)
        {
            throw new InvalidOperationException($"Thread {task} sleeps in {_kernel.Tasks[task].Arguments.Call}.");
        }

        _clock.SetSleep(task, timeout);
        _policies?.BeforeCall(ref _kernel, in arguments, Microseconds);
        SystemCalls.Enter(ref _kernel, task, in arguments);
        RunToRest(task);
        return OutcomeOf(task);
    }

    /// <summary>The MTU of the path to the peer, as it is known now.</summary>
    public int PathMtu => _policies?.PathMtuAt(Microseconds) ?? throw new InvalidOperationException(
        "The host has no peer.");

    /// <summary>The policy of a socket's connection, if it has one.</summary>
    internal ConnectionPolicy? TransportOf(int socket) => _policies?.Of(socket);

    internal int OpenRegularFile() => OpenFiles.OpenRegular(ref _kernel);

    internal void Signal(int task)
    {
        Signals.Send(ref _kernel, task);
        RunToRest(task);
    }

    private long Microseconds => TransportClock.Microseconds(Now);

    private void RunToRest(int task)
    {
        SetClocks();
        while (true)
        {
            CarryToPeer();
            _policies?.BeforeChild(ref _kernel, Microseconds);
            _successors.Fill(in _kernel);
            var next = NextStep(task);
            var isThrough = next < 0 || StepKinds.IsOfTask(_successors.StepAt(next));
            if (isThrough && LetPoliciesAct(isAtRest: next < 0))
            {
                continue;
            }

            if (next < 0)
            {
                _clock.Follow(in _kernel, _policies);
                return;
            }

            var step = _successors.StepAt(next);
            task = StepKinds.IsOfTask(step) ? step.Instance : task;
            Take(next);
        }
    }

    private void SetClocks()
    {
        _kernel.Net.StampClock = Peer is null ? 0 : TransportClock.StampAt(Microseconds);
        _kernel.Net.CookiePeriod = unchecked((byte)(long)Now.TotalMinutes);
    }

    /// <returns>Whether they did, so that there may be more to run.</returns>
    private bool LetPoliciesAct(bool isAtRest)
    {
        if (_policies is null)
        {
            return false;
        }

        var hasActed = false;
        while (_policies.Act(ref _kernel, Microseconds) || (isAtRest && _policies.EndTurn(in _kernel)))
        {
            hasActed = true;
        }

        return hasActed;
    }

    /// <summary>What is sent to the peer leaves the wire before the card looks at it.</summary>
    private void CarryToPeer()
    {
        while (Peer is { } peer && !_kernel.Nic.Wire.IsEmpty && _kernel.Nic.Wire.Items[0].Destination.Host == peer)
        {
            var segment = _kernel.Nic.Wire.Dequeue();
            var marks = default(CongestionMarks);
            if (_policies?.NoteSent(in _kernel, in segment, Microseconds, out marks) is { } isPushed)
            {
                segment.Flags = (segment.Flags & ~SegmentFlags.Psh) | (isPushed ? SegmentFlags.Psh : SegmentFlags.None);
            }

            if (marks.BlocksLeft is { } blocks)
            {
                segment.Options.Sack = segment.Options.Sack.Take(blocks);
            }

            if (_sent.Count == SentMost)
            {
                BoundExceededException.Throw("What is sent and not taken", SentMost);
            }

            _sent.Add(new SentSegment(Now, segment, marks) { Socket = SenderOf(in segment) });
            Transmission.Resume(ref _kernel);
        }
    }

    /// <summary>The socket that sends a segment, or the listener for it, if there is one.</summary>
    private int? SenderOf(in Segment segment)
    {
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            ref readonly var endpoint = ref _kernel.Sockets[socket];
            if (endpoint.InUse && endpoint.Tcb.Local == segment.Source && endpoint.Tcb.Remote == segment.Destination)
            {
                return endpoint.ListenerAndOne > 0 ? endpoint.ListenerAndOne - 1 : socket;
            }
        }

        return null;
    }

    private void PushLast(Endpoint source)
    {
        var last = _sent.FindLastIndex(sent => sent.Segment.Source == source && sent.Segment.Payload > 0);
        if (last >= 0)
        {
            var segment = _sent[last].Segment;
            segment.Flags |= SegmentFlags.Psh;
            _sent[last] = _sent[last] with { Segment = segment };
        }
    }

    /// <summary>Softirq before tasks, the current task before others; expiries wait for their time.</summary>
    private int NextStep(int current)
    {
        var best = -1;
        for (var index = 0; index < _successors.Count; index++)
        {
            var step = _successors.StepAt(index);
            if (StepKinds.IsExpiry(step))
            {
                continue;
            }

            if (!StepKinds.IsOfTask(step))
            {
                return index;
            }

            if (best < 0 || (step.Instance == current && _successors.StepAt(best).Instance != current))
            {
                best = index;
            }
        }

        return best;
    }

    private void Take(int index)
    {
        var step = _successors.StepAt(index);
        _kernel = _successors.StateAfter(index);
        Stepped?.Invoke(step, in _kernel);
    }

    private void ExpireNext()
    {
        var timer = _clock.TakeNext();
        SetClocks();
        if (timer.IsOfPolicy)
        {
            _policies?.ExpireOwn(ref _kernel, timer.Instance, Microseconds);
            RunToRest(0);
            return;
        }

        if (!timer.IsOfTask)
        {
            _policies?.BeforeExpiry(ref _kernel, timer.Instance, (TcpTimer)timer.Timer, Microseconds);
        }

        _successors.Fill(in _kernel);
        for (var index = 0; index < _successors.Count; index++)
        {
            if (timer.IsExpiredBy(_successors.StepAt(index)))
            {
                Take(index);
                _kernel.Ledger.Expiries = 0;
                EndExpiry(timer);
                return;
            }
        }

        _clock.Follow(in _kernel, _policies);
    }

    private void EndExpiry(ArmedTimer timer)
    {
        if (!timer.IsOfTask)
        {
            CarryToPeer();
            _policies?.AfterExpiry(ref _kernel, timer.Instance, (TcpTimer)timer.Timer, Microseconds);
        }

        RunToRest(timer.IsOfTask ? timer.Instance : 0);
    }
}

/// <summary>A segment that has left a host.</summary>
/// <param name="Time">When.</param>
/// <param name="Segment">The segment.</param>
/// <param name="Marks">What its headers say of congestion.</param>
public readonly record struct SentSegment(TimeSpan Time, Segment Segment, CongestionMarks Marks)
{
    /// <summary>The socket whose settings the header of IP follows, if there is one.</summary>
    public int? Socket { get; init; }
}

/// <summary>Is told of a step that a host has taken.</summary>
/// <param name="step">The step; its rule is one of the host's system.</param>
/// <param name="after">The state after it.</param>
public delegate void StepObserver(Step step, in Kernel after);
