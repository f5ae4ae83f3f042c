using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Scenarios;
using Wakeline.Conformance.Scenarios.Expectations;
using Wakeline.Spec;

namespace Wakeline.Conformance.Tests.Scenarios;

public sealed class ExpressionTests
{
    private static readonly Dictionary<string, StepEnding> s_endings = new()
    {
        ["one"] = new StepEnding(
            StepFate.Returned, new CallResult(1) { Events = [new ReportedEvent(7, PollEvents.In)] }),
        ["two"] = new StepEnding(StepFate.Returned, new CallResult(2)),
        ["interrupted"] = new StepEnding(StepFate.Returned, CallResult.Fail(Errno.EINTR)),
        ["blocked"] = new StepEnding(StepFate.Asleep, null),
        ["later"] = new StepEnding(StepFate.Unreached, null),
    };

    [Theory]
    [InlineData("one == 1 && two == 2", true)]
    [InlineData("one + two * 2 == 5", true)]
    [InlineData("(one + two) * 2 == 6", true)]
    [InlineData("one - two - 1 == -2", true)]
    [InlineData("one == 1 || two == 1 && two == 3", true)]
    [InlineData("!(one == 1)", false)]
    [InlineData("(one > 0) + (two > 0) + (blocked > 0) == 2", true)]
    [InlineData("one == [7:IN]", true)]
    [InlineData("one == [7:OUT]", false)]
    [InlineData("two == [7:IN]", false)]
    [InlineData("interrupted == EINTR", true)]
    [InlineData("interrupted == EAGAIN", false)]
    [InlineData("interrupted == -1", true)]
    [InlineData("interrupted < 0", true)]
    [InlineData("blocked == asleep", true)]
    [InlineData("blocked == unreached", false)]
    [InlineData("blocked == 0", false)]
    [InlineData("blocked != 0", true)]
    [InlineData("blocked < 1 || blocked >= 1", false)]
    [InlineData("one + blocked == 1", true)]
    [InlineData("later == unreached", true)]
    public void AnExpressionIsWhatItIsInC(string text, bool expected)
    {
        var expression = ExpressionReader.Read(text, s_endings.ContainsKey);
        Assert.Equal(expected, expression.Evaluate(name => s_endings[name]).IsTrue);
    }

    [Fact]
    public void ANameNobodyGaveIsRefused() => Assert.Throws<ProgramSyntaxException>(
        () => ExpressionReader.Read("nobody == 1", s_endings.ContainsKey));
}
