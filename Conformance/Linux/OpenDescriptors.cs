using Wakeline.Spec.Files;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// An open file description as the driver knows it: what it is, and how far its octet streams have come.
/// </summary>
internal sealed class DrivenFile(FileKind kind)
{
    /// <summary>What it is.</summary>
    public FileKind Kind { get; } = kind;

    /// <summary>Whether SO_LINGER may make close sleep.</summary>
    public bool MayLinger { get; set; }

    /// <summary>Octets handed to the kernel so far.</summary>
    public long Sent { get; set; }

    /// <summary>Octets taken from the kernel so far.</summary>
    public long Received { get; set; }

    /// <summary>The connection is dissolved; the next one has streams of its own.</summary>
    public void BeginStreams() => (Sent, Received) = (0, 0);
}

/// <summary>
/// The descriptors a program has open. They are numbered from the first the program may open, as the model numbers
/// them. Threads of a program change it one after another, except that a call that slept may end while another is made.
/// </summary>
internal sealed class OpenDescriptors
{
    private readonly DrivenFile?[] _files = new DrivenFile?[Most];
    private readonly Lock _lock = new();

    /// <summary>One more than the greatest number that is kept track of.</summary>
    public const int Most = 256;

    /// <summary>The file behind a number, or <see langword="null"/> if it is not open.</summary>
    public DrivenFile? this[int number] => (uint)number < Most ? Volatile.Read(ref _files[number]) : null;

    /// <summary>The numbers of open sockets, ascending.</summary>
    public IEnumerable<int> Sockets => Numbers.Where(number => this[number]?.Kind == FileKind.Socket);

    /// <summary>The numbers that are open, ascending.</summary>
    public IEnumerable<int> Numbers => Enumerable.Range(0, Most).Where(number => this[number] is not null);

    /// <summary>Notes that a number was opened.</summary>
    public void Open(int number, DrivenFile file)
    {
        if ((uint)number >= Most)
        {
            throw new KernelException($"A program opened descriptor {number}; the driver keeps track of {Most}.");
        }

        lock (_lock)
        {
            _files[number] = file;
        }
    }

    /// <summary>Notes that a number was closed.</summary>
    public void Close(int number)
    {
        if ((uint)number < Most)
        {
            lock (_lock)
            {
                _files[number] = null;
            }
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            Array.Clear(_files);
        }
    }
}
