using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Pipes;

/// <summary>
/// A pipe with its two ends (struct pipe_inode_info), as far as those who hold descriptors see it. Its queues are those
/// of its files: who waits for octets is on the read end's (rd_wait), who waits for room on the write end's (wr_wait).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Pipe
{
    /// <summary>Octets of a buffer: a page.</summary>
    public const int BufferSize = 4096;

    /// <summary>Whether the pipe exists.</summary>
    public bool InUse;

    /// <summary>1 + the file of the read end; 0 once that is released (readers).</summary>
    public byte ReadEndAndOne;

    /// <summary>1 + the file of the write end; 0 once that is released (writers).</summary>
    public byte WriteEndAndOne;

    /// <summary>Whether anybody has ever polled it (poll_usage).</summary>
    public bool IsPolled;

    /// <summary>
    /// Octets that each buffer still holds, the oldest first; there are as many as nobody has changed
    /// (PIPE_DEF_BUFFERS).
    /// </summary>
    public Ring<ushort, InlineArray16<ushort>> Buffers;

    /// <summary>Where the octets of the youngest buffer end in it; what follows can still be written.</summary>
    public ushort YoungestEnd;

    /// <summary>Whether the read end is open.</summary>
    public readonly bool HasReader => ReadEndAndOne != 0;

    /// <summary>Whether the write end is open.</summary>
    public readonly bool HasWriter => WriteEndAndOne != 0;

    /// <summary>Whether it holds nothing (pipe_empty).</summary>
    public readonly bool IsEmpty => Buffers.IsEmpty;

    /// <summary>Whether no buffer is free (pipe_full).</summary>
    public readonly bool IsFull => Buffers.IsFull;

    /// <summary>
    /// Whether the first octets of a write go behind those of the youngest buffer: what a write has beyond whole pages
    /// does, if it fits (PIPE_BUF_FLAG_CAN_MERGE).
    /// </summary>
    public readonly bool CanMerge(int octets) =>
        !IsEmpty && octets % BufferSize > 0 && YoungestEnd + octets % BufferSize <= BufferSize;

    /// <summary>Takes in what fits of a write that begins.</summary>
    /// <returns>How many octets that is.</returns>
    public int PutFirst(int octets)
    {
        if (!CanMerge(octets))
        {
            return Put(octets);
        }

        var merged = octets % BufferSize;
        Buffers[Buffers.Count - 1] += (ushort)merged;
        YoungestEnd += (ushort)merged;
        return merged + Put(octets - merged);
    }

    /// <summary>Takes in what fits of the rest of a write, in buffers of its own.</summary>
    /// <returns>How many octets that is.</returns>
    public int Put(int octets)
    {
        var put = 0;
        for (; put < octets && !IsFull; put += YoungestEnd)
        {
            YoungestEnd = (ushort)Math.Min(octets - put, BufferSize);
            Buffers.Enqueue(YoungestEnd);
        }

        return put;
    }

    /// <summary>Gives out octets, the oldest first.</summary>
    /// <returns>How many there were, and not more than asked for.</returns>
    public int Take(int octets)
    {
        var taken = 0;
        while (taken < octets && !IsEmpty)
        {
            var part = Math.Min(Buffers[0], octets - taken);
            taken += part;
            Buffers[0] -= (ushort)part;
            if (Buffers[0] == 0)
            {
                Buffers.Dequeue();
            }
        }

        YoungestEnd = IsEmpty ? (ushort)0 : YoungestEnd;
        return taken;
    }
}
