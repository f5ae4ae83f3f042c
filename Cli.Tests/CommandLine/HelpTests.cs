using Wakeline.Cli.CommandLine;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.CommandLine;

public sealed class HelpTests
{
    public static TheoryData<string> Commands => [.. CommandPage.Commands];

    [Theory]
    [MemberData(nameof(Commands))]
    public void EveryCommandShowsHowItIsUsed(string command)
    {
        var help = CommandRun.Of(command, "--help");
        Assert.Equal(0, help.Code);
        Assert.Equal("", help.Error);
        Assert.Contains("Example", help.Output, StringComparison.Ordinal);
        Assert.Contains($"\n  wakeline {command}", help.Output, StringComparison.Ordinal);
        Assert.Contains("Exit codes:\n  0    all agrees\n", help.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void EveryExampleIsUnderstood(string command)
    {
        var root = CommandTree.Build(new Shell(TextWriter.Null, TextWriter.Null, default), Catalogue.Shipped);
        var documented = (DocumentedCommand)root.Subcommands.Single(each => each.Name == command);
        Assert.All(documented.Examples, example =>
            Assert.Empty(root.Parse(example.Split('>')[0]["wakeline ".Length..]).Errors));
    }

    [Fact]
    public void WithoutACommandThereIsHelp()
    {
        var help = CommandRun.Of();
        Assert.Equal(0, help.Code);
        Assert.Equal(CommandRun.Of("--help").Output, help.Output);
    }

    [Fact]
    public void ThePageOfTheDocumentationIsWhatTheCommandSays() =>
        Golden.VerifyFile(CommandPage.Write(), Path.Combine(SourceTree.Root, "docs", "cli.md"));
}
