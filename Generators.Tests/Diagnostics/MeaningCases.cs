namespace Wakeline.Generators.Tests.Diagnostics;

/// <summary>What a table means: id, what the case shows, the marked piece.</summary>
internal static class MeaningCases
{
    public static IEnumerable<(string Id, string What, string Marked)> All =>
    [
        ("WKL2001", "a location that only a mutant reaches", """
            .Final(Place.Broken)
            .In(Place.Off)
                .On<Push>().Goto(Place.On)
            .In(Place.On)
                .On<Push>().Goto(Place.Off)
            .In([|Place.Broken|])
                .On<Push>().Ignore()
            .Mutant("fragile", "A push breaks the lamp.")
                .In(Place.Off).On<Push>().Goto(Place.Broken).Named("breaks")
            """),
        ("WKL2001", "a start of its own", """
            .Start(Place.Broken)
            .In([|Place.Off|])
                .On<Push>().Goto(Place.On)
            .In(Place.Broken)
                .On<Push>().Goto(Place.On)
            .In(Place.On)
                .On<Push>().Goto(Place.Broken)
            """),
        ("", "a location that a row of every location leads to", """
            .In(Place.Off)
                .On<Push>().Goto(Place.On)
            .In(Place.On)
                .On<Push>().Goto(Place.Off)
            .In(Place.Broken)
                .On<Push>().Goto(Place.Off)
            .InAny()
                .When(IsWorn).Goto(Place.Broken)
            """),
        ("WKL2002", "a location that is only named as a target", """
            .In(Place.Off)
                .On<Push>().When(IsWorn).Goto([|Place.Broken|])
                .On<Push>().Goto(Place.On)
            .In(Place.On)
                .On<Push>().Goto(Place.Off)
            .InAny()
                .On<Push>().Ignore()
            """),
        ("WKL2003", "guards that contradict each other", """
            .In(Place.Off)
                .[|On<Push>()|].When(IsWorn).Unless(IsWorn).Ignore()
                .On<Push>().Goto(Place.On)
            .In(Place.On)
                .On<Push>().Goto(Place.Off)
            """),
        ("WKL2003", "cases split between three rows above", """
            .In(Place.Off)
                .On<Push>(IsHard).When(IsWorn).Ignore()
                .On<Push>(IsHard).Unless(IsWorn).Stay().Named("hard")
                .On<Push>().Unless(IsHard).Goto(Place.On)
                .[|On<Push>()|].Goto(Place.On)
            .In(Place.On)
                .On<Push>().Goto(Place.Off)
            """),
        ("WKL2003", "a row for several locations, each of them taken by another row", """
            .In(Place.Off)
                .On<Push>().Goto(Place.On)
            .In(Place.On)
                .On<Push>().Goto(Place.Off)
            .In(Place.Off, Place.On)
                .[|On<Push>(IsHard)|].Ignore()
            """),
        ("", "a row for several locations, one of them free", """
            .In(Place.Off)
                .On<Push>().Goto(Place.On)
            .In(Place.On)
                .On<Push>(IsHard).Goto(Place.Off)
            .In(Place.Off, Place.On)
                .On<Push>().Ignore()
            """),
        ("WKL2003", "a last resort after all cases were taken", """
            .In(Place.Off)
                .When(IsWorn).Do(Count).Stay()
                .Unless(IsWorn).Goto(Place.On)
                .[|Otherwise()|].Do(Count).Stay()
            .In(Place.On)
                .Always().Goto(Place.Off)
            """),
        ("", "the same guard with another constant", """
            .In(Place.Off)
                .On<Push>().When(IsAt, Place.On).Ignore()
                .On<Push>().When(IsAt, Place.Off).Goto(Place.On)
            .In(Place.On)
                .On<Push>().Goto(Place.Off)

            static bool IsAt(in Lamp lamp, int self, Place place) => lamp.Place == place;
            """),
        ("", "a choice may have no way to be taken", """
            .In(Place.Off)
                .Choose(Ways).Do(Turn).Goto(Place.On)
                .Otherwise().Do(Count).Stay()
            .In(Place.On)
                .Always().Goto(Place.Off)

            static int Ways(in Lamp lamp, int self) => lamp.Pushes;
            static void Turn(ref Lamp lamp, int self, int choice) => lamp.Pushes = (byte)choice;
            """),
        ("", "timers and events are not each other's triggers", """
            .In(Place.Off)
                .On<Push>().Arm(Clock.Dusk).Goto(Place.On)
                .On<Shake>().Ignore()
            .In(Place.On)
                .On<Push>().Cancel(Clock.Dusk).Goto(Place.Off)
                .On<Shake>().Ignore()
                .Expires(Clock.Dusk).Goto(Place.Off)
            """),
        ("WKL2004", "the other row is in another location", """
            .In(Place.Off)
                .On<Push>().Goto(Place.On).[|Alternative()|]
            .In(Place.On)
                .On<Push>().Goto(Place.Off)
            """),
        ("", "a group of alternatives, whose last row needs no further one", """
            .In(Place.Off).Alternatives()
                .On<Push>().Do(Count).Stay()
                .On<Push>(IsHard).Goto(Place.On)
            .In(Place.On)
                .On<Push>().Goto(Place.Off)
            """),
        ("WKL2005", "two events are lost", """
            .In(Place.Off)
                .On<Push>().Goto(Place.On)
            .In(Place.On)
                .On<Push>().When(IsWorn).Goto(Place.Broken)
                .On<Push>().Goto(Place.Off)
            .In([|Place.Broken|])
                .On<Shake>().Goto(Place.Off)
            .In(Place.Off, Place.On)
                .On<Shake>().Ignore()
            """),
        ("", "a location that the machine passes through by itself", """
            .In(Place.Off)
                .On<Push>().Goto(Place.On)
            .In(Place.On)
                .Always().Do(Count).Goto(Place.Off)
            """),
        ("WKL2006", "once for each obligation", """
            .In(Place.Off)
                .On<Push>().Owe([|Due.Light|]).Goto(Place.On)
            .In(Place.On)
                .On<Push>().Owe(Due.Light).Goto(Place.Off)
            """),
        ("WKL2010", "even with an effect", """
            .In(Place.Off)
                .On<Push>().Goto(Place.On)
            .In(Place.On)
                .On<Push>().Goto(Place.Off)
                .[|Emits<Light>(Shine)|].Do(Count).Stay()
            """),
        ("", "an emission that leaves the location", """
            .In(Place.Off)
                .On<Push>().Goto(Place.On)
            .In(Place.On)
                .On<Push>().Ignore()
                .Emits<Light>(Shine).Goto(Place.Off)
            """),
        ("", "emissions that admit different outputs", """
            .In(Place.Off)
                .On<Push>().Owe(Due.Light).Goto(Place.On)
            .In(Place.On)
                .On<Push>().Goto(Place.Off)
                .Emits<Light>(Shine).Discharge(Due.Light).Stay()
                .Emits<Light>(Shine).Discharge(Due.Light).Admits(IsDim).Stay().Named("dim")

            static bool IsDim(in Lamp lamp, in Light observed) => observed.Power < 3;
            """),
    ];
}
