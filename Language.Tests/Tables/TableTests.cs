using static Wakeline.Language.Tests.Tables.Turnstile;

namespace Wakeline.Language.Tests.Tables;

/// <summary>What the table records, and what it refuses.</summary>
public sealed class TableTests
{
    [Fact]
    public void RowsCarryTheirGroupsCitationsAndTheirOwn()
    {
        var rule = new Interpreter<State, Place>("Park.Turnstile", Rules).Info.Rules[0];
        Assert.Equal(["Manual 1", "Manual 1.1"], rule.Citations);
        Assert.Equal("latch", rule.Lock);
        Assert.Equal("Locked.Coin.IsForged", rule.Name);
        Assert.Equal(["Sound(Loud)"], rule.Effects);
    }

    [Fact]
    public void ATableWithoutAPlaceForItsLocationIsRefused() =>
        Refuses("does not say with At", table => table.In(Place.Locked).Always().Stay());

    [Fact]
    public void ARowBeforeAnyLocationIsRefused() =>
        Refuses("before any In", table => table.At(PlaceOf).Always().Stay());

    [Fact]
    public void ARowWithoutAnEndIsRefused() =>
        Refuses("does not end with Goto", table => table.At(PlaceOf).In(Place.Locked).Always());

    [Fact]
    public void TwoRowsOfOneNameAreRefused() =>
        Refuses("Two rows are named 'Locked.Always'", table => table.At(PlaceOf)
            .In(Place.Locked).Always().Stay().Always().Stay());

    [Fact]
    public void AMutantOfAnUnknownRowIsRefused() =>
        Refuses("removes 'nothing'", table => table.At(PlaceOf)
            .In(Place.Locked).Always().Stay().Mutant("m", "story").Without("nothing"));

    [Fact]
    public void AnObligationWithoutAPlaceIsRefused() =>
        Refuses("no Owing", table => table.At(PlaceOf).In(Place.Locked).Always().Owe(Due.Ticket).Stay());

    [Fact]
    public void ATimerWithoutAPlaceIsRefused() =>
        Refuses("no Timing", table => table.At(PlaceOf).In(Place.Locked).Always().Arm(Clock.Relock).Stay());

    private static void Refuses(string cause, Action<Table<State, Place>> rules)
    {
        var exception = Assert.Throws<SpecificationException>(() => new Interpreter<State, Place>("Bad", rules));
        Assert.Contains(cause, exception.Message, StringComparison.Ordinal);
    }

    private static ref Place PlaceOf(ref State state) => ref state.Place;
}
