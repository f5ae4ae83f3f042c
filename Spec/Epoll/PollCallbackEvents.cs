using System.Runtime.InteropServices;

namespace Wakeline.Spec.Epoll;

/// <summary>epoll_ctl ADD links the item into the wait queue of the watched file.</summary>
public readonly record struct Hooking;

/// <summary>The item is unlinked from the wait queue.</summary>
public readonly record struct Unhooking;

/// <summary>Something happened to the watched file.</summary>
/// <param name="Key">What happened; <see cref="PollEvents.None"/> if unknown.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct WakeUp(PollEvents Key);

/// <summary>Does the item consume an exclusive wake-up?</summary>
/// <param name="Key">What happened.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Claim(PollEvents Key);
