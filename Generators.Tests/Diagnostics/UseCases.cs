namespace Wakeline.Generators.Tests.Diagnostics;

/// <summary>What rules do when they run: id, what the case shows, the marked piece.</summary>
internal static class UseCases
{
    private const string Toggle = """
        .In(Place.Off)
            .On<Push>().When(Guard).Do(Effect).Goto(Place.On)
            .On<Push>().Ignore()
        .In(Place.On)
            .On<Push>().Goto(Place.Off)


        """;

    private const string NoGuard = "static bool Guard(in Lamp lamp) => lamp.Pushes > 3;\n";

    private const string NoEffect = "static void Effect(ref Lamp lamp) => lamp.Pushes++;\n";

    public static IEnumerable<(string Id, string What, string Marked)> All =>
    [
        Guard("WKL3001", "the clock", "[|DateTime.UtcNow|].Ticks > 0"),
        Guard("WKL3001", "a random number", "[|Random.Shared|] is null"),
        Guard("WKL3001", "the environment", "[|Environment.ProcessId|] == 3"),
        Guard("WKL3001", "a file", "[|System.IO.File.Exists(\"x\")|]"),
        Guard("WKL3001", "a stopwatch", "[|System.Diagnostics.Stopwatch.GetTimestamp()|] > 0"),
        Guard("WKL3001", "a static field", "[|s_count|] > 3", "static int s_count;"),
        Guard("WKL3001", "a static property", "[|Count2|] > 3", "static int Count2 { get; set; }"),
        Guard("", "constants and read-only fields", "Least + s_most > 3",
            "const int Least = 1; static readonly int s_most = 4;"),
        Effect("WKL3001", "a callee's callee", "First(ref lamp);",
            "static void First(ref Lamp lamp) => Second(); static void Second() => [|Console.WriteLine()|];"),
        Effect("WKL3001", "an operator of a struct of the project", "lamp.Pushes = (new Sum(1) + new Sum(2)).Value;",
            "readonly struct Sum(byte value) { public byte Value => value; "
            + "public static Sum operator +(Sum a, Sum b) => new([|s_count|]++); } static byte s_count;"),

        Guard("WKL3002", "an object", "[|new List<int>()|] is null"),
        Guard("WKL3002", "an array", "[|new int[3]|].Length > 2"),
        Guard("WKL3002", "a query", "[|lamp.Owed.Word.ToString()|].Length > 2"),
        Guard("WKL3002", "a box", "[|(IComparable)lamp.Pushes|] is null"),
        Guard("WKL3002", "an interpolated text", "[|$\"{lamp.Pushes}\"|] == \"3\""),
        Effect("WKL3002", "a delegate", "Action<int> change = [|Nothing|]; change(3);",
            "static void Nothing(int x) { }"),
        Effect("WKL3002", "a lambda", "Func<int, int> change = [|x => x + 1|]; lamp.Pushes = (byte)change(3);"),
        Effect("WKL3002", "a collection expression", "List<int> all = [|[1, 2]|]; lamp.Pushes = (byte)all.Count;"),
        Effect("WKL3002", "an iterator", "foreach (var one in Ones()) { lamp.Pushes++; }",
            "static IEnumerable<int> [|Ones|]() { yield return 1; }"),
        Effect("", "spans of constants, stack memory, structs, and what is thrown", """
            ReadOnlySpan<byte> data = [1, 2, 3];
            Span<int> all = stackalloc int[4];
            var sum = new Push(data[0]);
            lamp.Pushes = sum.Force > 3 ? throw new InvalidOperationException($"{all[0]}") : (byte)1;
            """),

        Guard("WKL3003", "part of the state", "[|Unsafe.AsRef(in lamp.Pushes)|] > 3"),
        Effect("", "an effect may refer to what it was given by reference", "Unsafe.AsRef(ref lamp).Pushes = 3;"),
        ("WKL3005", "once for a group, and in a row", """
            .In(Place.Off).Per([|"Manual 7"|])
                .On<Push>().When(IsWorn).Ignore()
                .On<Push>().Goto(Place.On)
            .In(Place.On)
                .On<Push>().Goto(Place.Off).Per("Manual 1").Per([|"manual 2"|])
            """),
    ];

    private static (string Id, string What, string Marked) Guard(
        string id, string what, string expression, string member = "") =>
        (id, what, $"{Toggle}static bool Guard(in Lamp lamp) => {expression};\n{member}\n{NoEffect}");

    private static (string Id, string What, string Marked) Effect(
        string id, string what, string statements, string member = "") =>
        (id, what, $"{Toggle}{NoGuard}static void Effect(ref Lamp lamp) {{ {statements} }}\n{member}\n");
}
