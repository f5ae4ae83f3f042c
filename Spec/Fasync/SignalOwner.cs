using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Fasync;

/// <summary>The steps of a task that signals the owner of a file (kill_fasync).</summary>
public enum SenderStep : byte
{
    /// <summary>It is about to take the lock.</summary>
    Ready,
    /// <summary>It waits for the lock.</summary>
    Locking,
    /// <summary>It holds the lock for reading and sends the signal.</summary>
    Sending,
    /// <summary>It is through.</summary>
    Done,
}

/// <summary>The steps of a device that handles an event and signals whoever reads it.</summary>
public enum DeviceEventStep : byte
{
    /// <summary>The event is still to come.</summary>
    Pending,
    /// <summary>It waits for the lock of the device, with interrupts off.</summary>
    Locking,
    /// <summary>It holds the lock of the device and waits for that of the owner.</summary>
    Signalling,
    /// <summary>It holds both and sends the signal.</summary>
    Sending,
    /// <summary>It is through.</summary>
    Done,
}

/// <summary>The steps of a task that changes the owner (fcntl F_SETOWN).</summary>
public enum OwnerChangeStep : byte
{
    /// <summary>It is about to take the lock.</summary>
    Ready,
    /// <summary>It waits for the lock, in front of readers that come later.</summary>
    Locking,
    /// <summary>It holds the lock for writing.</summary>
    Changing,
    /// <summary>It is through.</summary>
    Done,
}

/// <summary>
/// The locks on the way of a signal: that of a device, which its interrupt handler takes, and the reader-writer lock of
/// the owner (fa_lock, f_owner.lock), which is fair: a reader that comes after a waiting writer waits.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct SignalOwner
{
    /// <summary>The mutation in force; constant during a run.</summary>
    public Mutation Mutation;

    /// <summary>The task on processor 0.</summary>
    public SenderStep Sender;

    /// <summary>Events of the device: one interrupts processor 0, one is handled by a call on processor 1.</summary>
    public InlineArray2<DeviceEventStep> Events;

    /// <summary>The task on processor 2.</summary>
    public OwnerChangeStep Change;

    /// <summary>Whether processor 0 takes no interrupts.</summary>
    public bool InterruptsAreOff;

    /// <summary>Whether somebody holds the lock of the device.</summary>
    public bool DeviceIsLocked;

    /// <summary>How many hold the lock of the owner for reading.</summary>
    public byte Readers;

    /// <summary>Whether somebody holds the lock of the owner for writing, or waits to.</summary>
    public bool HasWriter;

    /// <summary>The mutation in force.</summary>
    public static Mutation MutationIn(in SignalOwner owner) => owner.Mutation;

    /// <summary>Whether a task may take the owner's lock for reading: no writer holds it, or was there first.</summary>
    public static bool MayRead(in SignalOwner owner) => !owner.HasWriter;

    /// <summary>Takes the owner's lock for reading.</summary>
    public static void Read(ref SignalOwner owner) => owner.Readers++;

    /// <summary>Lets go of it.</summary>
    public static void EndRead(ref SignalOwner owner) => owner.Readers--;
}
