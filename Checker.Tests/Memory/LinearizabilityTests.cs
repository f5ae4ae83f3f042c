using Wakeline.Checking.Memory;
using Wakeline.Checking.Search;

namespace Wakeline.Checker.Tests.Memory;

/// <summary>
/// Threads use the visited sets of the checker at the same time, a few keys over and over: every operation looks as if
/// it had happened at once, at a moment between call and return.
/// </summary>
public sealed class LinearizabilityTests
{
    private const int Threads = 2;
    private const int Rounds = 40_000;
    private const int KeysOfRound = 2;
    private const int OperationsOfThread = 4;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NumbersAreGivenAsIfByOneThread(bool isExact)
    {
        using var table = new InternTable(new MemoryBudget(long.MaxValue), width: isExact ? 0 : InternTable.WidthMost);
        var interners = Enumerable.Range(0, Threads).Select(_ => table.AddInterner()).ToList();
        var rendezvous = new Rendezvous(() => table.Grow(1));
        table.Share(true);
        var history = Record(rendezvous, (thread, key, adds) =>
        {
            if (!adds)
            {
                return interners[thread].Find(key);
            }

            uint number;
            while ((number = interners[thread].TryIntern(key)) == InternTable.None)
            {
                rendezvous.Pause();
            }

            return number;
        });
        Verify<Numbering>(history);
    }

    [Fact]
    public void FingerprintsAreAddedAsIfByOneThread()
    {
        using var table = new FingerprintTable(64, new MemoryBudget(long.MaxValue));
        var batches = Enumerable.Range(0, Threads).Select(_ => new KeyBatch()).ToList();
        batches.ForEach(_ => table.AddHand());
        var rendezvous = new Rendezvous(() => table.Grow(1));
        var history = Record(rendezvous, (thread, key, adds) =>
        {
            var batch = batches[thread];
            batch.Add(table.Kept(key * 0x9E3779B97F4A7C15), default, [key]);
            if (!adds)
            {
                var isThere = table.HasAll(batch);
                batch.Truncate(0);
                return isThere ? 1 : 0;
            }

            int added;
            while ((added = table.TryAdd(batch)) == 0 && batch.Count > 0)
            {
                rendezvous.Pause();
            }

            return added;
        });
        Verify<Membership>(history);
    }

    /// <summary>What looks first and writes then is found out: the recording is alive.</summary>
    [Fact]
    public void ASetThatLooksAndThenWritesIsFoundOut()
    {
        var isThere = new bool[1 + Rounds * KeysOfRound];
        var history = Record(new Rendezvous(() => { }), (_, key, adds) =>
        {
            var wasThere = Volatile.Read(ref isThere[key]);
            Thread.Yield();
            if (adds)
            {
                Volatile.Write(ref isThere[key], true);
            }

            return wasThere != adds ? 1 : 0;
        });
        Assert.False(History.IsLinearizable<Membership>(history.SelectMany(each => each)));
    }

    [Fact]
    public void AHistoryThatNoOrderExplainsIsRefused()
    {
        Assert.True(History.IsLinearizable<Numbering>([Add(7, 0, 3), Add(7, 1, 2), Find(7, 4, 5)]));
        Assert.False(History.IsLinearizable<Numbering>([Add(7, 0, 3), Add(8, 1, 2)]));
        Assert.False(History.IsLinearizable<Numbering>([Add(7, 0, 1), Find(InternTable.None, 2, 3)]));
        Assert.False(History.IsLinearizable<Numbering>([Find(7, 0, 1), Add(7, 2, 3)]));
        Assert.True(History.IsLinearizable<Numbering>([Find(7, 0, 4), Add(7, 2, 3), Find(InternTable.None, 1, 5)]));
        Assert.False(History.IsLinearizable<Membership>([Add(1, 0, 3), Add(1, 1, 2)]));
        Assert.False(History.IsLinearizable<Membership>([Add(0, 0, 1), Add(1, 2, 3)]));
    }

    private static Operation Add(long result, long begin, long end) => new(0, true, result, begin, end);

    private static Operation Find(long result, long begin, long end) => new(0, false, result, begin, end);

    /// <summary>
    /// All threads meet before each round, so that they are at its keys together. Who is done with a round leaves the
    /// rendezvous: others must not wait for it.
    /// </summary>
    private static List<Operation>[] Record(Rendezvous rendezvous, Func<int, ulong, bool, long> operate)
    {
        var clock = 0L;
        var history = Enumerable.Range(0, Threads).Select(_ => new List<Operation>()).ToArray();
        var start = new StartLine(Threads, () => rendezvous.Begin(Threads));
        using var team = new SearchTeam(Threads, thread =>
        {
            var random = new Random(thread);
            for (var round = 0; round < Rounds; round++)
            {
                start.Await();
                for (var count = 0; count < OperationsOfThread; count++)
                {
                    // All begin with the same addition, because that is what they may get wrong.
                    var key = (ulong)(1 + round * KeysOfRound + (count == 0 ? 0 : random.Next(KeysOfRound)));
                    var adds = count == 0 || random.Next(2) == 0;
                    if (rendezvous.IsRequested)
                    {
                        rendezvous.Pause();
                    }

                    var begin = Interlocked.Increment(ref clock);
                    var result = operate(thread, key, adds);
                    history[thread].Add(new Operation(key, adds, result, begin, Interlocked.Increment(ref clock)));
                }

                rendezvous.Leave();
            }
        });
        team.Start();
        team.Join();
        return history;
    }

    /// <summary>Where threads start together: they wait awake, so that only a moment lies between them.</summary>
    private sealed class StartLine(int threads, Action before)
    {
        private const int SpinsMost = 2_000;

        private int _waiting;
        private int _starts;

        public void Await()
        {
            var start = Volatile.Read(ref _starts);
            if (Interlocked.Increment(ref _waiting) == threads)
            {
                before();
                _waiting = 0;
                Volatile.Write(ref _starts, start + 1);
                return;
            }

            for (var spins = 0; Volatile.Read(ref _starts) == start; spins++)
            {
                if (spins > SpinsMost)
                {
                    Thread.Yield();
                }
            }
        }
    }

    private static void Verify<TObject>(List<Operation>[] history) where TObject : ISequentialObject
    {
        var operations = history.SelectMany(each => each).ToList();
        Assert.Equal(Threads * Rounds * OperationsOfThread, operations.Count);
        Assert.True(History.IsLinearizable<TObject>(operations));
    }

    /// <summary>A key has no number until one is asked for, and the same one from then on.</summary>
    private readonly struct Numbering : ISequentialObject
    {
        public static long Start => InternTable.None;

        public static long? After(long known, Operation operation) =>
            operation.Result == known && (known != Start || !operation.Adds) ? known
            : known == Start && operation.Adds && operation.Result != Start ? operation.Result
            : null;
    }

    /// <summary>A key is added by the first who tries; 1 says so, and that it is there.</summary>
    private readonly struct Membership : ISequentialObject
    {
        public static long Start => 0;

        public static long? After(long known, Operation operation) =>
            operation.Result == (operation.Adds ? 1 - known : known) ? known | (operation.Adds ? 1L : 0) : null;
    }
}
