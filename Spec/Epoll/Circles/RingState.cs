using System.Runtime.InteropServices;

namespace Wakeline.Spec.Epoll.Circles;

/// <summary>Where a request of io_uring is that polls an epoll instance again and again (multishot).</summary>
public enum RingPollStep : byte
{
    /// <summary>Each wake-up makes it complete once, and it stays.</summary>
    Multishot,
    /// <summary>Its next completion is the last.</summary>
    LastShot,
    /// <summary>It has left the instance's queue.</summary>
    Ended,
}

/// <summary>Where the item is by which the instance watches the ring.</summary>
public enum RingItemStep : byte
{
    /// <summary>In the ring's queue.</summary>
    Hooked,
}

/// <summary>Where the world outside is.</summary>
public enum RingWorldStep : byte
{
    /// <summary>Events happen, as long as there are any left.</summary>
    Open,
}

/// <summary>Something woke the queue of a watched file.</summary>
/// <param name="IsMarked">The wake-up comes from a completion of io_uring (EPOLL_URING_WAKE).</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct FileWoken(bool IsMarked);

/// <summary>An item woke those who poll its instance.</summary>
/// <param name="IsMarked">The wake-up comes from a completion of io_uring (EPOLL_URING_WAKE).</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct PollersWoken(bool IsMarked);

/// <summary>An epoll instance that watches an eventfd and a ring, in which a request polls the instance.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct RingState
{
    /// <summary>As many completions are counted.</summary>
    public const int CompletionsMost = 6;

    /// <summary>The mutation in force; constant during a run.</summary>
    public Mutation Mutation;

    /// <summary>Where the world outside is.</summary>
    public RingWorldStep World;

    /// <summary>Where the item is by which the instance watches the ring.</summary>
    public RingItemStep Item;

    /// <summary>Where the request is.</summary>
    public RingPollStep Request;

    /// <summary>A completion of the request is due (task work).</summary>
    public bool IsDue;

    /// <summary>Events on the eventfd still to come.</summary>
    public byte EventsLeft;

    /// <summary>Events on the eventfd so far.</summary>
    public byte Events;

    /// <summary>Completions so far, up to the most that are counted.</summary>
    public byte Completions;

    /// <summary>The mutation in force, as tables ask for it.</summary>
    public static Mutation MutationIn(in RingState state) => state.Mutation;
}
