using Wakeline.Cli.Tests.CommandLine;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Commands;

public sealed class ProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AProgramOnWhichBothAgreeIsSaidToAgree()
    {
        var run = CommandRun.Of("program", Program("0: v0 = eventfd(1)\n0: read(v0, 8)\n0: close(v0)\n"));
        Assert.Equal(0, run.Code);
        Assert.Equal("Model and kernel agree on 3 steps.\n", run.Output);
    }

    [Fact]
    public void JsonSaysTheSame()
    {
        var run = CommandRun.Of("program", Program("0: v0 = eventfd(1)\n"), "--json");
        Assert.True(run.Json().GetProperty("agrees").GetBoolean());
    }

    [Fact]
    public void AsLinesOfCItIsPrintedOnly()
    {
        var run = CommandRun.Of("program", Program("0: v0 = eventfd(3)\n0: close(v0)\n"), "--c");
        Assert.Equal(0, run.Code);
        Assert.Equal("int v0 = eventfd(3, 0);\nclose(v0);\n", run.Output);
    }

    [Fact]
    public void MoreThanTheModelHasRoomForIsRefused()
    {
        var run = CommandRun.Of(
            "program", Program(string.Concat(Enumerable.Range(0, 20).Select(slot => $"0: v{slot} = eventfd(1)\n"))));
        Assert.Equal(2, run.Code);
        Assert.Contains("more than the model has room for", run.Error, StringComparison.Ordinal);
    }

    private string Program(string text) => _folder.File("program.txt", text);
}
