using Wakeline.Spec;

namespace Wakeline.Model.Execution;

/// <summary>
/// Finds every state in which a kernel may come to rest: all tasks sleep or are in user mode, the wire and the ring are
/// empty. Tasks, network card and softirq take their steps in any order, and the deadline of a sleeping task may pass
/// at any moment. Timers of connections do not expire: they are longer than what is compared takes.
/// <para>
/// While a single task is in a call, its own processor works off what it sends before it goes on (local_bh_enable), so
/// softirq goes first and there is one order only.
/// </para>
/// </summary>
public sealed class Interleavings
{
    private readonly StateSet _seen = new();
    private readonly StateSet _rest = new();
    private readonly SuccessorBuffer _successors = new();
    private readonly int _statesMost;

    /// <summary>Creates the explorer.</summary>
    /// <param name="statesMost">The most states of one exploration.</param>
    public Interleavings(int statesMost) => _statesMost = statesMost;

    /// <summary>Explores from a set of states, of which any may be the kernel's.</summary>
    /// <returns>The states at rest; each may be the kernel's.</returns>
    /// <exception cref="BoundExceededException">There are too many states, or one does not fit its bounds.</exception>
    public IReadOnlyList<Kernel> Explore(IReadOnlyList<Kernel> starts)
    {
        ArgumentNullException.ThrowIfNull(starts);
        _seen.Clear();
        _rest.Clear();
        foreach (var start in starts)
        {
            _seen.Add(in start);
        }

        for (var next = 0; next < _seen.Count; next++)
        {
            if (_seen.Count > _statesMost)
            {
                BoundExceededException.Throw(nameof(Interleavings), _statesMost);
            }

            Expand(in _seen[next]);
        }

        var rest = new Kernel[_rest.Count];
        for (var index = 0; index < rest.Length; index++)
        {
            rest[index] = _rest[index];
        }

        return rest;
    }

    private void Expand(in Kernel state)
    {
        _successors.Fill(in state);
        var first = IndexOfFirst(in state);
        if (first < 0)
        {
            _rest.Add(in state);
        }

        var isOrdered = first >= 0 && TasksInCalls(in state) <= 1;
        for (var index = 0; index < _successors.Count; index++)
        {
            var step = _successors.StepAt(index);
            var isTaken = StepKinds.IsExpiry(step)
                ? StepKinds.IsOfTask(step)
                : !isOrdered || StepKinds.AreAlternatives(step, _successors.StepAt(first));
            if (isTaken)
            {
                _seen.Add(in _successors.StateAfter(index));
            }
        }
    }

    /// <summary>
    /// The step that goes first where there is an order: one of card or softirq before one of a task.
    /// </summary>
    private int IndexOfFirst(in Kernel state)
    {
        var first = -1;
        for (var index = 0; index < _successors.Count; index++)
        {
            var step = _successors.StepAt(index);
            if (!StepKinds.IsExpiry(step))
            {
                if (!StepKinds.IsOfTask(step))
                {
                    return index;
                }

                first = first < 0 ? index : first;
            }
        }

        return first;
    }

    private static int TasksInCalls(in Kernel state)
    {
        var count = 0;
        for (var task = 0; task < Capacity.Tasks; task++)
        {
            count += state.Tasks[task].Arguments.Call != SystemCall.None ? 1 : 0;
        }

        return count;
    }
}
