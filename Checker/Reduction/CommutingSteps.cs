using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Checking.Reduction;

/// <summary>
/// Steps that are counted and need not be taken, because another way of the same length to the same state takes them
/// earlier. No state is missed, and none is found later than it would be.
/// <para>
/// Steps have numbers. Where a state was reached by a step, one with a greater number that commutes with it is left
/// out: it was possible before, and there it leads to a state from which the lesser step leads to the same one. If that
/// step is left out too, then for the sake of one with a still lesser number; so of all shortest ways to a state,
/// the one whose numbers are least, compared from the end, is taken. (Sleep sets of one step: Godefroid, Partial-Order
/// Methods for the Verification of Concurrent Systems, LNCS 1032, 1996, chapter 5; commutativity pruning: Haslum and
/// Geffner, "Admissible heuristics for optimal planning", AIPS 2000.)
/// </para>
/// <para>
/// Two steps commute if neither writes what the other reads or writes, element by element of arrays whose index is the
/// number of the instance or the choice. What a step reads includes what the rows before it read, if these would keep
/// it from firing.
/// </para>
/// </summary>
internal sealed unsafe class CommutingSteps
{
    /// <summary>The class of steps after which every step is taken, such as those that have no number.</summary>
    public const byte TakeAll = 0;

    private const int ClassesMost = 256;
    private const int RulesMost = 64;
    private const int StepsMost = 4096;
    private const int InstancesLeast = 4;
    private const int InstancesMost = 32;
    private const int ChoicesMost = 16;

    /// <summary>A step that has no number of its own.</summary>
    private const int Unnumbered = 0;

    private readonly StepRange[] _ranges;
    private readonly byte[] _classes;
    private readonly ulong[] _pinned;
    private readonly ulong* _rows;
    private readonly int _words;

    private CommutingSteps(StepRange[] ranges, byte[] classes, List<ulong[]> rows, int words)
    {
        _ranges = ranges;
        _classes = classes;
        _words = words;
        _pinned = GC.AllocateArray<ulong>(rows.Count * words, pinned: true);
        foreach (var (index, row) in rows.Index())
        {
            row.CopyTo(_pinned, index * words);
        }

        // Safety: the array does not move, and lives as long as this does.
        _rows = (ulong*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_pinned));
    }

    /// <summary>
    /// Which steps of a system commute; <see langword="null"/> if too few do for it to matter.
    /// </summary>
    /// <param name="start">The start of the search.</param>
    /// <param name="mutation">The mutation in force.</param>
    /// <param name="firings">How often each rule has fired so far; those that did most often get numbers.</param>
    /// <param name="shareLeast">The share of pairs of steps that has to commute.</param>
    public static CommutingSteps? Of<TSystem, TState>(
        in TState start, Mutation mutation, IReadOnlyList<long> firings, double shareLeast)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        var often = Enumerable.Range(0, firings.Count).Where(rule => firings[rule] > 0)
            .OrderByDescending(rule => firings[rule]).Take(RulesMost).ToHashSet();
        var rules = StepRules.Of(TSystem.Info, mutation, often).ToList();
        var conflicts = new ConflictCatalogue();
        if (rules.Count == 0 || conflicts.ShareOfCommuting(rules, firings) < shareLeast)
        {
            return null;
        }

        var ranges = new StepRange[TSystem.Info.Rules.Count];
        var steps = new List<NumberedStep> { default };
        foreach (var machine in rules.GroupBy(rule => rule.Machine))
        {
            var instances = TSystem.Info.Machines[machine.Key].IsSingle
                ? 1 : int.Clamp(TSystem.InstancesOf(in start, machine.Key), InstancesLeast, InstancesMost);
            Number([.. machine], instances, ranges, steps);
        }

        return steps.Count > StepsMost ? null : Of(ranges, steps, conflicts);
    }

    /// <summary>The number of a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NumberOf(int rule, int instance, int choice)
    {
        if ((uint)rule >= (uint)_ranges.Length)
        {
            return Unnumbered;
        }

        ref readonly var range = ref _ranges[rule];
        var own = range.Choices == 1 ? 0 : choice;
        return (uint)instance < (uint)range.Instances && (uint)own < (uint)range.Choices
            ? range.First + instance * range.Stride + own : Unnumbered;
    }

    /// <summary>What is left out of a state, one bit for each number of a step.</summary>
    /// <param name="reachedBy">The class of the step by which the state was reached.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong* LeftOutAfter(byte reachedBy) => _rows + (nint)reachedBy * _words;

    /// <summary>The class of a step, which says what is left out after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte ClassOf(int step) => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_classes), step);

    /// <summary>
    /// Numbers the steps of one instance after those of another, because states are found first by steps that are
    /// enumerated first, after which most is left out if these have small numbers.
    /// </summary>
    private static void Number(
        IReadOnlyList<StepRule> rules, int instances, StepRange[] ranges, List<NumberedStep> steps)
    {
        var stride = rules.Sum(ChoicesOf);
        var first = steps.Count;
        foreach (var rule in rules)
        {
            ranges[rule.Index] = new StepRange(first, instances, stride, ChoicesOf(rule));
            first += ChoicesOf(rule);
        }

        for (var instance = 0; instance < instances; instance++)
        {
            foreach (var rule in rules)
            {
                for (var choice = 0; choice < ChoicesOf(rule); choice++)
                {
                    steps.Add(new NumberedStep(rule, instance, choice));
                }
            }
        }
    }

    private static int ChoicesOf(StepRule rule) => rule.Accesses.HasChoice ? ChoicesMost : 1;

    private static CommutingSteps? Of(StepRange[] ranges, List<NumberedStep> steps, ConflictCatalogue conflicts)
    {
        var words = (steps.Count + 63) / 64;
        var rows = new List<ulong[]> { new ulong[words] };
        var classes = new byte[steps.Count];
        for (var step = 1; step < steps.Count; step++)
        {
            var row = RowOf(step, steps, conflicts, words);
            var known = rows.FindIndex(other => other.AsSpan().SequenceEqual(row));
            if (known < 0 && rows.Count < ClassesMost)
            {
                known = rows.Count;
                rows.Add(row);
            }

            classes[step] = known < 0 ? TakeAll : (byte)known;
        }

        return rows.Count == 1 ? null : new CommutingSteps(ranges, classes, rows, words);
    }

    private static ulong[] RowOf(int step, List<NumberedStep> steps, ConflictCatalogue conflicts, int words)
    {
        var row = new ulong[words];
        for (var later = step + 1; later < steps.Count; later++)
        {
            if (conflicts.Commute(steps[step], steps[later]))
            {
                row[later >> 6] |= 1UL << later;
            }
        }

        return row;
    }

    /// <summary>The numbers of the steps of one rule.</summary>
    /// <param name="First">That of the first choice of the first instance.</param>
    /// <param name="Instances">How many instances have numbers.</param>
    /// <param name="Stride">From one instance to the next.</param>
    /// <param name="Choices">How many choices have numbers of their own; 1 if it makes no difference.</param>
    private readonly record struct StepRange(int First, int Instances, int Stride, int Choices);

    private readonly record struct NumberedStep(StepRule Rule, int Instance, int Choice);

    private sealed class ConflictCatalogue
    {
        private readonly Dictionary<(StepRule, StepRule), ushort> _known = [];

        public bool Commute(NumberedStep step, NumberedStep other) => Commute(
            step.Rule, other.Rule, StepAccesses.CaseOf(step.Instance, step.Choice, other.Instance, other.Choice));

        /// <summary>
        /// Of all pairs of steps, by how often rules fired, the share that commutes if all their numbers differ.
        /// </summary>
        public double ShareOfCommuting(IReadOnlyList<StepRule> rules, IReadOnlyList<long> firings)
        {
            var all = rules.Sum(rule => (double)firings[rule.Index]);
            var commuting = 0.0;
            foreach (var rule in rules)
            {
                foreach (var other in rules.Where(other => Commute(rule, other, StepAccesses.AllDiffer)))
                {
                    commuting += firings[rule.Index] / all * (firings[other.Index] / all);
                }
            }

            return commuting;
        }

        private bool Commute(StepRule rule, StepRule other, int differing)
        {
            ref var conflicts = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, (rule, other), out var isKnown);
            if (!isKnown)
            {
                conflicts = rule.Accesses.ConflictsWith(other.Accesses);
            }

            return (conflicts >> differing & 1) == 0;
        }
    }
}
