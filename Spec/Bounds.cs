using System.Runtime.InteropServices;
using Wakeline.Spec.Systems.Network;

namespace Wakeline.Spec;

/// <summary>
/// The bounds of a run, from the parameters of its system. Which of them a machine heeds is said there.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Bounds
{
    /// <summary>Tasks that exist, from task 0.</summary>
    public byte Tasks;

    /// <summary>Files an event of the environment may happen on, from file 0.</summary>
    public byte Sources;

    /// <summary>Events, packets or writes the environment may cause.</summary>
    public byte Events;

    /// <summary>Rounds of calls that each program makes.</summary>
    public byte Rounds;

    /// <summary>Signals the environment may send.</summary>
    public byte Signals;

    /// <summary>Which signals those are: so many of the first; 0 for just the first.</summary>
    public byte SignalKinds;

    /// <summary>Frames the wire may lose.</summary>
    public byte Losses;

    /// <summary>Timers of connections that may expire.</summary>
    public byte Expiries;

    /// <summary>Allocations that may fail for want of memory.</summary>
    public byte Shortages;

    /// <summary>Packets one NAPI poll may take; 0 for as many as every driver's poll.</summary>
    public byte NapiBudget;

    /// <summary>Users of far ends.</summary>
    public byte Peers;

    /// <summary>How each of them may end its connection.</summary>
    public PeerEnding Ending;

    /// <summary>How many sleepers the end of a scan must wake for an observer to remember it.</summary>
    public byte HerdLeast;

    /// <summary>Descriptors of each receive queue.</summary>
    public byte Descriptors;

    /// <summary>
    /// Whether nobody tells one receive queue from another: no property speaks of their numbers, and all are polled
    /// alike.
    /// </summary>
    public bool QueuesAreAlike;
}
