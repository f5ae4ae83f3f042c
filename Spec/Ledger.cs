using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec;

/// <summary>
/// What an observer outside the kernel remembers, so that properties can speak of history. No guard reads it, except those
/// that count what the environment has left to do.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Ledger
{
    /// <summary>Events the environment has caused so far.</summary>
    public byte Events;

    /// <summary>Signals the environment has sent so far.</summary>
    public byte Signals;

    /// <summary>What was seen of each interest item since it was added.</summary>
    public InlineArray12<ItemHistory> Items;
}

/// <summary>What was seen of one interest item.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct ItemHistory
{
    /// <summary>An event that the item watches happened after its last report.</summary>
    public bool HasNews;

    /// <summary>Edges (wake-ups, arming with the file ready) that no report has answered yet.</summary>
    public byte Edges;

    /// <summary>Reports since the item was last armed, at most 2.</summary>
    public byte ReportsSinceArmed;
}
