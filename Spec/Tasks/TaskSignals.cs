using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tasks;

/// <summary>Whose signal mask is in force.</summary>
public enum SignalMaskStep : byte
{
    /// <summary>The task's own.</summary>
    Own,
    /// <summary>That of the call it is in; its own is kept for the return (TIF_RESTORE_SIGMASK).</summary>
    OfCall,
}

/// <summary>The signals of a task, as sets of <see cref="Signal"/>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct TaskSignals
{
    private const int Count = (int)Signal.Urgent + 1;

    /// <summary>Whose mask is in force.</summary>
    public SignalMaskStep MaskStep;

    /// <summary>Signals sent and not handled.</summary>
    public BitSet<byte> Pending;

    /// <summary>The mask in force: signals that stay pending.</summary>
    public BitSet<byte> Blocked;

    /// <summary>While a call's mask is in force, the task's own (saved_sigmask).</summary>
    public BitSet<byte> Saved;

    /// <summary>What an observer remembers: signals handled while the mask of the last call was in force.</summary>
    public BitSet<byte> Handled;

    /// <summary>Whether a signal is pending that is not blocked (signal_pending).</summary>
    public readonly bool IsInterrupted => (Pending.Word & ~Blocked.Word) != 0;

    /// <summary>Takes the pending signals that are not blocked.</summary>
    /// <returns>What was taken.</returns>
    public BitSet<byte> Take()
    {
        var taken = default(BitSet<byte>);
        for (var signal = 0; signal < Count; signal++)
        {
            if (Pending.Contains(signal) && !Blocked.Contains(signal))
            {
                Pending.Remove(signal);
                taken.Add(signal);
            }
        }

        return taken;
    }

    /// <summary>A set of signals.</summary>
    public static BitSet<byte> SetOf(params ReadOnlySpan<Signal> signals)
    {
        var set = default(BitSet<byte>);
        foreach (var signal in signals)
        {
            set.Add(signal);
        }

        return set;
    }
}
