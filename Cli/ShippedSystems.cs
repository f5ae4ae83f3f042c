using Wakeline.Checking;
using Wakeline.Spec;
using Wakeline.Spec.Aio;
using Wakeline.Spec.Detachment;
using Wakeline.Spec.Epoll.Checks;
using Wakeline.Spec.Epoll.Circles;
using Wakeline.Spec.Epoll.Entries;
using Wakeline.Spec.Epoll.Lifetime;
using Wakeline.Spec.Fasync;
using Wakeline.Spec.Pipes;
using Wakeline.Spec.Systems;
using Wakeline.Spec.Systems.Answers;
using Wakeline.Spec.Systems.Lifetime;
using Wakeline.Spec.Systems.Network;
using Wakeline.Spec.Systems.Tcp;
using Wakeline.Spec.ThreadedNapi;

namespace Wakeline.Cli;

/// <summary>
/// The systems that ship, in the order in which they are shown. Their types are bound here, so that nothing needs
/// reflection.
/// </summary>
internal static class ShippedSystems
{
    public static IReadOnlyList<SystemEntry> All { get; } =
    [
        SystemEntry.Of<FasyncLocks, SignalOwner>(),
        SystemEntry.Of<SocketDetachment, DetachmentScene>(),
        SystemEntry.Of<AioPoll, AioScene>(),
        SystemEntry.Of<NapiThreads, NapiContext>(),
        SystemEntry.Of<PipeReadWrite, PipeScene>(),
        SystemEntry.Of<EpollRing, RingState>(),
        SystemEntry.Of<EpollWakeFunction, WakeState>(),
        SystemEntry.Of<EpollExclusive, Kernel>(),
        SystemEntry.Of<EpollCheckList, CheckListState>(),
        SystemEntry.Of<EpollPolled, Kernel>(),
        SystemEntry.Of<EpollZeroTimeout, Kernel>(),
        SystemEntry.Of<EpollNested, Kernel>(),
        SystemEntry.Of<EpollEdge, Kernel>(),
        SystemEntry.Of<EpollGraph, Kernel>(),
        SystemEntry.Of<EpollOneShot, Kernel>(),
        SystemEntry.Of<EpollDeadlines, Kernel>(),
        SystemEntry.Of<CallMasks, Kernel>(),
        SystemEntry.Of<EpollSuspend, Kernel>(),
        SystemEntry.Of<EpollLevel, Kernel>(),
        SystemEntry.Of<EpollInterest, Kernel>(),
        SystemEntry.Of<ScanningCalls, Kernel>(),
        SystemEntry.Of<EpollPeerQueue, Heap>(),
        SystemEntry.Of<EpollPollFree, Heap>(),
        SystemEntry.Of<EpollPathCheck, Heap>(),
        SystemEntry.Of<EpollLifetime, Heap>(),
        SystemEntry.Of<TcpSystem, TcpPair>(),
        SystemEntry.Of<TcpLossy, TcpPair>(),
        SystemEntry.Of<TcpIncarnations, TcpPair>(),
        SystemEntry.Of<TcpIntruder, IntrudedConnection>(),
        SystemEntry.Of<NicReceive, Kernel>(),
        SystemEntry.Of<SendUnsent, Kernel>(),
        SystemEntry.Of<SendReceive, Kernel>(),
        SystemEntry.Of<UrgentData, Kernel>(),
        SystemEntry.Of<ListenAccept, Kernel>(),
        SystemEntry.Of<Pipeline, Kernel>(),
        SystemEntry.Of<CallAnswers, Kernel>(),
    ];
}
