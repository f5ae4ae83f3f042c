using Wakeline.Spec;
using Wakeline.Spec.Systems;

namespace Wakeline.Cli.Tests.Commands;

/// <summary>
/// A shipped system that is wrong as it stands: a mutant is always in force. What it says it catches, it does not.
/// </summary>
internal readonly struct FaultySystem : ISystem<Kernel>
{
    public static SystemInfo Info { get; } = EpollExclusive.Info with
    {
        Name = "faulty",
        Caught = [new CaughtMutant("M14c", "NoItemIsOnTwoLists", "instances=1,waiters=1,events=1")],
    };

    public static Kernel Start(Parameters parameters) => Is<EpollExclusive>.Started(Parameters.Of(
        EpollExclusive.Info, "instances=1,waiters=1,events=1,modifies=1", Info.FindMutation("M14d")!.Value));

    public static void Successors<TSink>(in Kernel state, ref TSink sink)
        where TSink : struct, ISuccessorSink<Kernel>, allows ref struct =>
        EpollExclusive.Successors(in state, ref sink);

    public static ulong Evaluate(in Kernel state) => Is<EpollExclusive>.Evaluated(in state);

    public static bool MayEnd(in Kernel state) => Is<EpollExclusive>.Ended(in state);

    /// <summary>Reaches what a system implements explicitly.</summary>
    private static class Is<TSystem> where TSystem : struct, ISystem<Kernel>
    {
        public static Kernel Started(Parameters parameters) => TSystem.Start(parameters);

        public static ulong Evaluated(in Kernel state) => TSystem.Evaluate(in state);

        public static bool Ended(in Kernel state) => TSystem.MayEnd(in state);
    }
}
