using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tasks;

/// <summary>An event that epoll_wait hands to the user (struct epoll_event).</summary>
/// <param name="Data">The item's user data.</param>
/// <param name="Events">The bits found.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct EpollReport(byte Data, PollEvents Events);
