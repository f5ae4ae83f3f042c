namespace Wakeline.Checking;

/// <summary>All successors of one state, in their order.</summary>
internal sealed class SuccessorList<TState> where TState : unmanaged
{
    private readonly List<(Step Step, TState State)> _successors = [];
    private TState _scratch;

    public int Count => _successors.Count;

    /// <summary>The steps to all of them.</summary>
    public IReadOnlyList<Step> Steps => [.. _successors.Select(each => each.Step)];

    /// <summary>What a step threw, if the enumeration broke off.</summary>
    public Exception? Failure { get; private set; }

    public (Step Step, TState State) this[int index] => _successors[index];

    /// <summary>Forgets what is there and takes the successors of a state.</summary>
    public void Fill<TSystem>(in TState state) where TSystem : struct, ISystem<TState>
    {
        _successors.Clear();
        Failure = null;
        var sink = new Sink(this);
        try
        {
            TSystem.Successors(in state, ref sink);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Failure = failure;
        }
    }

    private readonly struct Sink(SuccessorList<TState> list) : ISuccessorSink<TState>
    {
        public bool Takes(int rule, int instance, int choice) => true;

        public ref TState Begin(in TState source)
        {
            list._scratch = source;
            return ref list._scratch;
        }

        public void Commit(int rule, int instance, int choice) => list._successors.Add((
            new Step(rule, instance, choice), list._scratch));
    }
}
