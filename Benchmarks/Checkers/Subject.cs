using System.Runtime.CompilerServices;
using PublishedModels;
using Wakeline.Spec;
using Wakeline.Spec.Pipes;
using Wakeline.Spec.Systems;
using Wakeline.Spec.Systems.Network;

namespace Wakeline.Benchmarks.Checkers;

/// <summary>A space of states that several checkers search.</summary>
/// <param name="Title">What it is.</param>
/// <param name="States">How many states it has.</param>
/// <param name="Contenders">Who searches it, one kind of checker after another.</param>
internal sealed record Subject(string Title, long States, IReadOnlyList<IContender> Contenders)
{
    /// <summary>The name of the pipe on the command line.</summary>
    public const string PipeName = "pipe";

    /// <summary>The name of the tasks in epoll_wait on the command line.</summary>
    public const string EpollLevelName = "epoll-level";

    /// <summary>The name of the whole way of a packet on the command line.</summary>
    public const string PipelineName = "pipeline";

    private const string SpinByHand = "Spin";

    /// <summary>Whole states that take more memory than this are not asked of a machine.</summary>
    private const long WholeBytesMost = 6L << 30;

    private const int WarmUpManagers = 7;

    /// <summary>Two-phase commit, with a program in C as the limit.</summary>
    public static Subject TwoPhaseCommit(PeerWorkshop workshop, int managers)
    {
        var states = PublishedStates.Of(managers);
        return new Subject(
            $"Two-phase commit, {managers} managers",
            states,
            [
                new LimitContender(workshop, managers, threads: 1),
                new LimitContender(workshop, managers, threads: 2),
                .. Wakeline<TwoPhaseCommit, Transaction>($"managers={WarmUpManagers}", $"managers={managers}"),
                new SpinContender(workshop, new SpinModel(SpinByHand, "two_phase_commit", states)
                {
                    Bounds = [$"-DMANAGERS={managers}"],
                }),
            ]);
    }

    /// <summary>
    /// The system <c>pipe</c>: tasks that write to a pipe, read it, splice it and watch it, as Spec/Pipes has them.
    /// </summary>
    public static Subject Pipe(PeerWorkshop workshop) => Shipped<PipeReadWrite, PipeScene>(
        workshop, 1_428_539, "", "slots=2,writes=3,more=2,reads=3,splices=2",
        ["-DSLOTS=2", "-DWRITES=3", "-DMORE=2", "-DREADS=3", "-DSPLICES=2"]);

    /// <summary>
    /// The system <c>epoll-level</c>: tasks that wait for level-triggered items of one instance, as Spec/Epoll has it.
    /// </summary>
    public static Subject EpollLevel(PeerWorkshop workshop, int events) => Shipped<EpollLevel, Kernel>(
        workshop, events == 3 ? 302_464 : 1_034_401, "",
        $"waiters=3,rounds=1,files=3,events={events},maxevents=1,reads=1",
        ["-DWAITERS=3", "-DROUNDS=1", "-DFILES=3", $"-DEVENTS={events}", "-DMAXEVENTS=1", "-DREADS=1"]);

    /// <summary>
    /// The system <c>pipeline</c>: the way of a packet from the wire to the task, as Spec/Systems/Network has it.
    /// </summary>
    public static Subject Pipeline(PeerWorkshop workshop) =>
        Shipped<Pipeline, Kernel>(workshop, 370_155, "", "timed=1");

    /// <summary>A shipped system; Promela by hand is there if its bounds are given.</summary>
    private static Subject Shipped<TSystem, TState>(
        PeerWorkshop workshop, long states, string warmUp, string settings, IReadOnlyList<string>? byHand = null)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        var name = TSystem.Info.Name;
        SpinModel[] models = byHand is null
            ? [] : [new SpinModel(SpinByHand, name, states) { Bounds = byHand, StartStates = 1 }];
        return new Subject(
            $"{name} at {settings}",
            states,
            [
                .. Wakeline<TSystem, TState>(warmUp, settings),
                .. models.Select(model => new SpinContender(workshop, model)),
                new SystemInSpin<TSystem, TState>(workshop, settings, states, isPacked: true),
                .. SpinOnWholeStates<TSystem, TState>(workshop, settings, states),
            ]);
    }

    private static IEnumerable<IContender> Wakeline<TSystem, TState>(string warmUp, string settings)
        where TSystem : struct, ISystem<TState> where TState : unmanaged =>
        [
            new WakelineContender<TSystem, TState>(warmUp, settings, threads: 1),
            new WakelineContender<TSystem, TState>(warmUp, settings, threads: 2),
            new WakelineContender<TSystem, TState>(warmUp, settings, threads: 1, fingerprint: true),
        ];

    private static IEnumerable<IContender> SpinOnWholeStates<TSystem, TState>(
        PeerWorkshop workshop, string settings, long states)
        where TSystem : struct, ISystem<TState> where TState : unmanaged =>
        states * Unsafe.SizeOf<TState>() <= WholeBytesMost
            ? [new SystemInSpin<TSystem, TState>(workshop, settings, states, isPacked: false)]
            : [];
}
