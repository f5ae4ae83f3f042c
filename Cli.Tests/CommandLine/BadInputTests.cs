using Wakeline.Testing;

namespace Wakeline.Cli.Tests.CommandLine;

/// <summary>What cannot be used is refused in one line, with exit code 2, before any work.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("verfy", "verfy")]
    [InlineData("verify --quik", "--quik")]
    [InlineData("verify extra", "extra")]
    [InlineData("verify --programs -1", "'-1'")]
    [InlineData("verify --programs many", "'many'")]
    [InlineData("verify --programs 99999999999", "99999999999")]
    [InlineData("verify --seed 1.5", "'1.5'")]
    [InlineData("verify --seed", "--seed")]
    [InlineData("verify --no-kernel --seed 3", "--seed")]
    [InlineData("verify --no-kernel --all-faults", "--all-faults")]
    [InlineData("verify --quick --all-faults", "--all-faults")]
    [InlineData("verify --out /proc/wakeline", "/proc/wakeline")]
    [InlineData("verify --out /", "'/'")]
    [InlineData("check", "SYSTEM")]
    [InlineData("check nosuch", "'nosuch'")]
    [InlineData("check epoll-edge --deep 3", "--deep")]
    [InlineData("check epoll-edge --depth -3", "'-3'")]
    [InlineData("check epoll-edge --steps 3", "--simulate")]
    [InlineData("check epoll-edge --seed 3", "--simulate")]
    [InlineData("check epoll-edge --simulate 0", "'0'")]
    [InlineData("check epoll-edge --simulate 9 --depth 3", "--depth")]
    [InlineData("check epoll-edge --por --disk nosuch", "--por")]
    [InlineData("check epoll-edge --fingerprint --disk nosuch", "--fingerprint")]
    [InlineData("check epoll-edge --fingerprint --symmetry", "--fingerprint")]
    [InlineData("check epoll-edge --sources nosuch", "'nosuch'")]
    [InlineData("check epoll-edge --junit /proc/verdicts.xml", "/proc/verdicts.xml")]
    [InlineData("check epoll-edge --assembly nosuch.dll", "'nosuch.dll'")]
    [InlineData("check --assembly nosuch.dll --mutant M2", "--mutant")]
    [InlineData("explore nosuch", "'nosuch'")]
    [InlineData("explore epoll-edge --path 0,x", "'x'")]
    [InlineData("explore epoll-edge --path 0,,", "''")]
    [InlineData("mutants nosuch", "neither a system nor a machine 'nosuch'")]
    [InlineData("requirements MUST-70", "'MUST-70'")]
    [InlineData("requirements --level must", "no level 'must'")]
    [InlineData("requirements MUST-1 --level MAY", "None of the requirements")]
    [InlineData("explore epoll-edge --path 0,99", "none is 99")]
    [InlineData("check epoll-edge --mutant M99", "'M99'")]
    [InlineData("check epoll-edge --property Nothing", "'Nothing'")]
    [InlineData("check epoll-edge --set widgets=1", "'widgets'")]
    [InlineData("check epoll-edge --set waiters=99", "99")]
    [InlineData("check epoll-edge --set waiters=-1", "-1")]
    [InlineData("check epoll-edge --set waiters", "'waiters'")]
    [InlineData("check epoll-edge --trace /proc/trace.json", "/proc/trace.json")]
    [InlineData("check epoll-edge --trace /proc", "folder")]
    [InlineData("check epoll-edge --memory 12X", "'12X'")]
    [InlineData("check epoll-edge --memory 1023K", "'1023K'")]
    [InlineData("check epoll-edge --memory 99999999999T", "'99999999999T'")]
    [InlineData("check epoll-edge --memory -8G", "'-8G'")]
    [InlineData("check epoll-edge --disk /proc/wakeline", "/proc/wakeline")]
    [InlineData("check epoll-edge --disk /proc/version", "is a file")]
    [InlineData("check epoll-edge --disk /usr", "none of this program's")]
    [InlineData("systems nosuch", "'nosuch'")]
    [InlineData("diagram Nosuch", "'Nosuch'")]
    [InlineData("diagram EpollWait --format gif", "'gif'")]
    [InlineData("history M55", "'M55'")]
    [InlineData("history M7 M8", "M8")]
    [InlineData("replay nosuch.json", "nosuch.json")]
    [InlineData("program nosuch.txt", "nosuch.txt")]
    [InlineData("program --d", "--d")]
    [InlineData("cost --out /proc/cost.svg", "/proc/cost.svg")]
    [InlineData("cost --out /proc", "folder")]
    public void IsRefusedInOneLine(string commandLine, string named)
    {
        var run = CommandRun.Of(commandLine.Split(' '));
        RequireRefused(run, named);
    }

    [Theory]
    [InlineData("conform --target modl", "'modl' (did you mean 'model'?)")]
    [InlineData("conform --target model --target model", "more than once")]
    [InlineData("conform --goal rule", "(did you mean 'rules'?)")]
    [InlineData("conform --suite tpc", "(did you mean 'tcp'?)")]
    [InlineData("conform --suite calls --goal rules", "has none of the goals")]
    [InlineData("conform --filter secton=3.8", "(did you mean 'section'?)")]
    [InlineData("conform --repeat 0", "'0'")]
    [InlineData("conform --list --dry-run", "--dry-run")]
    [InlineData("conform --tap --json", "--tap")]
    [InlineData("conform --report /proc/wakeline", "/proc/wakeline")]
    [InlineData("conform --junit /proc/junit.xml", "/proc/junit.xml")]
    public void ARunOfSuitesIsRefusedInOneLine(string commandLine, string named) =>
        IsRefusedInOneLine(commandLine, named);

    [Theory]
    [InlineData("", "no steps")]
    [InlineData("0: v0 = eventfd(1)\nnonsense\n", "Line 2")]
    [InlineData("0: v0 = openat(1)\n", "'openat'")]
    [InlineData("7: v0 = eventfd(1)\n", "thread")]
    public void AProgramThatIsNoneIsRefused(string program, string named)
    {
        using var folder = new TemporaryFolder();
        RequireRefused(CommandRun.Of("program", folder.File("program.txt", program)), named);
    }

    [Theory]
    [InlineData("", "not a trace file")]
    [InlineData("{}", "schema")]
    [InlineData("""{"schema": "wakeline-trace", "version": 99}""", "version 99")]
    [InlineData("""{"schema": "wakeline-trace", "version": 1}""", "no trace")]
    public void ATraceThatIsNoneIsRefused(string trace, string named)
    {
        using var folder = new TemporaryFolder();
        RequireRefused(CommandRun.Of("replay", folder.File("trace.json", trace)), named);
    }

    [Fact]
    public void WhatIsNoAssemblyIsRefused()
    {
        using var folder = new TemporaryFolder();
        RequireRefused(CommandRun.Of("check", "--assembly", folder.File("a.dll", "mine")), "no .NET assembly");
        RequireRefused(CommandRun.Of("systems", "--assembly", folder.File("b.dll", "")), "no .NET assembly");
        RequireRefused(CommandRun.Of("check", "--assembly", typeof(FactAttribute).Assembly.Location), "no system");
    }

    [Fact]
    public void AFileInTheWayOfTheReportFolderIsLeftAlone()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("report", "mine");
        RequireRefused(CommandRun.Of("verify", "--no-kernel", "--out", file), "is a file");
        var below = Path.Combine(file, "deep", "down");
        RequireRefused(CommandRun.Of("verify", "--no-kernel", "--out", below), "is a file");
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Equal(["report"], folder.Content);
    }

    [Fact]
    public void AFolderThatHoldsSomethingElseIsLeftAlone()
    {
        using var folder = new TemporaryFolder();
        folder.File("letter.txt", "mine");
        RequireRefused(CommandRun.Of("verify", "--no-kernel", "--out", folder.Path), "no report");
        Assert.Equal(["letter.txt"], folder.Content);
    }

    private static void RequireRefused(CommandRun run, string named)
    {
        Assert.Equal(2, run.Code);
        Assert.Equal("", run.Output);
        Assert.StartsWith("wakeline: ", run.Error);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", run.Error, StringComparison.Ordinal);
    }
}
