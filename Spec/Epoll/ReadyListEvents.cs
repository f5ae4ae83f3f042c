using System.Runtime.InteropServices;

namespace Wakeline.Spec.Epoll;

/// <summary>A wake-up of the watched file has found an item that wants it.</summary>
/// <param name="Item">The item.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Arrival(byte Item);

/// <summary>epoll_ctl has found the file of an item ready.</summary>
/// <param name="Item">The item, which is not linked.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Offer(byte Item);

/// <summary>Somebody who holds ep->mtx begins to scan the ready list.</summary>
public readonly record struct ScanBegins;

/// <summary>The scan is over.</summary>
public readonly record struct ScanEnds;

/// <summary>A sleeper is to be woken: there is something on the ready list or the overflow list.</summary>
public readonly record struct SleeperWanted;

/// <summary>A task whose sleep in epoll_wait is over leaves the queue, if it is still on it.</summary>
/// <param name="Task">The task.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct SleeperAwake(byte Task);

/// <summary>Somebody polls the instance, who has begun a scan: is an item of the batch ready?</summary>
public readonly record struct ReadinessAsked;
