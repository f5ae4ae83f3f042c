using Wakeline.Checking;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Tests.CommandLine;
using Wakeline.Spec.Systems.Tcp;

namespace Wakeline.Cli.Tests.Requirements;

/// <summary>The matrix as the command prints it, with the system of two ends alone.</summary>
public sealed class RequirementsCommandTests
{
    private static readonly Catalogue _small = new([SystemEntry.Of<TcpSystem, TcpPair>()]);

    [Fact]
    public void EachRequirementHasItsStandingAndWhatExercisesIt()
    {
        var run = CommandRun.With(_small, "requirements");
        Assert.Equal(ExitCode.Agrees, run.Code);
        Assert.Equal("", run.Error);
        Assert.Matches(
            "\nMUST-10 +MUST +realised +Crossing SYNs.*\n +[0-9]+ rules, exercised by programs, tcp\n", run.Output);
        Assert.Matches("\nMUST-20 +MUST +in part .*\n.*; missing: advice to IP at R1\n", run.Output);
        Assert.Matches("\nMUST-50 +MUST +outside .*\n +outside: the IP layer", run.Output);
        Assert.Matches("\nMUST NOT: 6 requirements, ", run.Output);
    }

    [Fact]
    public void OneRequirementIsToldWhole()
    {
        var run = CommandRun.With(_small, "requirements", "MUST-13");
        Assert.StartsWith("MUST-13 (MUST, RFC 9293 section 3.6.1): Active closer ", run.Output);
        Assert.Matches(
            "\n  rule +Connection TimeWait.*\\(Spec/Tcp/Connection.cs:[0-9]+\\)\n    exercised by tcp", run.Output);
    }

    [Fact]
    public void JsonHasTheSameFacts()
    {
        var report = CommandRun.With(_small, "requirements", "--level", "MUST NOT", "--json").Json();
        Assert.Equal("wakeline-requirements", report.GetProperty("schema").GetString());
        Assert.Equal(6, report.GetProperty("requirements").GetArrayLength());
    }
}
