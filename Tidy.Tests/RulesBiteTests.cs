namespace Wakeline.Tidy.Tests;

/// <summary>Feeds each rule a text that breaks it: a rule that cannot fail is worth nothing.</summary>
public sealed class RulesBiteTests
{
    [Fact]
    public void ALongFileIsFound() => Assert.NotEmpty(SourceRules.FileLength(new string('\n', 501)));

    [Fact]
    public void ALongLineIsFound() => Assert.NotEmpty(SourceRules.LineLength(new string('x', 121)));

    [Fact]
    public void ALongMethodIsFound() =>
        Assert.NotEmpty(SourceRules.MethodLength("class C { void M() {" + new string('\n', 70) + "} }"));

    [Theory]
    [InlineData("// TO" + "DO: later", true)]
    [InlineData("// TO" + "DO(#12): later", false)]
    public void AMarkerWithoutAnIssueIsFound(string text, bool found) =>
        Assert.Equal(found, SourceRules.LeftOverMarkers(text).Any());

    [Theory]
    [InlineData("see /home/someone/file", true)]
    [InlineData("see docs/home/file", false)]
    public void AMachinePathIsFound(string text, bool found) =>
        Assert.Equal(found, TextRules.MachinePaths(text).Any());

    [Fact]
    public void ARegistryHostIsFound() => Assert.NotEmpty(TextRules.RegistryHosts("from api.nuget.org"));

    [Fact]
    public void OnlyRelativeLinksOutsideCodeAreFollowed() => Assert.Equal(
        ["docs/a.md"],
        TextRules.RelativeLinks("[a](docs/a.md#part) [b](https://example.org) ```\n[c](no.md)\n``` [d](#here)"));
}
