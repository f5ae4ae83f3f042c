using System.Numerics;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>A buffer of text that came and is not read (struct sk_buff).</summary>
internal sealed class ReceivedBuffer
{
    /// <summary>The unit in which memory is asked for (PAGE_SIZE).</summary>
    public const int Page = 4096;

    /// <summary>The text of a buffer that takes the place of several (SKB_MAX_ORDER(0, 0)).</summary>
    public const int JoinedMost = Page - Bookkeeping;

    private const int Descriptor = 256;

    /// <summary>Room before the packet, and its headers without options.</summary>
    private const int HeadRoom = 64, Headers = 40;
    private const int Bookkeeping = 320;

    /// <summary>The smallest buffer (SKB_SMALL_HEAD_CACHE_SIZE).</summary>
    private const int Smallest = 576;

    /// <summary>What does not fit that lies in pages of its own (drivers/net/tun.c tun_get_user, SKB_MAX_HEAD).
    /// </summary>
    private const int PacketMost = Page - HeadRoom - Bookkeeping;

    private int _room;

    private ReceivedBuffer(SequenceNumber start, int octets, int memory, int room)
    {
        (Start, End, Memory, _room) = (start, start + octets, memory, room);
    }

    /// <summary>Its first number.</summary>
    public SequenceNumber Start { get; }

    /// <summary>The number after its last.</summary>
    public SequenceNumber End { get; private set; }

    /// <summary>The memory that it takes (truesize).</summary>
    public int Memory { get; }

    /// <summary>When it came; that of the last segment in it.</summary>
    public long? Stamp { get; set; }

    /// <summary>Tells what came out of order earlier from what came later.</summary>
    public int Number { get; set; }

    /// <summary>A segment that came.</summary>
    /// <param name="start">Its first number.</param>
    /// <param name="octets">Octets of text.</param>
    /// <param name="options">Octets of options.</param>
    public static ReceivedBuffer Of(SequenceNumber start, int octets, int options)
    {
        var packet = octets + options + Headers;
        return packet > PacketMost
            ? new ReceivedBuffer(start, octets, MemoryOf(octets, options), 0)
            : new ReceivedBuffer(
                start, octets, MemoryOf(octets, options), Size(HeadRoom + packet) - Bookkeeping - HeadRoom - packet);
    }

    /// <summary>A buffer that takes the place of several (tcp_collapse).</summary>
    /// <param name="start">Its first number.</param>
    /// <param name="planned">Octets that it was made for.</param>
    /// <param name="octets">Octets that are there.</param>
    public static ReceivedBuffer Joining(SequenceNumber start, int planned, int octets) =>
        new(start, octets, Size(planned) + Descriptor, Size(planned) - Bookkeeping - octets);

    /// <summary>
    /// The memory of a segment: a power of two for its octets with headers and bookkeeping, and that of its descriptor
    /// (SKB_TRUESIZE, as a packet of a TUN device is allocated).
    /// </summary>
    /// <param name="octets">Octets of text.</param>
    /// <param name="options">Octets of options.</param>
    public static int MemoryOf(int octets, int options)
    {
        var packet = octets + options + Headers;
        return Descriptor + (packet > PacketMost ? Page + PagesOf(packet - PacketMost) : Size(HeadRoom + packet));
    }

    /// <summary>So many octets in whole pages.</summary>
    public static int PagesOf(int octets) => (octets + Page - 1) / Page * Page;

    /// <summary>Whether it holds an octet.</summary>
    public bool Holds(SequenceNumber octet) => octet >= Start && octet < End;

    /// <summary>Takes what follows into what is left of its memory, if it fits (skb_try_coalesce).</summary>
    public bool Joins(ReceivedBuffer next)
    {
        var octets = next.End - next.Start;
        if (next.Start != End || octets > _room)
        {
            return false;
        }

        (End, _room) = (next.End, _room - octets);
        Stamp = next.Stamp ?? Stamp;
        return true;
    }

    private static int Size(int octets)
    {
        var needed = ((octets + 63) & ~63) + Bookkeeping;
        return needed <= Smallest ? Smallest : (int)BitOperations.RoundUpToPowerOf2((uint)needed);
    }
}
