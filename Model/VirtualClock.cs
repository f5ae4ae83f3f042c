using Wakeline.Model.Execution;
using Wakeline.Spec;

namespace Wakeline.Model;

/// <summary>
/// Says when armed timers expire: those of sleeping tasks when their calls say, those of connections after the times
/// Linux has for them (include/net/tcp.h). Rules arm and cancel timers; the clock follows.
/// </summary>
internal sealed class VirtualClock
{
    private readonly Dictionary<ArmedTimer, Deadline> _deadlines = [];
    private readonly TimeSpan?[] _sleeps = new TimeSpan?[Capacity.Tasks];

    /// <summary>Virtual time since the beginning.</summary>
    public TimeSpan Now { get; set; }

    /// <summary>When the next timer is due, if one is armed.</summary>
    public TimeSpan? NextDeadline => _deadlines.Count == 0 ? null : _deadlines.Values.Min(each => each.Due);

    /// <summary>Notes how long the call that a task begins may sleep.</summary>
    public void SetSleep(int task, TimeSpan? timeout) => _sleeps[task] = timeout;

    /// <summary>Takes the timer that is due next; time goes on to its deadline.</summary>
    public ArmedTimer TakeNext()
    {
        var (timer, deadline) = _deadlines.OrderBy(each => each.Value.Due).ThenBy(each => each.Key).First();
        _deadlines.Remove(timer);
        Now = deadline.Due > Now ? deadline.Due : Now;
        return timer;
    }

    /// <summary>
    /// Gives deadlines to timers that were armed since it was last asked, and forgets those that were cancelled. A
    /// timer of a connection begins anew when the connection has got on (RFC 6298 5.3).
    /// </summary>
    public void Follow(in Kernel kernel)
    {
        var armed = new Dictionary<ArmedTimer, uint>();
        for (var task = 0; task < Capacity.Tasks; task++)
        {
            Collect(armed, new ArmedTimer(true, task, 0), kernel.Tasks[task].Timers, 0);
        }

        foreach (var timer in _deadlines.Keys.Where(timer => !armed.ContainsKey(timer)).ToList())
        {
            _deadlines.Remove(timer);
        }

        foreach (var (timer, progress) in armed)
        {
            if (!_deadlines.TryGetValue(timer, out var deadline) || deadline.Progress != progress)
            {
                _deadlines[timer] = new Deadline(Now + DurationOf(timer), progress);
            }
        }
    }

    private static void Collect(
        Dictionary<ArmedTimer, uint> armed, ArmedTimer template, BitSet<ushort> timers, uint progress)
    {
        for (var timer = 0; timer < BitSet<ushort>.Capacity; timer++)
        {
            if (timers.Contains(timer))
            {
                armed.Add(template with { Timer = timer }, progress);
            }
        }
    }

    private TimeSpan DurationOf(ArmedTimer timer) => _sleeps[timer.Instance] ?? TimeSpan.Zero;

    private readonly record struct Deadline(TimeSpan Due, uint Progress);
}

/// <summary>A timer that is armed.</summary>
/// <param name="IsOfTask">Whether it is a task's; otherwise it is a connection's.</param>
/// <param name="Instance">The task or socket.</param>
/// <param name="Timer">Which of its timers.</param>
internal readonly record struct ArmedTimer(bool IsOfTask, int Instance, int Timer) : IComparable<ArmedTimer>
{
    /// <summary>Whether a step is the expiry of this timer.</summary>
    public bool IsExpiredBy(Step step) =>
        StepKinds.IsExpiry(step) && StepKinds.IsOfTask(step) == IsOfTask && step.Instance == Instance;

    /// <inheritdoc/>
    public int CompareTo(ArmedTimer other) =>
        (!IsOfTask, Instance, Timer).CompareTo((!other.IsOfTask, other.Instance, other.Timer));
}
