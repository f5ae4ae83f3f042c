using Wakeline.Checking;
using Wakeline.Spec.Systems;

namespace Wakeline.Spec.Tests.Systems;

/// <summary>The checked systems of epoll, poll, select and read.</summary>
internal static class EpollSystems
{
    public static IReadOnlyList<SystemEntry> All { get; } =
    [
        SystemEntry.Of<EpollLevel, Kernel>(),
        SystemEntry.Of<EpollEdge, Kernel>(),
        SystemEntry.Of<EpollOneShot, Kernel>(),
        SystemEntry.Of<EpollExclusive, Kernel>(),
        SystemEntry.Of<EpollNested, Kernel>(),
        SystemEntry.Of<EpollDeadlines, Kernel>(),
        SystemEntry.Of<EpollZeroTimeout, Kernel>(),
        SystemEntry.Of<EpollInterest, Kernel>(),
        SystemEntry.Of<ScanningCalls, Kernel>(),
    ];

    public static SystemEntry Named(string name) => All.Single(system => system.Info.Name == name);
}
