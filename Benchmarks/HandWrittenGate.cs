namespace Wakeline.Benchmarks;

/// <summary>The gate as one would write it by hand: the limit that generated code is held against.</summary>
internal static class HandWrittenGate
{
    public static void Insert(ref GateState state, in Coin coin)
    {
        if (state.Place != GatePlace.Shut)
        {
            return;
        }

        var isEnough = state.Cents + coin.Cents >= 100;
        state.Cents += coin.Cents;
        if (isEnough)
        {
            state.Place = GatePlace.Open;
        }
    }

    public static void Press(ref GateState state, in Push push)
    {
        if (state.Place == GatePlace.Open)
        {
            state.Cents = 0;
            state.Passed++;
            state.Place = GatePlace.Shut;
        }
    }
}
