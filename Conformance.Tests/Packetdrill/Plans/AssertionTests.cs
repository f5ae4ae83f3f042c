using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Plans.Assertions;

namespace Wakeline.Conformance.Tests.Packetdrill.Plans;

public sealed class AssertionTests
{
    private static readonly Dictionary<string, string> s_definitions = new() { ["WND"] = "2 * 5", ["LOOP"] = "LOOP" };

    [Theory]
    [InlineData("assert tcpi_snd_cwnd == 10, tcpi_snd_cwnd", true)]
    [InlineData("assert tcpi_snd_cwnd == 11", false)]
    [InlineData("assert (tcpi_options & TCPI_OPT_SACK) != 0, 'no (SACK'", true)]
    [InlineData("assert tcpi_options & TCPI_OPT_TIMESTAMPS", false)]
    [InlineData("assert 9 < tcpi_snd_cwnd <= 10 and not tcpi_rtt > 100 or tcpi_rto == 0", true)]
    [InlineData("assert 9 < tcpi_snd_cwnd < 10", false)]
    [InlineData("assert tcpi_rtt / 3 * 3 != 101 and tcpi_rtt // 3 == 33 and tcpi_rtt % 3 == 1", true)]
    [InlineData("assert -7 // 2 == -4 and -7 % 2 == 1 and ~5 == -6 and 1 | 6 ^ 2 & 3 << 1 == 5", true)]
    [InlineData("assert tcpi_snd_cwnd in (1, 10) and tcpi_snd_cwnd not in [2]", true)]
    [InlineData("assert min(tcpi_snd_cwnd, 3) == 3 and max(1, 2, 3) == 3 and abs(-2) == 2 and int(2.7) == 2", true)]
    [InlineData("assert tcpi_snd_cwnd == WND", true)]
    [InlineData("assert False", false)]
    [InlineData("assert True or tcpi_lost == 3", true)]
    [InlineData("assert tcpi_state == TCP_ESTABLISHED", true)]
    [InlineData("assert 2**64 - 1 == 18446744073709551615 and -2**2 == -4 and 1e3 == 1000", true)]
    [InlineData("assert tcpi_rtt in range(100, 101) and tcpi_rtt not in range(100) and 1 in range(2)", true)]
    [InlineData("assert (3 if tcpi_rtt > 100 else 4) == 4 and float(tcpi_rtt) == 100.0 and bool(7) == True", true)]
    public void ConditionsMeanWhatPythonSays(string code, bool holds)
    {
        var assertion = Assert.IsType<Assertion>(Assert.Single(AssertionReader.Read(code, s_definitions)));
        Assert.Equal(holds, assertion.Condition.Holds(Tell));
    }

    [Fact]
    public void SeveralStatementsFollowEachOther()
    {
        var statements = AssertionReader.Read(
            "\n  print 'a;b', tcpi_rto  # says; more\n assert (1 ==\n 1), \"x\ty\"; assert 2 == 2 \\\n and 3\n"
            + " print(1)\n",
            s_definitions);
        Assert.Equal(
            ["print 'a;b', tcpi_rto", "assert (1 ==\n 1), \"x\ty\"", "assert 2 == 2   and 3", "print(1)"],
            statements.Select(statement => statement.Text));
    }

    [Theory]
    [InlineData("f(3)", "the statement 'f(3)' is no assert and no print")]
    [InlineData("x += 3", "'x' cannot be given a value by 'x += 3'")]
    [InlineData("tcpi_rtt = 3", "'tcpi_rtt' cannot be given a value by 'tcpi_rtt = 3'")]
    [InlineData("x = 3; assert y == 3", "'y' of 'y == 3' is no field and no constant")]
    [InlineData("if tcpi_rtt == 3", "the condition 'if tcpi_rtt == 3' without ':'")]
    [InlineData("if tcpi_rtt == 3:\nassert 1", "a condition without statements")]
    [InlineData("asserting", "the statement 'asserting'")]
    [InlineData("assert = 3", "'=' is not expected in the expression '= 3'")]
    [InlineData("assert tcpi_nothing == 1", "'tcpi_nothing' of 'tcpi_nothing == 1' is no field and no constant")]
    [InlineData("assert (1", "code in which '(' is not closed")]
    [InlineData("assert 'x", "code with a string that is not closed")]
    [InlineData("assert 1 +", "'the end' is not expected")]
    [InlineData("assert 1 2", "'2' is not expected")]
    [InlineData("assert LOOP", "an expression with more than")]
    [InlineData("assert", "'the end' is not expected")]
    [InlineData("assert tcpi_rtt.real", "'.' is not expected")]
    public void WhatCannotBeReadIsNotSupported(string code, string reason) => Assert.StartsWith(
        reason,
        Assert.Throws<UnsupportedException>(() => AssertionReader.Read(code, s_definitions)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void NamesAndConditionsAreRemembered()
    {
        var variables = new HashSet<string>();
        var first = AssertionReader.Read("import math\nx = tcpi_rtt; x += 1", s_definitions, variables);
        Assert.Equal(["x", "x"], first.OfType<Assignment>().Select(each => each.Name));
        var second = AssertionReader.Read(
            "if x > 7:\n    assert x == 101\n    pass\nelif x > 5: assert False\nelse:\n  print x\nassert x > 1",
            s_definitions, variables);
        Assert.Equal(2, second.Count);
        var choice = Assert.IsType<Conditional>(second[0]);
        Assert.Equal(2, choice.Then.Count);
        Assert.Single(Assert.IsType<Conditional>(Assert.Single(choice.Otherwise)).Otherwise);
    }

    [Theory]
    [InlineData("assert 1 / 0")]
    [InlineData("assert 1.5 & 1")]
    [InlineData("assert 1 << 99")]
    [InlineData("assert len(3)")]
    [InlineData("assert tcpi_probes")]
    public void WhatHasNoValueIsNotSupported(string code) => Assert.Throws<UnsupportedException>(
        () => ((Assertion)AssertionReader.Read(code, s_definitions)[0]).Condition.Holds(Tell));

    [Fact]
    public void NoConditionIsTooDeepOrTooLong()
    {
        foreach (var piece in (string[])["(", "-", "not ", "1+", "1 and ", "min("])
        {
            Assert.Throws<UnsupportedException>(() => AssertionReader.Read(
                $"assert {string.Concat(Enumerable.Repeat(piece, 100_000))}1", s_definitions));
        }
    }

    private static decimal? Tell(string field) => field switch
    {
        "tcpi_snd_cwnd" => 10,
        "tcpi_options" => 6,
        "tcpi_rtt" => 100,
        "tcpi_rto" => 200,
        "tcpi_lost" => 0,
        "tcpi_state" => 1,
        _ => null,
    };
}
