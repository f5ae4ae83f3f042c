using System.Runtime.InteropServices;

namespace Wakeline.Checker.Tests.Models;

/// <summary>Walks through a system with both engines and holds every state's successors against each other.</summary>
internal static class SameGraph
{
    /// <returns>The number of states.</returns>
    public static int Verify<TSystem, TState>(SystemInterpreter<TState> interpreter, Parameters parameters)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        var start = interpreter.Start(parameters);
        Assert.Equal(Key(start), Key(TSystem.Start(parameters)));
        var seen = new HashSet<string> { Key(start) };
        var queue = new Queue<TState>([start]);
        while (queue.TryDequeue(out var state))
        {
            var sink = new ListSink<TState>([]);
            TSystem.Successors(in state, ref sink);
            var expected = interpreter.Successors(in state);
            Assert.Equal(
                expected.Select(each => (each.Step, Key(each.State))),
                sink.Found.Select(each => (each.Step, Key(each.State))));
            Assert.Equal(interpreter.MayEnd(in state), TSystem.MayEnd(in state));
            VerifyParts<TSystem, TState>(interpreter, in state, sink.Found);
            foreach (var (next, _) in expected.Where(each => seen.Add(Key(each.State))))
            {
                queue.Enqueue(next);
            }
        }

        return seen.Count;
    }

    /// <summary>What a reduction asks for: steps of one instance after the other, locations, exchanges.</summary>
    private static void VerifyParts<TSystem, TState>(
        SystemInterpreter<TState> interpreter, in TState state, List<(TState State, Step Step)> all)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        var parts = new ListSink<TState>([]);
        for (var machine = 0; machine < TSystem.Info.Machines.Count; machine++)
        {
            for (var instance = 0; instance < TSystem.InstancesOf(in state, machine); instance++)
            {
                TSystem.SuccessorsOf(in state, machine, instance, ref parts);
                Assert.Equal(
                    interpreter.LocationOf(in state, machine, instance),
                    TSystem.LocationOf(in state, machine, instance));
            }
        }

        Assert.Equal(
            all.Select(each => (each.Step, Key(each.State))), parts.Found.Select(each => (each.Step, Key(each.State))));
        var interchangeable = TSystem.InterchangeableIn(in state);
        Assert.Equal(interpreter.InterchangeableIn(in state), interchangeable);
        for (var other = 1; other < interchangeable; other++)
        {
            var (emitted, interpreted) = (state, state);
            TSystem.Exchange(ref emitted, 0, other);
            interpreter.Exchange(ref interpreted, 0, other);
            Assert.Equal(Key(interpreted), Key(emitted));
        }
    }

    private static string Key<TState>(TState state) where TState : unmanaged =>
        Convert.ToHexString(MemoryMarshal.AsBytes(new ReadOnlySpan<TState>(in state)));

    private readonly struct ListSink<TState>(List<(TState State, Step Step)> found) : ISuccessorSink<TState>
        where TState : unmanaged
    {
        private readonly TState[] _open = new TState[1];

        public List<(TState State, Step Step)> Found => found;

        public bool Takes(int rule, int instance, int choice) => true;

        public ref TState Begin(in TState source)
        {
            _open[0] = source;
            return ref _open[0];
        }

        public void Commit(int rule, int instance, int choice) =>
            found.Add((_open[0], new Step(rule, instance, choice)));
    }
}
