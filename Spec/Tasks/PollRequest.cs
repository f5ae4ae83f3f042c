using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tasks;

/// <summary>
/// One descriptor of a poll call (struct pollfd), or of a select call: then <see cref="PollEvents.In"/>,
/// <see cref="PollEvents.Out"/> and <see cref="PollEvents.Pri"/> stand for the read, write and exception set.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct PollRequest
{
    private readonly ushort _asked;
    private readonly ushort _returned;
    private readonly byte _queuedAndOne;

    /// <summary>Asks for events of a descriptor.</summary>
    public PollRequest(int descriptor, PollEvents asked) : this(descriptor, asked, PollEvents.None, -1) { }

    private PollRequest(int descriptor, PollEvents asked, PollEvents returned, int queuedOn)
    {
        Descriptor = (byte)descriptor;
        _asked = (ushort)asked;
        _returned = (ushort)returned;
        _queuedAndOne = (byte)(queuedOn + 1);
    }

    /// <summary>The descriptor; <see cref="Capacity.None"/> is a negative one, which poll ignores.</summary>
    public byte Descriptor { get; }

    /// <summary>The bits asked for.</summary>
    public PollEvents Asked => (PollEvents)_asked;

    /// <summary>The bits found (revents).</summary>
    public PollEvents Returned => (PollEvents)_returned;

    /// <summary>The file on whose queue the task waits for the descriptor (struct poll_table_entry), or -1.</summary>
    public int QueuedOn => _queuedAndOne - 1;

    /// <summary>The request with the bits that a visit found.</summary>
    public PollRequest Finding(PollEvents returned) => new(Descriptor, Asked, returned, QueuedOn);

    /// <summary>The request after the task has queued itself on a file; -1 after it has left the queue.</summary>
    public PollRequest Queueing(int file) => new(Descriptor, Asked, Returned, file);
}
