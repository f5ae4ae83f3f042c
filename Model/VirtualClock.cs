using Wakeline.Model.Execution;
using Wakeline.Model.Transport;
using Wakeline.Spec;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model;

/// <summary>
/// Says when armed timers expire: those of sleeping tasks when their calls say, those of connections when their
/// policies say or, without one, after the times of a connection as fast as loopback (include/net/tcp.h). Rules arm
/// and cancel timers; the clock follows.
/// </summary>
internal sealed class VirtualClock
{
    /// <summary>
    /// The first retransmission time-out, before anything was measured (RFC 6298 2.1, TCP_TIMEOUT_INIT).
    /// </summary>
    private static readonly TimeSpan s_handshakeTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The time-out of a connection as fast as loopback (TCP_RTO_MIN).</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(200);

    /// <summary>Backing off ends here (TCP_RTO_MAX).</summary>
    private static readonly TimeSpan s_timeoutMost = TimeSpan.FromSeconds(120);

    private readonly Dictionary<ArmedTimer, Deadline> _deadlines = [];
    private readonly Dictionary<ArmedTimer, (uint Progress, int Count)> _expired = [];
    private readonly TimeSpan?[] _sleeps = new TimeSpan?[Capacity.Tasks];

    /// <summary>Virtual time since the beginning.</summary>
    public TimeSpan Now { get; set; }

    /// <summary>When the next timer is due, if one is armed.</summary>
    public TimeSpan? NextDeadline => _deadlines.Count == 0 ? null : _deadlines.Values.Min(each => each.Due);

    /// <summary>The times of a socket's connection.</summary>
    public Func<int, ConnectionTimes> TimesOf { get; set; } = _ => new ConnectionTimes();

    /// <summary>Notes how long the call that a task begins may sleep.</summary>
    public void SetSleep(int task, TimeSpan? timeout) => _sleeps[task] = timeout;

    /// <summary>The timer of a socket's connection is due at another time, if it is armed.</summary>
    public void Move(int socket, TcpTimer timer, TimeSpan due)
    {
        var armed = new ArmedTimer(false, socket, (int)timer);
        if (_deadlines.TryGetValue(armed, out var deadline))
        {
            _deadlines[armed] = deadline with { Due = due };
        }
    }

    /// <summary>Takes the timer that is due next; time goes on to its deadline.</summary>
    public ArmedTimer TakeNext()
    {
        var (timer, deadline) = _deadlines.OrderBy(each => each.Value.Due).ThenBy(each => each.Key).First();
        _deadlines.Remove(timer);
        var before = _expired.GetValueOrDefault(timer);
        _expired[timer] = (deadline.Progress, before.Progress == deadline.Progress ? before.Count + 1 : 1);
        Now = deadline.Due > Now ? deadline.Due : Now;
        return timer;
    }

    /// <summary>
    /// Gives deadlines to timers that were armed since it was last asked, and forgets those that were cancelled. A
    /// timer of a connection begins anew when the connection has got on (RFC 6298 5.3).
    /// </summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="policies">Those of its connections, if they have any.</param>
    public void Follow(in Kernel kernel, TransportPolicies? policies = null)
    {
        var armed = new Dictionary<ArmedTimer, uint>();
        for (var task = 0; task < Capacity.Tasks; task++)
        {
            Collect(armed, new ArmedTimer(true, task, 0), kernel.Tasks[task].Timers, default);
        }

        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            ref readonly var tcb = ref kernel.Sockets[socket].Tcb;
            Collect(armed, new ArmedTimer(false, socket, 0), tcb.Timers, in tcb);
        }

        foreach (var timer in _deadlines.Keys.Where(timer => !armed.ContainsKey(timer)).ToList())
        {
            _deadlines.Remove(timer);
        }

        foreach (var (timer, progress) in armed)
        {
            if (!_deadlines.TryGetValue(timer, out var deadline) || deadline.Progress != progress)
            {
                var expiries = _expired.TryGetValue(timer, out var last) && last.Progress == progress ? last.Count : 0;
                _deadlines[timer] = new Deadline(Now + DurationOf(in kernel, timer, expiries), progress);
            }
        }

        for (var socket = 0; policies is not null && socket < Capacity.Sockets; socket++)
        {
            FollowPolicy(policies, socket, in kernel.Sockets[socket].Tcb);
        }
    }

    /// <summary>Takes over the deadlines that the policy of a connection has set.</summary>
    private void FollowPolicy(TransportPolicies policies, int socket, in Tcb tcb)
    {
        if (policies.Of(socket) is not { } policy || tcb.State == TcpState.Closed)
        {
            return;
        }

        for (var timer = 0; timer < BitSet<ushort>.Capacity; timer++)
        {
            if (tcb.Timers.Contains(timer) && ConnectionPolicy.Governs((TcpTimer)timer))
            {
                Set(new ArmedTimer(false, socket, timer), policy.DeadlineOf((TcpTimer)timer),
                    ProgressOf(in tcb, (TcpTimer)timer));
            }
        }

        Set(new ArmedTimer(false, socket, ArmedTimer.OfPolicy), policy.OwnDeadline,
            ProgressOf(in tcb, TcpTimer.Retransmission));
    }

    private void Set(ArmedTimer timer, long? deadline, uint progress)
    {
        if (deadline is { } due)
        {
            _deadlines[timer] = new Deadline(TimeSpan.FromMicroseconds(due), progress);
        }
        else
        {
            _deadlines.Remove(timer);
        }
    }

    private static void Collect(
        Dictionary<ArmedTimer, uint> armed, ArmedTimer template, BitSet<ushort> timers, in Tcb tcb)
    {
        for (var timer = 0; timer < BitSet<ushort>.Capacity; timer++)
        {
            if (timers.Contains(timer))
            {
                armed.Add(template with { Timer = timer }, ProgressOf(in tcb, (TcpTimer)timer));
            }
        }
    }

    /// <summary>
    /// A connection has got on when more is acknowledged, or when it has reached another state; one is not idle when
    /// anything has come. The user's patience counts from its beginning.
    /// </summary>
    private static uint ProgressOf(in Tcb tcb, TcpTimer timer) => timer switch
    {
        TcpTimer.UserTimeout => 0,
        TcpTimer.KeepAlive => unchecked(tcb.SndUna.Value + (tcb.RcvNxt.Value * 31) + tcb.Probes),
        _ => tcb.SndUna.Value ^ ((uint)tcb.State << 28),
    };

    /// <summary>
    /// Retransmissions and probes back off: each waits twice as long as the one before (RFC 6298 5.5).
    /// </summary>
    private TimeSpan DurationOf(in Kernel kernel, ArmedTimer timer, int expiries)
    {
        if (timer.IsOfTask)
        {
            return _sleeps[timer.Instance] ?? TimeSpan.Zero;
        }

        var times = TimesOf(timer.Instance);
        switch ((TcpTimer)timer.Timer)
        {
            case TcpTimer.TimeWait:
                return times.TimeWait;
            case TcpTimer.FinWait2:
                return times.FinWait2;
            case TcpTimer.KeepAlive:
                return kernel.Sockets[timer.Instance].Tcb.Probes == 0 ? times.KeepAliveIdle : times.KeepAliveInterval;
            case TcpTimer.UserTimeout:
                return times.User;
        }

        var isHandshake = kernel.Sockets[timer.Instance].Tcb.State is TcpState.SynSent or TcpState.SynReceived;
        var timeout = (isHandshake ? s_handshakeTimeout : s_timeout) * Math.Pow(2, Math.Min(expiries, 16));
        return timeout < s_timeoutMost ? timeout : s_timeoutMost;
    }

    private readonly record struct Deadline(TimeSpan Due, uint Progress);
}

/// <summary>A timer that is armed.</summary>
/// <param name="IsOfTask">Whether it is a task's; otherwise it is a connection's.</param>
/// <param name="Instance">The task or socket.</param>
/// <param name="Timer">Which of its timers.</param>
internal readonly record struct ArmedTimer(bool IsOfTask, int Instance, int Timer) : IComparable<ArmedTimer>
{
    /// <summary>The number of the timer that a connection's policy has for itself.</summary>
    public const int OfPolicy = sizeof(ushort) * 8;

    /// <summary>Whether it is the own timer of a policy.</summary>
    public bool IsOfPolicy => Timer == OfPolicy;

    /// <summary>Whether a step is the expiry of this timer.</summary>
    public bool IsExpiredBy(Step step) =>
        StepKinds.TimerOf(step) == Timer && StepKinds.IsOfTask(step) == IsOfTask && step.Instance == Instance;

    /// <inheritdoc/>
    public int CompareTo(ArmedTimer other) =>
        (!IsOfTask, Instance, Timer).CompareTo((!other.IsOfTask, other.Instance, other.Timer));
}
