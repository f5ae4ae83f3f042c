namespace Wakeline.Generators.Tests.Diagnostics;

/// <summary>How a table is written: id, what the case shows, the marked piece.</summary>
internal static class SyntaxCases
{
    public static IEnumerable<(string Id, string What, string Marked)> All =>
    [
        ("WKL1001", "a local variable", """
            static void Rules(Table<Lamp, Place> table)
            {
                [|var scope = table.At(PlaceOf);|]
            }
            """),
        ("WKL1001", "a loop", """
            static void Rules(Table<Lamp, Place> table)
            {
                table.At(PlaceOf);
                [|for (var number = 0; number < 2; number++)
                {
                    table.In(Place.Off).On<Push>().Goto(Place.On);
                }|]
            }
            """),
        ("WKL1001", "a conditional", """
            static void Rules(Table<Lamp, Place> table)
            {
                table.At(PlaceOf);
                [|if (DateTime.Now.Hour > 3)
                {
                    table.In(Place.Off).On<Push>().Goto(Place.On);
                }|]
            }
            """),
        ("WKL1001", "an interpolated text that is no constant", """
            .In(Place.Off)
                .On<Push>().Goto(Place.On).Named([|$"{DateTime.Now}"|])
            .In(Place.On)
                .On<Push>().Goto(Place.Off)
            """),
        ("WKL1001", "a location that is computed", """
            .In(Place.Off)
                .On<Push>().Goto([|Next()|])
            .In(Place.On)
                .On<Push>().Goto(Place.Off)

            static Place Next() => Place.On;
            """),
        ("WKL1001", "a chain that does not begin at the table", """
            static void Rules(Table<Lamp, Place> table)
            {
                table.At(PlaceOf).In(Place.Off).On<Push>().Goto(Place.On).In(Place.On).On<Push>().Goto(Place.Off);
                [|Console|].WriteLine();
            }
            """),
        ("WKL1001", "a call of something else", """
            static void Rules(Table<Lamp, Place> table)
            {
                table.At(PlaceOf).In(Place.Off).On<Push>().Goto(Place.On).In(Place.On).On<Push>().Goto(Place.Off);
                table.In(Place.Off).On<Shake>().Ignore().[|ToString()|];
            }
            """),
        ("WKL1002", "a row right after a mutant began", """
            .In(Place.Off)
                .On<Push>().Goto(Place.On)
            .In(Place.On)
                .On<Push>().Goto(Place.Off)
            .Mutant("deaf", "A lamp that is off does nothing.")
                .Without("Off.Push.Always")
                .[|On<Push>()|].Stay()
            """),
        ("WKL1003", "a row without an end in the middle, which the compiler reports as well", """
            .In(Place.Off)
                .[|On<Push>()|].Do(Count)
            .In(Place.On)
                .On<Push>().Goto(Place.Off)
            """),
        ("WKL1005", "a given name that another row has by derivation", """
            .In(Place.Off)
                .On<Push>().Goto(Place.On)
            .In(Place.On)
                .[|On<Push>()|].Goto(Place.Off).Named("Off.Push.Always")
            """),
        ("WKL1006", "one of several rows", """
            .In(Place.Off)
                .On<Push>().Goto(Place.On)
            .In(Place.On)
                .On<Push>().Goto(Place.Off)
            .Mutant("dead", "Nothing happens.")
                .Without("Off.Push.Always", [|"On.Push"|])
            """),
        ("WKL1007", "an obligation", """
            static void Rules(Table<Lamp, Place> table) => table
                .At(PlaceOf)
                .In(Place.Off)
                    .On<Push>().Owe([|Due.Light|]).Goto(Place.On)
                .In(Place.On)
                    .On<Push>().Goto(Place.Off)
                    .Emits<Light>(Shine).Discharge([|Due.Light|]).Stay();
            """),
        ("WKL1008", "a table of another kind", """
            [Machine]
            public static partial class [|Dimmer|]
            {
                static void Rules(List<Place> table) => table.Clear();
            }
            """),
        ("", "parts of a table in methods of their own, constants by name, nested chains", """
            const string Worn = "worn";

            static void Rules(Table<Lamp, Place> table)
            {
                table.At(PlaceOf);
                Off(table);
                table.In(Place.On).On<Push>().Goto(Place.Off);
            }

            static void Off(Table<Lamp, Place> table) => table
                .In(Place.Off).On<Push>().When(IsWorn).Ignore().Named(Worn).On<Push>().Goto(Place.On);
            """),
    ];
}
