using Wakeline.Checking;
using Wakeline.Cli;

namespace Wakeline.Spec.Tests.Reduction;
/// <summary>scratch</summary>
public sealed class Factors
{
    [Fact]
    public void Print()
    {
        foreach (var system in ShippedSystems.All)
        {
            if (Environment.GetEnvironmentVariable("ONLY") is { Length: > 0 } only && !only.Split(',').Contains(system.Info.Name)) continue;
            var ps = Parameters.Of(system.Info);
            var line = system.Info.Name;
            foreach (var (por, sym) in new[] { (false, false), (true, false), (false, true), (true, true) })
            {
                if (sym && !system.Info.HasInterchangeable) { line += " -"; continue; }
                try
                {
                    var r = system.Check(ps, new CheckOptions { PartialOrderReduction = por, SymmetryReduction = sym, StatesMost = 1_500_000 }, cancellation: TestContext.Current.CancellationToken);
                    line += $" {r.States}({r.PartlyExpanded},{r.SearchElapsed.TotalSeconds:0.0}s,{r.Properties.Count(p => p.Verdict is Holds)}/{r.Properties.Count})";
                }
                catch (SpecificationException e) { line += " " + e.Message; }
            }
            Console.Error.WriteLine(line);
            File.AppendAllText("/tmp/hr-factors.txt", line + "\n");
        }
    }
}
