namespace Wakeline.Checking;

/// <summary>How far and for what to search.</summary>
public sealed record CheckOptions
{
    /// <summary>The greatest number of states that can be told apart by their 32-bit index.</summary>
    public const long StatesCeiling = uint.MaxValue - 1L;

    /// <summary>The most threads that a search can use.</summary>
    public const int ThreadsMost = 256;

    /// <summary>Searches the whole space for every property, within half of the machine's memory.</summary>
    public static CheckOptions Default { get; } = new();

    /// <summary>
    /// The only property to check, by its name or as one of <see cref="ImpliedProperty"/>; <see langword="null"/> for
    /// all. The search then stops as soon as it is decided.
    /// </summary>
    public string? Property { get; init; }

    /// <summary>Whether to stop at the first violation instead of looking for those of the other properties.</summary>
    public bool StopAtFirstViolation { get; init; }

    /// <summary>The most states to visit.</summary>
    public long StatesMost { get; init; } = StatesCeiling;

    /// <summary>The most steps from the start to search.</summary>
    public int DepthMost { get; init; } = int.MaxValue;

    /// <summary>The most memory to hold states and liveness graphs in, in bytes.</summary>
    public long MemoryBytesMost { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <summary>
    /// A directory of its own for this check. The search is saved there now and then, when it is cancelled, and when
    /// the memory is used up, after which it goes on with its states on disk. If an unfinished search was saved there,
    /// it goes on from it. <see langword="null"/> for a search in memory only.
    /// </summary>
    public string? Disk { get; init; }

    /// <summary>
    /// Without <see cref="Disk"/>: a directory that a search is saved in which has used up its memory, so that it can
    /// go on with more. <see langword="null"/> to save nothing.
    /// </summary>
    public string? DiskWhenFull { get; init; }

    /// <summary>The least time between two checkpoints.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The threads to search on; as many as the machine has cores unless set. Counts and verdicts do not depend on it,
    /// nor does the length of a shortest counterexample; which of several shortest ones is shown may.
    /// </summary>
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, ThreadsMost);

    /// <summary>
    /// Whether to leave out steps of some processes where the order of steps makes no difference to what is asked.
    /// Properties of whole runs are not checked then, and counterexamples need not be shortest.
    /// </summary>
    public bool PartialOrderReduction { get; init; }

    /// <summary>
    /// Whether to take states for one that differ only by an exchange of instances which the system declares
    /// interchangeable. Properties of whole runs are checked then only where no run goes round without the goal.
    /// </summary>
    public bool SymmetryReduction { get; init; }

    /// <summary>
    /// Whether to keep a fingerprint of 64 bits for each state instead of the state, which takes less memory where
    /// states are wide. A state whose fingerprint another one has is missed; the report says how probable that is.
    /// Properties of whole runs are not checked.
    /// </summary>
    public bool Fingerprint { get; init; }

    /// <summary>Whether the search may visit fewer states than are reachable.</summary>
    internal bool IsReduced => PartialOrderReduction || SymmetryReduction;

    /// <summary>
    /// Whether the search can be saved and go on with its states on disk. The partial-order reduction asks of each
    /// successor at once whether it is new, and fingerprints leave no states to save.
    /// </summary>
    public bool MayGoToDisk => !PartialOrderReduction && !Fingerprint;

    /// <summary>How many states are found before steps that commute are looked for, which takes a moment.</summary>
    internal long CommutingLeast { get; init; } = 10_000;

    /// <summary>The share of pairs of steps that has to commute for some to be left out.</summary>
    internal double CommutingShareLeast { get; init; } = 0.25;

    /// <summary>The most states of a level that the declared symmetry is tested in.</summary>
    internal int SymmetryStatesTested { get; init; } = 16;

    /// <summary>The bits of a fingerprint that are looked at.</summary>
    internal int FingerprintBits { get; init; } = 64;

    /// <summary>The states that a level has at least for several threads to share it.</summary>
    internal uint SharedLevelLeast { get; init; } = 4096;

    /// <summary>The most steps from the start to search with the states in memory.</summary>
    internal int DepthInMemoryMost { get; init; } = int.MaxValue;

    /// <summary>The bytes that the disk is said to have room for.</summary>
    internal long DiskBytesMost { get; init; } = long.MaxValue;

    /// <exception cref="ArgumentOutOfRangeException">A bound is too small or too large to mean anything.</exception>
    internal void RequireValid()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(StatesMost, 1, nameof(StatesMost));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(StatesMost, StatesCeiling, nameof(StatesMost));
        ArgumentOutOfRangeException.ThrowIfLessThan(DepthMost, 0, nameof(DepthMost));
        ArgumentOutOfRangeException.ThrowIfLessThan(MemoryBytesMost, 1 << 20, nameof(MemoryBytesMost));
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1, nameof(Threads));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Threads, ThreadsMost, nameof(Threads));
        if (!MayGoToDisk && (Disk ?? DiskWhenFull) is not null)
        {
            throw new ArgumentException("Neither the partial-order reduction nor fingerprints go with a disk.");
        }

        if (Fingerprint && IsReduced)
        {
            throw new ArgumentException("Fingerprints do not go with reductions.");
        }
    }
}
