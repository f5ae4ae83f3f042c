using Wakeline.Model;

namespace Wakeline.Conformance.Tests.Verification;

/// <summary>What the kernel showed once judges any number of faulty tables.</summary>
[Collection(OneAtATime.Name)]
public sealed class ProgramJudgeTests
{
    private static IReadOnlyList<RecordedProgram> Recorded { get; } = RecordedPrograms.Take(seed: 3, programs: 40);

    [Fact]
    public void TheShippedTablesAllowWhatTheKernelShowed()
    {
        Assert.NotEmpty(Recorded);
        var judge = new ProgramJudge(Mutation.None);
        Assert.All(Recorded, program => Assert.Null(judge.FirstDifference(program)));
    }

    [Theory]
    [InlineData("EpollControl", "swap-argument:Change.OperationIs(Add)&HasItem:Fail(EEXIST)")]
    [InlineData("EventWrite", "drop-effect:Check+1.IsAwake&CounterHasRoom:WakeReaders")]
    public void AFaultIsToldApartWhereItsRuleFires(string machine, string mutant)
    {
        var table = HostSystem.Info.Machines.Select(use => use.Machine).Single(each => each.Name == machine);
        var fault = table.Mutants.Single(each => each.Name == mutant);
        var rule = table.Rules.Single(each => each.Mutant is null && each.Name == fault.Rules[0]);
        var judge = new ProgramJudge(table.FindMutation(mutant)!.Value);
        Assert.Contains(Recorded, program =>
            program.Fires(table, rule) && program.Involves(table) && judge.FirstDifference(program) is not null);
        Assert.All(
            Recorded.Where(program => !program.Fires(table, rule)),
            program => Assert.Null(judge.FirstDifference(program)));
    }
}
