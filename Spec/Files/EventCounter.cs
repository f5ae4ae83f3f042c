using System.Runtime.InteropServices;

namespace Wakeline.Spec.Files;

/// <summary>The counter of an eventfd (fs/eventfd.c, struct eventfd_ctx).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct EventCounter
{
    /// <summary>The greatest value a write may reach.</summary>
    public const ulong Most = ulong.MaxValue - 1;

    /// <summary>Whether the counter exists.</summary>
    public bool InUse;

    /// <summary>The count; a read takes all of it.</summary>
    public ulong Count;
}
