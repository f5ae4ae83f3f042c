using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline.Spec.Systems;
using Wakeline.Spec.Systems.Answers;
using Wakeline.Spec.Systems.Network;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec;

/// <summary>
/// What an observer outside the kernel remembers, so that properties can speak of history. No guard reads it, except
/// those that count what the environment has left to do.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Ledger
{
    /// <summary>Where the machine that causes events is.</summary>
    public EventSourceStep EventSource;

    /// <summary>Where the machine that chooses programs is.</summary>
    public ScriptChoiceStep ScriptChoice;

    /// <summary>Where the machine that sends signals is.</summary>
    public SignalSourceStep SignalSource;

    /// <summary>Whether the system is suspended.</summary>
    public SuspensionStep Suspension;

    /// <summary>Events on files so far: caused by the environment, or counters written.</summary>
    public byte Events;

    /// <summary>Signals the environment has sent so far.</summary>
    public byte Signals;

    /// <summary>The most sleepers that one event of the environment has woken.</summary>
    public byte MostWokenByEvent;

    /// <summary>
    /// The most sleepers in epoll_wait that the end of one scan has woken, of the scans that an observer remembers
    /// (<see cref="Bounds.HerdLeast"/>).
    /// </summary>
    public byte MostWokenByScan;

    /// <summary>Frames that were lost.</summary>
    public byte Losses;

    /// <summary>Timers of connections that expired.</summary>
    public byte Expiries;

    /// <summary>Allocations that failed for want of memory.</summary>
    public byte Shortages;

    /// <summary>What was seen of each interest item since it was added.</summary>
    public InlineArray12<ItemHistory> Items;

    /// <summary>Frames of the source of frames: how many were sent and what became of them.</summary>
    public FrameHistory Frames;

    /// <summary>The users of the far ends of connections.</summary>
    public InlineArray3<PeerState> Peers;

    /// <summary>Octets that calls have reported as sent.</summary>
    public int OctetsSent;

    /// <summary>Octets that calls have reported as received, urgent ones not counted.</summary>
    public int OctetsRead;

    /// <summary>Sockets on which a send found no room, and of which nobody was told since that there is some.</summary>
    public BitSet<ushort> Refused;

    /// <summary>Whether SIGIO told of data while a task sat in recv, which is to be told by its wake-up.</summary>
    public bool ReaderWasSignalled;

    /// <summary>The callback of an item was called for something it watches for.</summary>
    public void NoteNews(int item, PollEvents mask) => Items[item].HasNews |= (mask & PollEvents.EdgeTriggered) != 0;

    /// <summary>An item was put on a list of its instance.</summary>
    public void NoteQueued(int item, PollEvents mask) =>
        Items[item].IsToKeepAwake = (mask & PollEvents.WakeUp) != 0;

    /// <summary>An item was added or modified.</summary>
    public void NoteArming(int item) => Items[item].ReportsSinceArmed = 0;

    /// <summary>An item was found ready when it was added or modified.</summary>
    public void NoteOffer(int item, PollEvents mask)
    {
        NoteNews(item, mask);
        Items[item].Offers += (byte)((mask & PollEvents.EdgeTriggered) != 0 ? 1 : 0);
    }

    /// <summary>An item was reported to the user.</summary>
    public void NoteReport(int item, PollEvents mask)
    {
        ref var history = ref Items[item];
        history.HasNews = false;
        history.Reports += (byte)((mask & PollEvents.EdgeTriggered) != 0 ? 1 : 0);
        history.ReportsSinceArmed += (byte)((mask & PollEvents.OneShot) != 0 ? 1 : 0);
    }

    /// <summary>A send or receive reports how many octets it has moved.</summary>
    public void NoteMoved(SystemCall call, int octets)
    {
        OctetsSent += call is SystemCall.Send or SystemCall.Write ? octets : 0;
        OctetsRead += call is SystemCall.Receive or SystemCall.Read ? octets : 0;
    }

    /// <summary>A queue has handed a frame on, to a socket or to nobody.</summary>
    public void NoteDelivery(int queue, in Segment frame)
    {
        if (frame.Source == FrameSource.End)
        {
            Frames.Delivered++;
            Frames.Last[queue] = (byte)frame.Sequence.Value;
        }
    }

    /// <summary>An item is gone.</summary>
    public void Forget(int item) => Items[item] = default;
}

/// <summary>What was seen of one interest item.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct ItemHistory
{
    /// <summary>Edge-triggered: something the item watches for happened after its last report.</summary>
    public bool HasNews;

    /// <summary>Edge-triggered: how often the item was ready when it was added or modified.</summary>
    public byte Offers;

    /// <summary>Edge-triggered: how often the item was reported.</summary>
    public byte Reports;

    /// <summary>
    /// EPOLLWAKEUP: set when the item was last put on a list, and not cleared since. One that is set while the item is
    /// on a list is heeded only when it is next put on one.
    /// </summary>
    public bool IsToKeepAwake;

    /// <summary>One-shot: reports since the item was last armed.</summary>
    public byte ReportsSinceArmed;
}
