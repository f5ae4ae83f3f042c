using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Docs;

public sealed class PipelinePictureTests
{
    public static TheoryData<string, string> Arrows =>
        [.. PipelinePicture.HandOvers.Select(each => (each.From, each.To))];

    [Fact]
    public void ThePictureOfTheReadmeIsDrawnFromTheTables() => Golden.VerifyFile(
        PipelinePicture.Draw().ToFile(), Path.Combine(SourceTree.Root, "docs", "images", "pipeline.svg"));

    /// <summary>
    /// An event is fired by a rule that writes what a rule for the event writes; anything else is written by a rule of
    /// the first machine and read by one of the second.
    /// </summary>
    [Theory]
    [MemberData(nameof(Arrows))]
    public void AnArrowIsInTheTables(string from, string to)
    {
        var handOver = PipelinePicture.HandOvers.Single(each => each.From == from && each.To == to);
        var (source, target) = (PipelinePicture.Machine(handOver.FiredBy), PipelinePicture.Machine(to));
        if (handOver.IsEvent(target))
        {
            var reactions = target.Rules.Where(rule => rule.Trigger == handOver.What && rule.Writes.Count > 0);
            Assert.Contains(reactions, rule => source.Rules.Any(
                each => rule.Writes.All(path => each.Writes.Any(written => Covers(written, path)))));
            return;
        }

        Assert.Contains(
            source.Rules.SelectMany(rule => rule.Writes),
            path => OfAny(path).StartsWith(handOver.What, StringComparison.Ordinal));
        Assert.Contains(
            target.Rules.SelectMany(rule => rule.Reads),
            path => OfAny(path).StartsWith(handOver.What, StringComparison.Ordinal));
    }

    /// <summary>A machine over a part of the kernel's state names the path within its part.</summary>
    private static bool Covers(string written, string path) => written == "*" || OfAny(written) == OfAny(path)
        || written.EndsWith('.' + path, StringComparison.Ordinal);

    /// <summary>The instances of two machines are numbered apart.</summary>
    private static string OfAny(string path) => path
        .Replace("[self]", "[]", StringComparison.Ordinal).Replace("[choice]", "[]", StringComparison.Ordinal);
}
