using Wakeline.Spec;

namespace Wakeline.Model.Execution;

/// <summary>Room for the successors of a state, used again for every state.</summary>
internal sealed class SuccessorBuffer
{
    private Kernel[] _states = new Kernel[8];
    private Step[] _steps = new Step[8];

    /// <summary>How many successors there are.</summary>
    public int Count { get; private set; }

    /// <summary>The state after a step.</summary>
    public ref readonly Kernel StateAfter(int index) => ref _states[index];

    /// <summary>The step itself.</summary>
    public Step StepAt(int index) => _steps[index];

    /// <summary>Fills the buffer with every successor of a state.</summary>
    public void Fill(in Kernel state)
    {
        Count = 0;
        var sink = new Sink(this);
        HostSystem.Successors(in state, ref sink);
    }

    private ref Kernel Reserve()
    {
        if (Count == _states.Length)
        {
            Array.Resize(ref _states, 2 * Count);
            Array.Resize(ref _steps, 2 * Count);
        }

        return ref _states[Count];
    }

    private readonly struct Sink(SuccessorBuffer buffer) : ISuccessorSink<Kernel>
    {
        public bool Takes(int rule, int instance, int choice) => true;

        public ref Kernel Begin(in Kernel source)
        {
            ref var slot = ref buffer.Reserve();
            slot = source;
            return ref slot;
        }

        public void Commit(int rule, int instance, int choice) =>
            buffer._steps[buffer.Count++] = new Step(rule, instance, choice);
    }
}
