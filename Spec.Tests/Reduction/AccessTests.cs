using System.Runtime.InteropServices;
using Wakeline.Checking;
using Wakeline.Cli;
using Wakeline.Spec.Tests.Systems;

namespace Wakeline.Spec.Tests.Reduction;

/// <summary>
/// The sets of what rules read and write are not too small. Steps of reachable states change nothing else, element by
/// element; and what a machine can do, and does, is the same if everything it is not said to read is different.
/// </summary>
public sealed class AccessTests
{
    public static TheoryData<string> Systems => [.. ShippedSystems.All.Select(system => system.Info.Name)];

    [Theory]
    [MemberData(nameof(Systems))]
    public void StepsTouchNoMoreThanTheSetsSay(string name)
    {
        var test = new AccessTest();
        ShippedSystem.Named(name).Accept(test);
        Assert.InRange(test.Steps, 5, int.MaxValue);
        Assert.InRange(test.Disturbed, 1, int.MaxValue);
    }

    /// <summary>The test of one system.</summary>
    private sealed class AccessTest : ISystemVisitor
    {
        private const int StatesMost = 1500;

        public int Steps { get; private set; }

        public int Disturbed { get; private set; }

        public void Visit<TSystem, TState>() where TSystem : struct, ISystem<TState> where TState : unmanaged
        {
            var masks = new MaskCatalogue<TSystem, TState>();
            var states = StatesOf<TSystem, TState>();
            var random = new Random(17);
            foreach (var state in states)
            {
                var other = states[random.Next(states.Count)];
                for (var machine = 0; machine < TSystem.Info.Machines.Count; machine++)
                {
                    for (var self = 0; self < TSystem.InstancesOf(in state, machine); self++)
                    {
                        Test(masks, state, other, machine, self);
                    }
                }
            }
        }

        private void Test<TSystem, TState>(
            MaskCatalogue<TSystem, TState> masks, TState state, TState other, int machine, int self)
            where TSystem : struct, ISystem<TState> where TState : unmanaged
        {
            var steps = StepsOf<TSystem, TState>(in state, machine, self)!;
            foreach (var (after, rule, choice) in steps)
            {
                Steps++;
                RequireWithin(
                    BytesOf(in state), BytesOf(in after), masks.Writes(rule, self, choice), TSystem.Info.Rules[rule]);
            }

            var disturbed = Mix(in state, in other, masks.Reads(in state, machine, self));
            if (StepsOf<TSystem, TState>(in disturbed, machine, self) is not { } disturbedSteps)
            {
                // What is no reachable state may have indexes out of range.
                return;
            }

            Disturbed++;
            Assert.Equal(
                steps.Select(step => (step.Rule, step.Choice)),
                disturbedSteps.Select(step => (step.Rule, step.Choice)));
            foreach (var (step, disturbedStep) in steps.Zip(disturbedSteps))
            {
                RequireSameChange(
                    BytesOf(in state), BytesOf(in step.After), BytesOf(in disturbed), BytesOf(in disturbedStep.After),
                    TSystem.Info.Rules[step.Rule]);
            }
        }

        private static List<TState> StatesOf<TSystem, TState>()
            where TSystem : struct, ISystem<TState> where TState : unmanaged
        {
            var start = TSystem.Start(Parameters.Of(TSystem.Info));
            var states = new List<TState> { start };
            var seen = new HashSet<string> { Convert.ToHexString(BytesOf(in start)) };
            var random = new Random(5);
            for (var run = 0; states.Count < StatesMost && run < StatesMost; run++)
            {
                var at = start;
                while (StepsOf<TSystem, TState>(in at) is { Count: > 0 } steps)
                {
                    at = steps[random.Next(steps.Count)].After;
                    if (seen.Add(Convert.ToHexString(BytesOf(in at))))
                    {
                        states.Add(at);
                    }
                    else if (random.Next(50) == 0)
                    {
                        break;
                    }
                }
            }

            return states;
        }

        private static List<(TState After, int Rule, int Choice)> StepsOf<TSystem, TState>(in TState state)
            where TSystem : struct, ISystem<TState> where TState : unmanaged
        {
            var sink = new Collector<TState>([]);
            TSystem.Successors(in state, ref sink);
            return sink.Found;
        }

        /// <summary>The steps of one instance; <see langword="null"/> if something throws.</summary>
        private static List<(TState After, int Rule, int Choice)>? StepsOf<TSystem, TState>(
            in TState state, int machine, int self) where TSystem : struct, ISystem<TState> where TState : unmanaged
        {
            var sink = new Collector<TState>([]);
            try
            {
                TSystem.SuccessorsOf(in state, machine, self, ref sink);
                return sink.Found;
            }
            catch (Exception failure) when (failure is IndexOutOfRangeException or BoundExceededException
                or ArgumentOutOfRangeException or OverflowException)
            {
                return null;
            }
        }

        private static void RequireWithin(byte[] before, byte[] after, byte[] mask, RuleInfo rule)
        {
            for (var i = 0; i < before.Length; i++)
            {
                if (((before[i] ^ after[i]) & ~mask[i]) != 0)
                {
                    Assert.Fail($"'{rule.Name}' changes byte {i}, which its sets lack.");
                }
            }
        }

        /// <summary>Each bit is set to the same value, or left alone, in both.</summary>
        private static void RequireSameChange(
            byte[] before, byte[] after, byte[] otherBefore, byte[] otherAfter, RuleInfo rule)
        {
            for (var i = 0; i < before.Length; i++)
            {
                var changed = before[i] ^ after[i] | otherBefore[i] ^ otherAfter[i];
                if (((after[i] ^ otherAfter[i]) & changed) != 0)
                {
                    Assert.Fail($"What '{rule.Name}' does to byte {i} depends on more than its sets say.");
                }
            }
        }

        private static TState Mix<TState>(in TState state, in TState other, byte[] kept) where TState : unmanaged
        {
            var mixed = BytesOf(in state);
            var others = BytesOf(in other);
            for (var i = 0; i < mixed.Length; i++)
            {
                mixed[i] = (byte)((mixed[i] & kept[i]) | (others[i] & ~kept[i]));
            }

            return MemoryMarshal.Read<TState>(mixed);
        }

        private static byte[] BytesOf<TState>(in TState state) where TState : unmanaged =>
            MemoryMarshal.AsBytes(new ReadOnlySpan<TState>(in state)).ToArray();
    }

    private sealed class MaskCatalogue<TSystem, TState> where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        private readonly Dictionary<(int Rule, int Self, int Choice), byte[]> _writes = [];
        private readonly Dictionary<(int Machine, int Location, int Self), byte[]> _reads = [];

        public byte[] Writes(int rule, int self, int choice)
        {
            if (!_writes.TryGetValue((rule, self, choice), out var mask))
            {
                mask = StateMask.Of<TState>(TSystem.Info.Rules[rule].Writes, self, choice);
                _writes.Add((rule, self, choice), mask);
            }

            return mask;
        }

        /// <summary>What all rows that may fire where an instance is may read, and the location.</summary>
        public byte[] Reads(in TState state, int machine, int self)
        {
            var location = TSystem.LocationOf(in state, machine, self);
            if (!_reads.TryGetValue((machine, location, self), out var mask))
            {
                var table = TSystem.Info.Machines[machine].Machine;
                mask = StateMask.Of<TState>(
                    table.Rules.Where(rule => rule.Mutant is null)
                        .Where(rule => rule.IsIn(table.Locations[location]))
                        .SelectMany(rule => rule.Reads).Append(table.LocationPath),
                    self);
                _reads.Add((machine, location, self), mask);
            }

            return mask;
        }
    }

    private readonly struct Collector<TState>(List<(TState After, int Rule, int Choice)> found)
        : ISuccessorSink<TState> where TState : unmanaged
    {
        private readonly TState[] _open = new TState[1];

        public List<(TState After, int Rule, int Choice)> Found => found;

        public bool Takes(int rule, int instance, int choice) => true;

        public ref TState Begin(in TState source)
        {
            _open[0] = source;
            return ref _open[0];
        }

        public void Commit(int rule, int instance, int choice) => found.Add((_open[0], rule, choice));
    }
}
