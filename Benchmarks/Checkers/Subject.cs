using PublishedModels;
using Wakeline.Spec;
using Wakeline.Spec.Pipes;
using Wakeline.Spec.Systems;

namespace Wakeline.Benchmarks.Checkers;

/// <summary>A space of states that several checkers search.</summary>
/// <param name="Title">What it is.</param>
/// <param name="States">How many states it has.</param>
/// <param name="Contenders">Who searches it; Spin is the last.</param>
internal sealed record Subject(string Title, long States, IReadOnlyList<IContender> Contenders)
{
    /// <summary>The name of the pipe on the command line.</summary>
    public const string PipeName = "pipe";

    /// <summary>The name of the tasks in epoll_wait on the command line.</summary>
    public const string EpollLevelName = "epoll-level";

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
                new SpinContender(workshop, "two_phase_commit", [$"-DMANAGERS={managers}"], states),
            ]);
    }

    /// <summary>
    /// The system <c>pipe</c>: tasks that write to a pipe, read it, splice it and watch it, as Spec/Pipes has them.
    /// </summary>
    public static Subject Pipe(PeerWorkshop workshop)
    {
        const long States = 1_428_539;
        return new Subject(
            "A pipe",
            States,
            [
                .. Wakeline<PipeReadWrite, PipeScene>("", "slots=2,writes=3,more=2,reads=3,splices=2"),
                new SpinContender(
                    workshop, "pipe", ["-DSLOTS=2", "-DWRITES=3", "-DMORE=2", "-DREADS=3", "-DSPLICES=2"], States,
                    startStates: 1),
            ]);
    }

    /// <summary>
    /// The system <c>epoll-level</c>: tasks that wait for level-triggered items of one instance, as Spec/Epoll has it.
    /// </summary>
    public static Subject EpollLevel(PeerWorkshop workshop)
    {
        const long States = 1_034_401;
        return new Subject(
            "Tasks in epoll_wait, level-triggered",
            States,
            [
                .. Wakeline<EpollLevel, Kernel>(
                    "", "waiters=3,rounds=1,files=3,events=4,maxevents=1,reads=1"),
                new SpinContender(
                    workshop, "epoll-level",
                    ["-DWAITERS=3", "-DROUNDS=1", "-DFILES=3", "-DEVENTS=4", "-DMAXEVENTS=1", "-DREADS=1"], States,
                    startStates: 1),
            ]);
    }

    private static IEnumerable<IContender> Wakeline<TSystem, TState>(string warmUp, string settings)
        where TSystem : struct, ISystem<TState> where TState : unmanaged =>
        [
            new WakelineContender<TSystem, TState>(warmUp, settings, threads: 1),
            new WakelineContender<TSystem, TState>(warmUp, settings, threads: 2),
            new WakelineContender<TSystem, TState>(warmUp, settings, threads: 1, fingerprint: true),
        ];
}
