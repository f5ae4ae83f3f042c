using System.Runtime.InteropServices;

namespace Wakeline.Spec.Epoll.Lifetime;

/// <summary>How far the life of an object is.</summary>
public enum Life : byte
{
    /// <summary>Not allocated.</summary>
    None,
    /// <summary>In use.</summary>
    Live,
    /// <summary>Given up; who reads under RCU may still hold its address (kfree_rcu).</summary>
    Retired,
    /// <summary>Freed: whoever touches it touches somebody else's memory. A slot is not used again.</summary>
    Freed,
}

/// <summary>What must not be done with an object.</summary>
public enum Misuse : byte
{
    /// <summary>A freed object is read, written or locked.</summary>
    FreedIsTouched,
    /// <summary>An object is freed a second time.</summary>
    FreedTwice,
    /// <summary>A reference is taken on, or a poll made of, a file that nobody holds any more.</summary>
    DeadIsUsed,
    /// <summary>A callback runs on an item whose addition may still be refused.</summary>
    HalfBuiltIsCalled,
    /// <summary>A lock is taken that is held, or let go of by somebody who does not hold it.</summary>
    LockIsTaken,
}

/// <summary>The memory of one object.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Allocation
{
    /// <summary>How far its life is.</summary>
    public Life Life;

    /// <summary>Threads that were reading when its grace period began, and still are.</summary>
    public BitSet<byte> Readers;

    /// <summary>An object in use.</summary>
    public static Allocation New => new() { Life = Life.Live };
}
