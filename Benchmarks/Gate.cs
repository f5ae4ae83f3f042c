using System.Runtime.InteropServices;

namespace Wakeline.Benchmarks;

/// <summary>Locations of the gate.</summary>
public enum GatePlace : byte
{
    /// <summary>Shut: coins are counted.</summary>
    Shut,

    /// <summary>Open for the next person.</summary>
    Open,
}

/// <summary>A coin thrown in.</summary>
/// <param name="Cents">Its value.</param>
public readonly record struct Coin(int Cents);

/// <summary>Somebody pushes the gate.</summary>
/// <param name="Weight">How hard, in kilograms.</param>
public readonly record struct Push(int Weight);

/// <summary>The state of the gate.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct GateState
{
    /// <summary>Where it is.</summary>
    public GatePlace Place;

    /// <summary>Cents thrown in since it last opened.</summary>
    public int Cents;

    /// <summary>Persons who passed.</summary>
    public int Passed;
}

/// <summary>
/// A gate that opens for a hundred cents: small enough that the cost of a step is the cost of its machinery.
/// </summary>
[Machine]
public static partial class Gate
{
    static void Rules(Table<GateState, GatePlace> table) => table
        .At(Location)
        .In(GatePlace.Shut)
            .On<Coin>().When(IsEnough).Do(Take).Goto(GatePlace.Open)
            .On<Coin>().Do(Take).Stay()
            .On<Push>().Ignore()
        .In(GatePlace.Open)
            .On<Push>().Do(Pass).Goto(GatePlace.Shut)
            .On<Coin>().Ignore();

    internal static bool IsEnough(in GateState state, in Coin coin) => state.Cents + coin.Cents >= 100;

    internal static void Take(ref GateState state, in Coin coin) => state.Cents += coin.Cents;

    internal static void Pass(ref GateState state, in Push push)
    {
        state.Cents = 0;
        state.Passed++;
    }

    private static ref GatePlace Location(ref GateState state) => ref state.Place;
}
