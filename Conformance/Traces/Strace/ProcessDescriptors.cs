using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Traces.Strace;

/// <summary>
/// The descriptors of several processes, told apart. A process that forks leaves its child the same open files, and one
/// of them is closed when no process has it any more. Threads share what they have, and so does whoever was not seen to
/// fork.
/// </summary>
internal sealed class ProcessDescriptors
{
    /// <summary>Descriptors of another process than the first are told by numbers of their own.</summary>
    private const int NumbersPerProcess = 1_000_000;

    private readonly Table _first = new(0);
    private readonly Dictionary<int, Table> _tables = [];
    private readonly Dictionary<int, int> _holders = [];
    private int _processes = 1;

    /// <summary>A thread was made: within its process, or by a fork.</summary>
    public void Clone(int parent, int child, bool sharesFiles)
    {
        var table = TableOf(parent);
        if (sharesFiles)
        {
            _tables[child] = table;
            return;
        }

        var copy = new Table(_processes++);
        foreach (var (descriptor, file) in table.Files)
        {
            copy.Files[descriptor] = file;
            _holders[file]++;
        }

        _tables[child] = copy;
    }

    /// <summary>The file that a call is about.</summary>
    public CallEntry Map(CallEntry entry) => entry.Descriptor is { } descriptor
        ? entry with { Descriptor = FileOf(entry.Thread, descriptor) }
        : entry;

    /// <summary>The file that a call has opened.</summary>
    public CallExit Map(CallExit exit)
    {
        if (exit.Result < 0 || exit.Name is not ("socket" or "accept" or "accept4"))
        {
            return exit;
        }

        var table = TableOf(exit.Thread);
        var file = (table.Process * NumbersPerProcess) + (int)exit.Result;
        table.Files[(int)exit.Result] = file;
        _holders[file] = 1;
        return exit with { Result = file };
    }

    /// <summary>A process closes a descriptor.</summary>
    /// <returns>Whether no process has the file any more.</returns>
    public bool Close(int thread, int descriptor)
    {
        if (!TableOf(thread).Files.Remove(descriptor, out var file))
        {
            return true;
        }

        return --_holders[file] == 0;
    }

    private int FileOf(int thread, int descriptor)
    {
        var table = TableOf(thread);
        return table.Files.TryGetValue(descriptor, out var file)
            ? file
            : (table.Process * NumbersPerProcess) + descriptor;
    }

    private Table TableOf(int thread) => _tables.GetValueOrDefault(thread, _first);

    private sealed class Table(int process)
    {
        public int Process { get; } = process;

        public Dictionary<int, int> Files { get; } = [];
    }
}
