using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>A segment that came while a task owned its socket's lock.</summary>
/// <param name="Socket">The socket.</param>
/// <param name="Segment">The segment.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct WaitingSegment(byte Socket, Segment Segment);

/// <summary>
/// The segments that wait for the owners of locks, oldest first. The kernel has a queue for each socket (sk_backlog);
/// one for all is smaller and keeps the order of each.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Backlog
{
    private Ring<WaitingSegment, InlineArray8<WaitingSegment>> _segments;

    /// <summary>Whether no further segment fits.</summary>
    public readonly bool IsFull => _segments.IsFull;

    /// <summary>Whether a segment waits for a socket.</summary>
    public readonly bool HasFor(int socket) => FirstFor(socket) >= 0;

    /// <summary>Adds a segment for a socket.</summary>
    public void Add(int socket, in Segment segment) => _segments.Enqueue(new WaitingSegment((byte)socket, segment));

    /// <summary>Takes the oldest segment of a socket.</summary>
    public Segment TakeFor(int socket)
    {
        var index = FirstFor(socket);
        var segment = _segments[index].Segment;
        _segments.RemoveAt(index);
        return segment;
    }

    private readonly int FirstFor(int socket)
    {
        var items = _segments.Items;
        for (var index = 0; index < items.Length; index++)
        {
            if (items[index].Socket == socket)
            {
                return index;
            }
        }

        return -1;
    }
}
