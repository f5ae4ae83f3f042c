using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Disk;

/// <summary>
/// A search on disk as it stood between two levels: logs of keys, parents and parts by their numbers, and a position
/// that says how much of them counts.
/// </summary>
internal sealed unsafe class Checkpoint : IDisposable
{
    private const int RecordsAtATime = 1 << 15;

    private readonly CheckpointFolder _folder;
    private readonly IReadOnlyList<IdentityEntry> _identity;

    // Logs that have been replaced, but which the position on disk still means.
    private readonly List<Action> _superseded = [];
    private int _files;

    // The keys in the logs are those that the store had at this revision.
    private int _revision;
    private SavedPosition? _saved;

    private Checkpoint(CheckpointFolder folder, IReadOnlyList<IdentityEntry> identity, DiskMeter meter)
    {
        _folder = folder;
        _identity = identity;
        Meter = meter;
        _saved = Read();
        if (_saved is null)
        {
            folder.DeleteAllBut();
            (Keys, Parents, Parts) = (NewLog<ulong>("keys"), NewLog<uint>("parents"), NewLog<ulong>("parts"));
        }
        else
        {
            _files = new[] { _saved.Keys, _saved.Parents, _saved.Parts }.Max(log => int.Parse(log.File.Split('-')[1]));
            Keys = new RecordLog<ulong>(folder.Path, _saved.Keys, meter);
            Parents = new RecordLog<uint>(folder.Path, _saved.Parents, meter);
            Parts = new RecordLog<ulong>(folder.Path, _saved.Parts, meter);
            DeleteLeftOver();
        }
    }

    public string Folder => _folder.Path;

    public DiskMeter Meter { get; }

    /// <summary>The position last saved; <see langword="null"/> if there is none.</summary>
    public Position? Saved => _saved?.Position;

    /// <summary>The key of each state, by its number.</summary>
    public RecordLog<ulong> Keys { get; private set; }

    /// <summary>The state as whose successor each state was found.</summary>
    public RecordLog<uint> Parents { get; private set; }

    /// <summary>Parts of states that have numbers; a 0 but for the first means that a number is not in use.</summary>
    public RecordLog<ulong> Parts { get; private set; }

    /// <summary>From this state on, the keys of each level ascend.</summary>
    public uint SortedFrom { get; set; }

    /// <summary>Takes a directory for a check, with the checkpoint that is there.</summary>
    /// <exception cref="DiskException">It cannot be used, or the checkpoint is damaged or of another check.</exception>
    public static Checkpoint Open(string path, IReadOnlyList<IdentityEntry> identity, DiskMeter meter)
    {
        var folder = CheckpointFolder.Open(path);
        try
        {
            return new Checkpoint(folder, identity, meter);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Saves a search whose states are in memory.</summary>
    /// <exception cref="DiskException">The disk is full, or fails; what was saved before is still there.</exception>
    public void Save(Position position, StateStore store)
    {
        if (_revision != store.Revision)
        {
            Renew(store.Revision);
        }

        for (var at = (uint)Keys.Count; at < position.States; at += (uint)Step(at, position.States))
        {
            Keys.Append(new ReadOnlySpan<ulong>(store.States.Keys + at, Step(at, position.States)));
            Parents.Append(new ReadOnlySpan<uint>(store.States.Notes + at, Step(at, position.States)));
        }

        SortedFrom = position.States;
        Commit(position, store);
    }

    /// <summary>Saves a search whose keys and parents are in the logs already.</summary>
    /// <exception cref="DiskException">The disk is full, or fails; what was saved before is still there.</exception>
    public void Commit(Position position, StateStore store)
    {
        store.Parts.Seal();
        var end = store.Parts.Count;
        for (var at = (uint)Parts.Count; at < end; at += (uint)Step(at, end))
        {
            Parts.Append(new ReadOnlySpan<ulong>(store.Parts.Keys + at, Step(at, end)));
        }

        var saved = new SavedPosition(_identity, position, Keys.Save(), Parents.Save(), Parts.Save(), SortedFrom);
        PositionFile.Write(Folder, saved, Meter);
        _saved = saved;
        _superseded.ForEach(delete => delete());
        _superseded.Clear();
    }

    /// <summary>Gives an empty store the layout and parts that were saved, and the states if wanted.</summary>
    /// <exception cref="MemoryBudgetException">There is not enough memory for them.</exception>
    public void Restore(StateStore store, bool withStates)
    {
        store.Restore(Saved!.Layout);
        _revision = store.Revision;
        Forward(Parts, Parts.Count, (_, parts) => store.Parts.Append(parts, default));
        if (withStates)
        {
            var parents = new uint[RecordsAtATime];
            Forward(Keys, Saved.States, (first, keys) =>
            {
                Parents.Read(first, parents.AsSpan(0, keys.Length));
                store.States.Append(keys, parents.AsSpan(0, keys.Length));
            });
        }

        SortedFrom = _saved!.SortedFrom;
    }

    /// <summary>Replaces every key by the one that a wider tree gives it, and saves that.</summary>
    /// <param name="position">The position, with the layout of the wider tree.</param>
    /// <param name="store">The store that learned the layout.</param>
    /// <exception cref="MemoryBudgetException">There is not enough memory for the parts that this takes.</exception>
    public void Widen(Position position, StateStore store)
    {
        store.States.Release();
        var wider = NewLog<ulong>("keys");
        var replaced = new ulong[RecordsAtATime];
        try
        {
            Forward(Keys, position.States, (_, keys) =>
            {
                store.Widen(keys, replaced.AsSpan(0, keys.Length));
                wider.Append(replaced.AsSpan(0, keys.Length));
            });
        }
        catch (MemoryBudgetException)
        {
            wider.Delete();
            throw;
        }

        _superseded.Add(Keys.Delete);
        Keys = wider;
        SortedFrom = position.States;
        Commit(position, store);
    }

    /// <summary>A name for one more file.</summary>
    public string NewFile(string kind) => _folder.At($"{kind}-{++_files}");

    /// <summary>Closes the files; the checkpoint stays.</summary>
    public void Dispose()
    {
        Keys.Dispose();
        Parents.Dispose();
        Parts.Dispose();
        if (_saved is null)
        {
            _folder.Remove();
        }
        else
        {
            DeleteLeftOver();
            _folder.Dispose();
        }
    }

    /// <summary>Takes the checkpoint away, because the check is complete.</summary>
    public void Remove()
    {
        _saved = null;
        Dispose();
    }

    private static int Step(uint at, uint end) => (int)uint.Min(end - at, RecordsAtATime);

    private static void Forward(RecordLog<ulong> log, long count, ReadOnlySpanAction<ulong> take)
    {
        var buffer = new ulong[RecordsAtATime];
        for (var at = 0L; at < count; at += RecordsAtATime)
        {
            var records = buffer.AsSpan(0, (int)long.Min(RecordsAtATime, count - at));
            log.Read(at, records);
            take(at, records);
        }
    }

    private SavedPosition? Read()
    {
        var saved = PositionFile.Read(Folder);
        return saved is null || CheckIdentity.Difference(saved.Identity, _identity) is not { } difference
            ? saved
            : throw new DiskException($"The checkpoint in '{Folder}' belongs to another check: {difference}.");
    }

    private RecordLog<TRecord> NewLog<TRecord>(string kind) where TRecord : unmanaged => new(NewFile(kind), Meter);

    /// <summary>Begins new logs, because keys have changed. The old ones stay until the new ones are saved.</summary>
    private void Renew(int revision)
    {
        _superseded.AddRange([Keys.Delete, Parents.Delete, Parts.Delete]);
        (Keys, Parents, Parts) = (NewLog<ulong>("keys"), NewLog<uint>("parents"), NewLog<ulong>("parts"));
        _revision = revision;
    }

    /// <summary>Deletes what the position on disk does not mean.</summary>
    private void DeleteLeftOver() =>
        _folder.DeleteAllBut(PositionFile.Name, _saved!.Keys.File, _saved.Parents.File, _saved.Parts.File);

    private delegate void ReadOnlySpanAction<TRecord>(long first, ReadOnlySpan<TRecord> records);
}
