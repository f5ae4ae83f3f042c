using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Wakeline.Checking.Memory;
using Wakeline.Checking.Search;

namespace Wakeline.Checker.Tests.Memory;

/// <summary>Several threads number keys at the same time, and it is as if one had done so after another.</summary>
public sealed class SharedInterningProperties
{
    private const int Threads = 3;

    /// <summary>
    /// Each thread interns all keys of a small or a large range in an order of its own, so that they meet at most keys.
    /// A number that was given out has to stay that of its key for everybody, also across growth.
    /// </summary>
    [Property(MaxTest = 200)]
    public Property EqualKeysGetEqualNumbersAndDifferentOnesDifferent(int seed, bool isWide, bool isExact)
    {
        using var table = TableOf(isExact);
        var keys = Keys(seed, isWide ? 5000 : 40);
        var numbers = InternAtOnce(table, keys, seed);
        var expected = keys.ToDictionary(key => key, key => numbers[0][key]);
        var agrees = numbers.All(each => keys.All(key => each[key] == expected[key]))
            && expected.Values.Distinct().Count() == keys.Length
            && keys.All(key => table.KeyOf(expected[key]) == key);

        // A note is that of the thread that was first, whole and not mixed with another's.
        return (agrees && keys.All(key => table.NoteOf(expected[key]) is < Threads)).ToProperty();
    }

    [Property(MaxTest = 200)]
    public Property SettlingLeavesNoGaps(int seed, bool isWide, bool isExact)
    {
        using var table = TableOf(isExact);
        var keys = Keys(seed, isWide ? 5000 : 40);
        var before = InternAtOnce(table, keys, seed)[0]
            .ToDictionary(each => each.Key, each => table.NoteOf(each.Value));
        table.Settle();
        var interner = table.AddInterner();
        var agrees = table.Count == keys.Length
            && keys.Select(interner.Find).Order().SequenceEqual(Enumerable.Range(0, keys.Length).Select(i => (uint)i))
            && keys.All(key => table.KeyOf(interner.Find(key)) == key)
            && keys.All(key => table.NoteOf(interner.Find(key)) == before[key]);
        return agrees.ToProperty();
    }

    /// <summary>A table whose slots tell the keys, or one that compares them.</summary>
    private static InternTable TableOf(bool isExact) =>
        new(new MemoryBudget(long.MaxValue), hasNotes: true, isExact ? 0 : InternTable.WidthMost);

    private static ulong[] Keys(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64(count * 4)).Distinct()];
    }

    private static List<Dictionary<ulong, uint>> InternAtOnce(InternTable table, ulong[] keys, int seed)
    {
        var interners = Enumerable.Range(0, Threads).Select(_ => table.AddInterner()).ToList();
        table.Share(true);
        var rendezvous = new Rendezvous(() => table.Grow(1));
        rendezvous.Begin(Threads);
        var found = interners.Select(_ => new Dictionary<ulong, uint>()).ToList();
        using (var team = new SearchTeam(Threads, thread =>
        {
            var order = keys.ToArray();
            new Random(seed + thread).Shuffle(order);
            foreach (var key in order)
            {
                found[thread][key] = Intern(interners[thread], rendezvous, key, (uint)thread);
            }

            rendezvous.Leave();
        }))
        {
            team.Start();
            team.Join();
        }

        table.Share(false);
        return found;
    }

    private static uint Intern(Interner interner, Rendezvous rendezvous, ulong key, uint note)
    {
        var batch = new KeyBatch();
        batch.Add(key, interner.Hash.Of(key), new Origin(note));
        for (interner.TryIntern(batch); batch.Count > 0; interner.TryIntern(batch))
        {
            rendezvous.Pause();
        }

        if (rendezvous.IsRequested)
        {
            rendezvous.Pause();
        }

        return interner.Find(key);
    }
}
