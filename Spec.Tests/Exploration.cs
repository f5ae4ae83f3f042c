using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tests;

/// <summary>
/// Every state of a small system, found breadth first: the plainest search there is, for tests that ask for more than
/// properties. It keeps a state as the bytes in which it differs from the first.
/// </summary>
internal sealed class Exploration<TSystem> where TSystem : struct, ISystem<Kernel>
{
    private readonly byte[] _start;
    private readonly Dictionary<byte[], (int Parent, Step Step, int Depth)> _seen = new(new ByteComparer());
    private readonly List<byte[]> _states = [];

    public Exploration(Parameters parameters, int most = 2_000_000)
    {
        var start = TSystem.Start(parameters);
        _start = MemoryMarshal.AsBytes(new ReadOnlySpan<Kernel>(in start)).ToArray();
        Add(Encode(in start), -1, default, 0);
        for (var index = 0; index < _states.Count; index++)
        {
            Assert.True(_states.Count < most, $"More than {most} states.");
            Expand(index);
        }
    }

    public int States => _states.Count;

    public int Transitions { get; private set; }

    public int Depth { get; private set; }

    /// <summary>States without successors.</summary>
    public List<int> Rests { get; } = [];

    public Kernel this[int index] => Decode(_states[index]);

    /// <summary>The steps to a state, as names.</summary>
    public IReadOnlyList<string> PathTo(int index)
    {
        var steps = new List<string>();
        for (var at = _seen[_states[index]]; at.Parent >= 0; at = _seen[_states[at.Parent]])
        {
            var system = TSystem.Info;
            steps.Add($"{system.LaneOf(at.Step)}: {system.MachineOf(at.Step.Rule).Machine.Name} "
                + $"{system.Rules[at.Step.Rule].Name}");
        }

        steps.Reverse();
        return steps;
    }

    private void Expand(int index)
    {
        var state = this[index];
        var sink = new Collector();
        TSystem.Successors(in state, ref sink);
        Transitions += sink.Found.Count;
        if (sink.Found.Count == 0)
        {
            Rests.Add(index);
        }

        var depth = _seen[_states[index]].Depth + 1;
        foreach (var (next, step) in sink.Found)
        {
            Add(Encode(in next), index, step, depth);
        }
    }

    private void Add(byte[] state, int parent, Step step, int depth)
    {
        if (_seen.TryAdd(state, (parent, step, depth)))
        {
            _states.Add(state);
            Depth = Math.Max(Depth, depth);
        }
    }

    private byte[] Encode(in Kernel kernel)
    {
        var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<Kernel>(in kernel));
        var differences = new List<byte>();
        for (var offset = 0; offset < bytes.Length; offset++)
        {
            if (bytes[offset] != _start[offset])
            {
                differences.AddRange([(byte)offset, (byte)(offset >> 8), bytes[offset]]);
            }
        }

        return [.. differences];
    }

    private Kernel Decode(byte[] differences)
    {
        var bytes = (byte[])_start.Clone();
        for (var at = 0; at < differences.Length; at += 3)
        {
            bytes[differences[at] | differences[at + 1] << 8] = differences[at + 2];
        }

        return MemoryMarshal.Read<Kernel>(bytes);
    }

    private readonly struct Collector : ISuccessorSink<Kernel>
    {
        private readonly Kernel[] _next = new Kernel[1];

        public Collector()
        {
        }

        public List<(Kernel State, Step Step)> Found { get; } = [];

        public bool Takes(int rule, int instance, int choice) => true;

        public ref Kernel Begin(in Kernel source)
        {
            _next[0] = source;
            return ref _next[0];
        }

        public void Commit(int rule, int instance, int choice) =>
            Found.Add((_next[0], new Step(rule, instance, choice)));
    }

    private sealed class ByteComparer : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? left, byte[]? right) => left.AsSpan().SequenceEqual(right);

        public int GetHashCode(byte[] bytes)
        {
            var hash = default(HashCode);
            hash.AddBytes(bytes);
            return hash.ToHashCode();
        }
    }
}
