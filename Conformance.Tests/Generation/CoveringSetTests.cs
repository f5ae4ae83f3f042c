using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Generation;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Tests.Facts;
using Wakeline.Conformance.Tests.Verification;

namespace Wakeline.Conformance.Tests.Generation;

/// <summary>The covering set, and what neither it nor any other program reaches.</summary>
[Collection(OneAtATime.Name)]
public sealed class CoveringSetTests
{
    private const int RandomProgramsMost = 20_000;
    private const ulong Seed = 5;

    private static readonly Lazy<CoveringSet> s_set = new(() => CoveringSet.Derive(CancellationToken.None));

    [Fact]
    public void TheSetIsTheSameEveryTime() => Assert.Equal(
        s_set.Value.Programs, CoveringSet.Derive(TestContext.Current.CancellationToken).Programs);

    [Fact]
    public void ASmallSetFiresMostRules()
    {
        Assert.InRange(s_set.Value.Programs.Count, 20, 150);
        var tally = new RuleTally();
        var model = new ModelRun();
        foreach (var program in s_set.Value.Programs)
        {
            Follow(model, program);
        }

        var rules = tally.Machines.Sum(machine => machine.Rules.Count(rule => rule.Mutant is null));
        Assert.InRange(tally.Fired().Count(), rules / 2, rules);
    }

    [Fact]
    public void EveryProgramOfTheSetFiresARuleThatTheOthersDoNot()
    {
        var model = new ModelRun();
        var fired = s_set.Value.Programs.Select(program => RulesOf(model, program)).ToList();
        foreach (var (index, rules) in fired.Index())
        {
            var others = fired.Take(index).SelectMany(each => each).ToHashSet();
            Assert.False(rules.IsSubsetOf(others), s_set.Value.Programs[index].ToString());
        }
    }

    /// <summary>Programs are those of the set, some random ones, and the measured facts.</summary>
    [Fact]
    public void EveryRuleThatNoProgramFiresHasAReason()
    {
        var tally = new RuleTally();
        var model = new ModelRun();
        var generator = new ProgramGenerator();
        Assert.All(s_set.Value.Programs, program => Follow(model, program));
        Assert.All(FactFile.All, fact => Follow(model, fact.Program));
        for (var number = 0; number < RandomProgramsMost && Unexplained(tally).Any(); number++)
        {
            generator.Program(Seed, number);
        }

        Assert.Empty(Unexplained(tally));
    }

    private static IEnumerable<string> Unexplained(RuleTally tally)
    {
        var fired = tally.Fired().Select(each => (each.Machine, each.Rule)).ToHashSet();
        return
            from machine in tally.Machines.Index()
            from rule in machine.Item.Rules
            where rule.Mutant is null && !fired.Contains((machine.Index, rule.Index))
            where UnreachedRules.Reason(machine.Item.Name, rule).Length == 0
            select $"{machine.Item.Name}: {rule.Name}";
    }

    [Fact]
    public void ACancelledSearchEnds() => Assert.Throws<OperationCanceledException>(
        () => CoveringSet.Derive(new CancellationToken(canceled: true)));

    private static HashSet<(int Machine, int Rule)> RulesOf(ModelRun model, CallProgram program)
    {
        var tally = new RuleTally();
        Follow(model, program);
        return [.. tally.Fired().Select(fired => (fired.Machine, fired.Rule))];
    }

    private static void Follow(ModelRun model, CallProgram program)
    {
        model.BeginProgram(program);
        foreach (var step in program.Steps.Where(step => !model.IsPassedOver(step)))
        {
            model.Begin(step);
            model.Believe(model.Allowed[0]);
            model.EndStep();
        }
    }
}
