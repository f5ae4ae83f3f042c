namespace Wakeline.Tidy.Tests;

/// <summary>Holds every tracked file against the rules. There are no exceptions; mend the file.</summary>
public sealed class RepositoryTests
{
    private static readonly string[] Texts =
        [".cs", ".md", ".csproj", ".props", ".targets", ".json", ".tsv", ".golden", ".yml", ".ci/run", ".svg"];

    [Fact]
    public void SourcesAreSmallAndFinished() =>
        Report(TrackedFiles.EndingIn(".cs"), SourceRules.All);

    [Fact]
    public void NoTextNamesAMachineOrARegistry() =>
        Report(
            TrackedFiles.EndingIn(Texts).Where(path => !path.StartsWith("Tidy.Tests/", StringComparison.Ordinal)),
            text => [.. TextRules.MachinePaths(text), .. TextRules.RegistryHosts(text)]);

    [Fact]
    public void EveryRelativeLinkLeadsSomewhere()
    {
        var dead =
            from path in TrackedFiles.EndingIn(".md")
            from link in TextRules.RelativeLinks(TrackedFiles.Read(path))
            where !Exists(Resolve(path, link))
            select $"{path}: '{link}'";
        RequireNone(dead);
    }

    [Fact]
    public void EveryDocumentIsLinkedFromAnother()
    {
        var linked = (
            from path in TrackedFiles.EndingIn(".md")
            from link in TextRules.RelativeLinks(TrackedFiles.Read(path))
            let target = Resolve(path, link)
            where target != path
            select target).ToHashSet();
        var orphans = TrackedFiles.EndingIn(".md")
            .Where(path => path.StartsWith("docs/", StringComparison.Ordinal) && !linked.Contains(path));
        RequireNone(orphans);
    }

    private static void Report(IEnumerable<string> paths, Func<string, IEnumerable<string>> rules)
    {
        RequireNone(paths.SelectMany(path => rules(TrackedFiles.Read(path)).Select(what => $"{path} {what}")));
    }

    private static void RequireNone(IEnumerable<string> findings)
    {
        var all = string.Join('\n', findings);
        Assert.True(all.Length == 0, all);
    }

    private static string Resolve(string from, string link)
    {
        var root = Path.GetFullPath("/repository");
        return Path.GetRelativePath(root, Path.GetFullPath(Path.Combine(root, Path.GetDirectoryName(from)!, link)));
    }

    private static bool Exists(string path) =>
        File.Exists(Path.Combine(Testing.SourceTree.Root, path))
        || Directory.Exists(Path.Combine(Testing.SourceTree.Root, path));
}
