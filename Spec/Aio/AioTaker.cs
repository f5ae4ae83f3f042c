using static Wakeline.Spec.Aio.AioTakerStep;

namespace Wakeline.Spec.Aio;

/// <summary>Somebody else who reads the file, so that a wake-up may turn out to have been for nothing.</summary>
[Machine]
public static partial class AioTaker
{
    /// <summary>The table.</summary>
    public static void Rules(Table<AioScene, AioTakerStep> table) => table
        .At(Location)
        .MutatedBy(AioScene.MutationIn)
        .Final(Open)

        .In(Open)
            .When(MayTake).Do(Take).Stay().Named("somebody else empties the file");

    private static ref AioTakerStep Location(ref AioScene scene) => ref scene.Taker;

    private static bool MayTake(in AioScene scene) => scene.IsReady && scene.Takes > 0;

    private static void Take(ref AioScene scene)
    {
        scene.Takes--;
        scene.IsReady = false;
    }
}
