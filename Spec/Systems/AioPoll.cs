using Wakeline.Spec.Aio;

namespace Wakeline.Spec.Systems;

/// <summary>A poll request of asynchronous I/O, whose file becomes ready while a worker looks whether it is.</summary>
[CheckedSystem("aio-poll")]
public readonly partial struct AioPoll
{
    private const int TimesMost = 8;

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<AioScene> system) => system
        .Parameter("events", 3, 1, TimesMost, "times the file becomes ready")
        .Parameter("takes", 2, 0, TimesMost, "times somebody else empties it")
        .Start(Begin)
        .Run(typeof(AioFile), "file")
        .Run(typeof(AioTaker), "taker")
        .Run(typeof(PollRequest), "request")
        .MayEnd(EverythingRests)

        .AtRest(NoRequestWaitsForWhatIsThere, "no request waits for ever while its file is ready")
        .LeadsTo(ARequestIsOwedCompletion, NoRequestWaitsForWhatIsThere, "a request whose file is ready is completed")
        .LeadsTo(SomethingIsUnderWay, EverythingRests, "wake-ups and the worker come to an end")
        .Always(ACompletedRequestIsOffTheQueue, "a completed request is on no queue")
        .Never(ARequestReportsNothing, "a request is completed with what its file is ready for")
        .Always(CountsKeepTheirBounds, "the file becomes ready, and is emptied, as often as it may")
        .Sometimes(ARequestIsCompleted, "a request is completed")
        .Sometimes(AWakeUpIsForNothing, "a worker asks a file that is not ready any more")
        .Sometimes(AFurtherWakeUpComes, "a wake-up comes while a worker is at it")

        .Catches("M48", nameof(NoRequestWaitsForWhatIsThere), "events=2,takes=1");

    private static bool NoRequestWaitsForWhatIsThere(in AioScene scene) =>
        !scene.IsReady || scene.Request == PollRequestStep.Completed;

    private static bool ARequestIsOwedCompletion(in AioScene scene) => !NoRequestWaitsForWhatIsThere(in scene);

    private static bool AWakeUpIsForNothing(in AioScene scene) =>
        scene.Request == PollRequestStep.Scheduled && !scene.IsReady;

    private static bool AFurtherWakeUpComes(in AioScene scene) => scene.AnotherCame;

    private static bool ACompletedRequestIsOffTheQueue(in AioScene scene) =>
        !ARequestIsCompleted(in scene) || !scene.IsLinked;

    private static bool ARequestReportsNothing(in AioScene scene) =>
        ARequestIsCompleted(in scene) && !scene.HasReported;

    private static bool ARequestIsCompleted(in AioScene scene) => scene.Request == PollRequestStep.Completed;

    private static bool CountsKeepTheirBounds(in AioScene scene) =>
        scene.Events <= TimesMost && scene.Takes <= TimesMost;

    private static bool EverythingRests(in AioScene scene) =>
        scene.File == AioFileStep.Quiet && scene.Request is (PollRequestStep.Waiting or PollRequestStep.Completed);

    private static bool SomethingIsUnderWay(in AioScene scene) => !EverythingRests(in scene);

    private static AioScene Begin(Parameters parameters) => new()
    {
        Mutation = parameters.Mutation,
        Events = (byte)parameters["events"],
        Takes = (byte)parameters["takes"],
        IsLinked = true,
    };
}
