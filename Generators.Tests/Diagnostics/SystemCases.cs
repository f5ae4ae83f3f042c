namespace Wakeline.Generators.Tests.Diagnostics;

/// <summary>What a system says: id, what the case shows, the marked piece.</summary>
internal static class SystemCases
{
    public static IEnumerable<(string Id, string What, string Marked)> All =>
    [
        System("WKL1001", "a lambda", """.Never([|lamp => false|], "nothing")"""),
        System("WKL1009", "two parameters", """
            .Parameter("pushes", 1, 1, 4, "how many")
            .[|Parameter("pushes", 2, 1, 4, "how many")|]
            """),
        System("WKL1009", "a property and its opposite", """.[|Never(IsFine, "a lamp is not fine")|]"""),
        System("WKL3001", "a predicate", """.Never(IsLate, "it is not late")""",
            "static bool IsLate(in Lamp lamp) => [|DateTime.Now|].Hour > 3;"),
        System("WKL3006", "a leads-to goes by both its names", """
            .LeadsTo(IsFine, IsFine, "fine remains fine")
            .Catches("stays on", "IsFine~>IsFine")
            .Catches("stays on", [|"IsFine~>IsFein"|])
            """),
        System("", "what is demanded of every system", """
            .Catches("stays on", "NoDeadlock").Catches("drop-effect:Off.Push.Always:Count", "NoFailure")
            """),
        System("WKL3007", "a derived mutant of a row that is not there", """
            .Catches([|"drop-rule:Off.Push.Never"|], nameof(IsFine))
            """),
        System("WKL3009", "least and greatest are swapped", """
            .Parameter("pushes", [|2|], 4, 1, "how many")
            """),
        System("WKL3010", "out of range", """
            .Parameter("pushes", 1, 1, 4, "how many")
            .Catches("stays on", nameof(IsFine), [|"pushes=5"|])
            """),
        System("WKL3010", "no number", """
            .Parameter("pushes", 1, 1, 4, "how many")
            .Catches("stays on", nameof(IsFine), [|"pushes=many"|])
            """),
        System("", "several bounds", """
            .Parameter("pushes", 1, 1, 4, "how many")
            .Parameter("lamps", 1, 1, 4, "how many")
            .Catches("stays on", nameof(IsFine), "pushes=2,lamps=4")
            """),
    ];

    private static (string Id, string What, string Marked) System(
        string id, string what, string calls, string member = "") => (id, what, $$"""
            [CheckedSystem("lamp")]
            public readonly partial struct LampSystem
            {
                static void Compose(SystemTable<Lamp> system) => system
                    .Start(Begin)
                    .Run(typeof(Switch), "lamp")
                    .Always(IsFine, "a lamp is not pushed too often")
                    {{calls}};

                static Lamp Begin(Parameters parameters) => default;
                static bool IsFine(in Lamp lamp) => lamp.Pushes < 200;
                {{member}}
            }
            """);
}
