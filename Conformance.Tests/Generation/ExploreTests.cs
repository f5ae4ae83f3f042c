using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Generation;

namespace Wakeline.Conformance.Tests.Generation;

public sealed class ExploreTests
{
    [Fact]
    public void Explore()
    {
        var tally = new RuleTally();
        var generator = new ProgramGenerator();
        var count = int.Parse(Environment.GetEnvironmentVariable("EXPLORE")!);
        for (var number = 0; number < count; number++)
        {
            generator.Program(7, number);
        }

        var fired = tally.Fired().Select(each => (each.Machine, each.Rule)).ToHashSet();
        var text = new System.Text.StringBuilder();
        foreach (var (index, machine) in tally.Machines.Index())
        {
            foreach (var rule in machine.Rules.Where(rule => rule.Mutant is null && !fired.Contains((index, rule.Index))))
            {
                text.Append($"{machine.Name}\t{rule.Name}\t{rule.Kind}\t{string.Join(" & ", rule.Guards)}\t{string.Join("; ", rule.Citations)}\tREASON {UnreachedRules.Reason(machine.Name, rule)}\n");
            }
        }

        File.WriteAllText("/tmp/h-tests-unreached.txt", text.ToString());
    }
}
