using Wakeline.Cli.Tests.CommandLine;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Commands;

public sealed class RunTests : IDisposable
{
    private const string Passing = "0 < S 0:0(0) win 65535 <mss 1460>\n+0 > R. 0:0(0) ack 1\n";
    private const string Failing = "0 < S 0:0(0) win 65535 <mss 1460>\n+0 > R. 0:0(0) ack 2\n";
    private const string Unsupported = "0 fork() = 0\n";
    private const string Unusable = "0 < S 0:7(0)\n+0 close(\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatPassesIsCounted()
    {
        var run = CommandRun.Of("run", File("a", Passing), File("b", Passing), "--on", "model");
        Assert.Equal((0, "2 scripts: 2 passed\n", ""), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public void WhatFailsIsShownSideBySide()
    {
        var file = File("a", Failing);
        var run = CommandRun.Of("run", file);
        Assert.Equal(1, run.Code);
        Assert.Equal(
            $"{file}:2:1: failed: the packet differs in acknowledgment number\n"
            + "  expected  > R. 0:0(0) ack 2\n  actual    > R. 0:0(0) ack 1 win 0\n1 script: 0 passed, 1 failed\n",
            run.Output);
    }

    [Fact]
    public void ABadFileDoesNotKeepTheOthersFromBeingRun()
    {
        var bad = File("a", Unusable);
        var run = CommandRun.Of("run", bad, "/nowhere/x.pkt", File("b", Passing), File("c", Unsupported));
        Assert.Equal(2, run.Code);
        Assert.StartsWith(
            $"{bad}:1:9: error: 0 expected 0 octets past 0, found '7'\n{bad}:3:1: error: ", run.Error,
            StringComparison.Ordinal);
        Assert.Contains("/nowhere/x.pkt: error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("c.pkt:1:3: unsupported: the system call 'fork' is not known\n", run.Output,
            StringComparison.Ordinal);
        Assert.EndsWith("4 scripts: 1 passed, 1 unsupported, 2 unusable\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Passing, 0)]
    [InlineData(Failing, 1)]
    [InlineData(Unusable, 2)]
    [InlineData(Unsupported, 3)]
    public void TheExitCodeIsTheVerdict(string text, int code)
    {
        File("first", Passing);
        File("second", text);
        Assert.Equal(code, CommandRun.Of("run", _folder.Path).Code);
    }

    [Fact]
    public void JsonSaysTheSame()
    {
        var run = CommandRun.Of("run", File("a", Failing), File("b", "0 close(X) = Y\n"), "-D", "X=9", "--json");
        var document = run.Json();
        Assert.Equal(
            (1, 1, 1, "linux-6.18"),
            (run.Code, document.GetProperty("failed").GetInt32(), document.GetProperty("unsupported").GetInt32(),
                document.GetProperty("profile").GetString()));
        var finding = document.GetProperty("scripts")[0].GetProperty("findings")[0];
        Assert.Equal((2, "> R. 0:0(0) ack 2"),
            (finding.GetProperty("line").GetInt32(), finding.GetProperty("expected").GetString()));
    }

    [Theory]
    [InlineData(
        "--on takes model or linux or lwip or netstack or slirp or runsc or linux-6.1 or linux-6.12 or sockets or "
            + "cmd:PROGRAM, not 'bsd'.",
        "--on", "bsd")]
    [InlineData(
        "--on cmd:/nowhere/x: '/nowhere/x' cannot be started: there is no such program.", "--on", "cmd:/nowhere/x")]
    [InlineData("--profile takes linux-6.18 or rfc9293, not 'bsd'.", "--profile", "bsd")]
    [InlineData("--define takes WORD=value, not '3=4'.", "-D", "3=4")]
    [InlineData("--define takes WORD=value, not 'X'.", "--define", "X")]
    public void WrongOptionsAreRefused(string message, string option, string value)
    {
        var run = CommandRun.Of("run", File("a", Passing), option, value);
        Assert.Equal((2, $"wakeline: {message}"), (run.Code, run.Error.TrimEnd()));
    }

    /// <summary>What goes through the contract and back is the same as without it.</summary>
    [Fact]
    public void AnAdapterOfTheModelDoesWhatTheModelDoes()
    {
        var scripts = Path.Combine(SourceTree.Root, "Conformance", "Scripts");
        var adapter = $"cmd:dotnet '{typeof(Program).Assembly.Location}' adapter";
        foreach (var folder in (string[])["blocking", "readiness", "reset", "window"])
        {
            var here = CommandRun.Of("run", Path.Combine(scripts, folder));
            var there = CommandRun.Of("run", Path.Combine(scripts, folder), "--on", adapter);
            Assert.Equal((here.Code, here.Output), (there.Code, there.Output));
        }
    }

    [Fact]
    public void AFolderWithoutScriptsIsRefused() => Assert.Equal(2, CommandRun.Of("run", _folder.Path).Code);

    /// <summary>The example of the page is what the command prints.</summary>
    [Fact]
    public void ThePageShowsWhatTheCommandSays()
    {
        var blocks = System.IO.File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "packetdrill.md")).Split("```\n");
        var run = CommandRun.Of("run", File("first", blocks[1]));
        Assert.Equal(1, run.Code);
        Assert.Equal(
            blocks[3],
            "$ wakeline run first.pkt\n" + run.Output.Replace(_folder.Path + "/", "", StringComparison.Ordinal));
    }

    private string File(string name, string text) => _folder.File($"{name}.pkt", text);
}
