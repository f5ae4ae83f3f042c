using Wakeline.Spec.Systems;
namespace Wakeline.Spec.Tests;
public sealed class TryTests
{
    private static void Report<T>(string settings, string? mutant = null) where T : struct, ISystem<Kernel>
    {
        var info = T.Info;
        var m = mutant is null ? Mutation.None : info.FindMutation(mutant)!.Value;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var e = new Exploration<T>(Parameters.Of(info, settings, m));
        System.IO.File.AppendAllText("/tmp/wk/try-epoll/out.txt", "\n" + $"{info.Name} {settings} {mutant}: {e.States} states {e.Transitions} transitions depth {e.Depth} rests {e.Rests.Count} {watch.Elapsed.TotalSeconds:F1} s");
        var pred = new int[64]; var first = new int[64]; Array.Fill(first, -1); var firstNot = new int[64]; Array.Fill(firstNot, -1); var firstRestNot = new int[64]; Array.Fill(firstRestNot, -1);
        var stuck = -1;
        for (var i = 0; i < e.States; i++)
        {
            var s = e[i]; var v = T.Evaluate(in s);
            for (var p = 0; p < info.Predicates.Count; p++) { if ((v >> p & 1) != 0) { if (first[p] < 0) first[p] = i; } else if (firstNot[p] < 0) firstNot[p] = i; }
        }
        foreach (var r in e.Rests)
        {
            var s = e[r]; var v = T.Evaluate(in s); if (!T.MayEnd(in s) && stuck < 0) stuck = r;
            for (var p = 0; p < info.Predicates.Count; p++) if ((v >> p & 1) == 0 && firstRestNot[p] < 0) firstRestNot[p] = r;
        }
        void Say(string what, int at, bool path) { System.IO.File.AppendAllText("/tmp/wk/try-epoll/out.txt", "\n" + $"   {what} {(at < 0 ? "" : $"at depth {e.PathTo(at).Count}")}"); if (at >= 0 && path) foreach (var l in e.PathTo(at)) System.IO.File.AppendAllText("/tmp/wk/try-epoll/out.txt", "\n" + "        " + l); }
        foreach (var p in info.Properties)
        {
            var (bad, ok) = p.Kind switch { PropertyKind.Always => (firstNot[p.Predicate], 0), PropertyKind.Never => (first[p.Predicate], 0), PropertyKind.Sometimes => (-1, first[p.Predicate]), PropertyKind.AtRest => (firstRestNot[p.Predicate], 0), _ => (-1, 0) };
            if (bad >= 0) Say($"VIOLATED {p.Kind} {p.Name}", bad, true); else if (p.Kind == PropertyKind.Sometimes) Say(ok < 0 ? $"NEVER {p.Name}" : $"sometimes {p.Name}", ok, false);
        }
        if (stuck >= 0) Say("DEADLOCK", stuck, true);
    }

    private static void All<T>() where T : struct, ISystem<Kernel>
    {
        Report<T>("");
        foreach (var c in T.Info.Caught) { Report<T>(c.Bounds, c.Mutant); Report<T>(c.Bounds); }
    }
    [Fact] public void Level() => All<EpollLevel>();
    [Fact] public void Edge() => All<EpollEdge>();
    [Fact] public void OneShot() => All<EpollOneShot>();
    [Fact] public void Exclusive() => All<EpollExclusive>();
    [Fact] public void Nested() => All<EpollNested>();
    [Fact] public void Deadlines() => All<EpollDeadlines>();
    [Fact] public void ZeroTimeout() => All<EpollZeroTimeout>();
    [Fact] public void Interest() => All<EpollInterest>();
    [Fact] public void Scanning() => All<ScanningCalls>();
}
