using static Wakeline.Spec.ThreadedNapi.NapiContext;
using static Wakeline.Spec.ThreadedNapi.NapiThreadStep;

namespace Wakeline.Spec.ThreadedNapi;

/// <summary>The thread that polls: it sleeps until the context is handed to it.</summary>
[Machine]
public static partial class NapiThread
{
    /// <summary>The table.</summary>
    public static void Rules(Table<NapiContext, NapiThreadStep> table) => table
        .At(Location)
        .MutatedBy(MutationIn)
        .Final(Asleep)
        .Fair(Fairness.Weak)

        .In(Preparing).Per("net/core/dev.c napi_thread_wait")
            .Always().Do(PrepareToSleep).Goto(Looking)
        .In(Looking).Per("net/core/dev.c napi_thread_wait")
            .When(IsOwner).Do(Run).Goto(Polling).Named("the context was handed to the thread").Guards("M50")
            .Otherwise().Goto(Asleep)
        .In(Asleep).Per("net/core/dev.c napi_thread_wait")
            .When(MayRun).Goto(Preparing)

        .In(Polling).Per("net/core/dev.c __napi_poll")
            .When(RingHasFrame).Do(TakeFrame).Stay()
            .Otherwise().Goto(Completing)
        .In(Completing).Per("net/core/dev.c napi_complete_done")
            .When(WasMissed).Do(ClearMissed).Do(HandToThread).Goto(Preparing)
            .Otherwise().Do(LetGo).Goto(Preparing)

        .Mutant("M50", "The thread takes the context for its own as soon as anybody has claimed it.")
            .Without("the context was handed to the thread")
            .In(Looking).When(IsOwned).Do(Run).Goto(Polling).Named("somebody has claimed the context");

    private static ref NapiThreadStep Location(ref NapiContext context) => ref context.Thread;

    private static bool IsOwner(in NapiContext context) => context.IsThreads;

    private static bool MayRun(in NapiContext context) => context.ThreadRuns;

    private static void PrepareToSleep(ref NapiContext context) => context.ThreadRuns = false;

    private static void Run(ref NapiContext context) => context.ThreadRuns = true;
}
