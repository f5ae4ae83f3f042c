using Wakeline.Generators.Tests.Harness;

namespace Wakeline.Generators.Tests.Diagnostics;

/// <summary>Puts the piece of a specification that a test or a page is about into a whole one.</summary>
internal static class Lamp
{
    private const string UsualRows = """
        .In(Place.Off)
            .On<Push>().Do(Count).Goto(Place.On)
        .In(Place.On)
            .On<Push>().Goto(Place.Off)
        .Mutant("stays on", "A lamp that is on stays on.")
            .Without("On.Push.Always")
        """;

    /// <summary>
    /// Completes types, a whole table, or rows that methods may follow after an empty line.
    /// </summary>
    public static string Complete(string piece)
    {
        var prelude = Sources.Read("Lamp");
        if (piece.Contains("[Machine]", StringComparison.Ordinal)
            || piece.Contains("[CheckedSystem", StringComparison.Ordinal))
        {
            return $"{prelude}\n{Switch(UsualRows)}\n{piece}\n";
        }

        return piece.Contains("void Rules(", StringComparison.Ordinal)
            ? $"{prelude}\n[Machine]\npublic static partial class Switch\n{{\n{piece}\n}}\n"
            : $"{prelude}\n{Switch(piece)}\n";
    }

    private static string Switch(string piece)
    {
        var parts = piece.ReplaceLineEndings("\n").Split("\n\n", 2);
        return $$"""
            [Machine]
            public static partial class Switch
            {
                static void Rules(Table<Lamp, Place> table) => table
                    .At(PlaceOf).Owing(OwedBy).Timing(TimersOf)
            {{parts[0]}}
                    ;
            {{(parts.Length > 1 ? parts[1] : "")}}
            }
            """;
    }
}
