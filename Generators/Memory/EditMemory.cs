using Wakeline.Generators.Parsing;

namespace Wakeline.Generators.Memory;

/// <summary>
/// Remembers from one compilation to the next what was read, so that an edit costs only what it touches. What is
/// remembered holds as long as nothing is declared differently anywhere and the files that were looked into say the
/// same. It must hold nothing of a compilation.
/// </summary>
internal sealed class EditMemory
{
    /// <summary>Names come and go while somebody types.</summary>
    private const int EntriesMost = 20_000;

    private readonly Dictionary<string, Entry> _entries = [];

    /// <summary>What was remembered under a name, if it still holds.</summary>
    public bool TryRecall<T>(string name, Reading reading, out T? value) where T : class
    {
        lock (_entries)
        {
            if (_entries.TryGetValue(name, out var entry) && entry.Declarations == reading.Declarations
                && entry.Files.All(reading.Contains))
            {
                FilesRead.Add(entry.Files);
                value = (T?)entry.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>Remembers what was read by looking into some files.</summary>
    public void Keep(string name, Reading reading, IReadOnlyCollection<string> files, object? value)
    {
        lock (_entries)
        {
            if (_entries.Count >= EntriesMost)
            {
                _entries.Clear();
            }

            _entries[name] = new Entry(reading.Declarations, files, value);
        }
    }

    /// <summary>What was remembered under a name, or is read and remembered now.</summary>
    public T? Recall<T>(string name, Reading reading, Func<T?> read) where T : class
    {
        if (!TryRecall<T>(name, reading, out var value))
        {
            var files = FilesRead.During(() => value = read());
            Keep(name, reading, files, value);
        }

        return value;
    }

    private sealed record Entry(string Declarations, IReadOnlyCollection<string> Files, object? Value);
}
