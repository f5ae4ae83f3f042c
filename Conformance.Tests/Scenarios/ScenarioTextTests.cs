using FsCheck;
using FsCheck.Fluent;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Scenarios.Text;

namespace Wakeline.Conformance.Tests.Scenarios;

public sealed class ScenarioTextTests
{
    private const string Small = """
        # what
        setup:
          s0, s1 = socketpair()
          e = epoll_create()
        setup: epoll_ctl(e, ADD, s0, IN|ET, 7)
        main:
          n = epoll_wait(e, 1, 20)
          m = epoll_wait(e, 1, -1) if n == 0

        E:
          sleep(10.5)
          write(s1, 1)
          tgkill(main)
        expect: n == [7:IN] || m > 0
        possible: n == 0
        """;

    [Fact]
    public void AScenarioIsReadAsItStands()
    {
        var scenario = ScenarioText.Parse(Small, "small");
        Assert.Equal(["main", "E"], scenario.Threads.Select(thread => thread.Name));
        Assert.Equal(3, scenario.Setup.Count);
        Assert.Equal((7, "n = epoll_wait(e, 1, 20)"),
            (scenario.Threads[0].Steps[0].Line, scenario.Threads[0].Steps[0].Text));
        Assert.Equal(TimeSpan.FromMilliseconds(20), scenario.Threads[0].Steps[0].Call.Duration);
        Assert.NotNull(scenario.Threads[0].Steps[1].Condition);
        Assert.Equal(TimeSpan.FromMilliseconds(10.5), scenario.Threads[1].Steps[0].Call.Duration);
        Assert.Equal([14, 15], scenario.Expectations.Select(expectation => expectation.Line));
        Assert.Equal(3, scenario.Slots);
    }

    [Theory]
    [InlineData("write(v, 1)", "line 1: 'write(v, 1)' is nobody's")]
    [InlineData("", "no thread makes a call")]
    [InlineData("setup: v = eventfd(0)", "no thread makes a call")]
    [InlineData("main: writ(v, 1)", "line 1: there is no call 'writ'.")]
    [InlineData("main: write(v, 1)", "line 1: no line opens a descriptor 'v'.")]
    [InlineData("main: v = eventfd(0)\nmain: v = eventfd(0)", "line 2: 'v' is named on line 1 already.")]
    [InlineData("main: n = settle()", "line 1: settle has no result to name.")]
    [InlineData("main: s = socketpair()", "line 1: socketpair has 2 results, but 1 are named.")]
    [InlineData("main: n = close(-1)\nmain: close(n)", "line 2: 'n' is the result of the call on line 1")]
    [InlineData("main: tgkill(T9)", "line 1: there is no thread 'T9'.")]
    [InlineData("main: await()", "line 1: await is for programs")]
    [InlineData("setup: settle()\nmain: close(-1)", "line 1: settle has no meaning in the setup")]
    [InlineData("a: close(-1)\nb: close(-1)\nc: close(-1)\nd: close(-1)\ne: close(-1)", "line 5: there is room for 4")]
    [InlineData("main: recv(-1, 99999999)", "line 1: recv moves 0 to 262144 octets")]
    [InlineData("main: recv(-1, -1)", "line 1: recv moves 0 to 262144 octets")]
    [InlineData("main: epoll_ctl(-1, ADD, -1, IN, 256)", "line 1: the user data of an item")]
    [InlineData("main: EINTR = close(-1)", "line 1: 'EINTR' has a meaning of its own")]
    [InlineData("main: 7up = close(-1)", "line 1: '7up' is no name")]
    [InlineData("main: close(-1)\nexpect: x == 1", "line 2: no call's result is named 'x'.")]
    [InlineData("main: n = close(-1)\nexpect: n ==", "line 2: 'n ==' ends too early.")]
    [InlineData("main: n = close(-1)\nexpect: n == 1)", "line 2: ')' is not expected")]
    [InlineData("main: n = close(-1)\nexpect: n == [0:IN", "line 2: '[0:IN' lacks its closing bracket.")]
    [InlineData("main: n = close(-1)\nexpect: n == [0:WHAT]", "line 2: '0:WHAT' is no event")]
    [InlineData("a: n = close(-1)\nb: close(-1) if n == 0", "line 2: 'n' is not known here")]
    [InlineData("main: sleep(0)", "line 1: '0' is no ms for sleep.")]
    [InlineData("main: epoll_wait(-1, 1, 1.5)", "line 1: '1.5' is no timeout for epoll_wait.")]
    public void WhatIsWrongIsSaidWithFileAndLine(string text, string message) => Assert.StartsWith(
        "x.scenario: " + message,
        Assert.Throws<ProgramSyntaxException>(() => ScenarioText.Parse(text, "x.scenario")).Message);

    /// <summary>Lines of all samples, cut, doubled and mixed up: whatever comes, it is read or refused.</summary>
    [Fact]
    public void WhateverIsWrittenIsReadOrRefused()
    {
        string[] pieces =
        [
            .. ScenarioFiles.Names.SelectMany(row => ScenarioFiles.TextOf(row.Data).Split('\n')).Distinct(),
            "main:", "expect:", "((((", "))))", "!!!!", "-1", "if", "= =", "[0:IN]", "\0", ":", "((n0))", "&& ||",
        ];
        var text =
            from lines in Gen.Elements<string>(pieces).ListOf()
            from cut in Gen.Choose(0, 200)
            from at in Gen.Choose(0, 200)
            let whole = string.Join('\n', lines)
            let start = at % (whole.Length + 1)
            select whole.Remove(start, Math.Min(cut % 7, whole.Length - start));
        Prop.ForAll(text.ToArbitrary(), IsReadOrRefused).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void DeepNestingIsRefused() => Assert.Throws<ProgramSyntaxException>(() => ScenarioText.Parse(
        $"main: n = close(-1)\nexpect: {new string('(', 100_000)}n{new string(')', 100_000)}", "deep"));

    private static bool IsReadOrRefused(string text)
    {
        try
        {
            ScenarioText.Parse(text, "fuzz");
        }
        catch (ProgramSyntaxException wrong)
        {
            return wrong.Message.StartsWith("fuzz: ", StringComparison.Ordinal);
        }

        return true;
    }
}
