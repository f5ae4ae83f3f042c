using System.Runtime.CompilerServices;

namespace Wakeline.Testing;

/// <summary>
/// Compares text with a golden file beside the test. <c>UPDATE_GOLDEN=1</c> rewrites the files; a build server may not.
/// </summary>
internal static class Golden
{
    private static bool IsUpdating => Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    /// <summary>Compares <paramref name="actual"/> with <c>Golden/NAME.golden</c> beside the calling test.</summary>
    public static void Verify(string actual, string name, [CallerFilePath] string testFile = "") =>
        VerifyFile(actual, Path.Combine(SourceTree.DirectoryOf(testFile), "Golden", name + ".golden"));

    /// <summary>Compares <paramref name="actual"/> with a file of the tree that is made from the program.</summary>
    public static void VerifyFile(string actual, string path)
    {
        var name = Path.GetFileName(path);
        if (IsUpdating)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "Golden files are not updated in CI.");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"There is no file '{name}'; run the test with UPDATE_GOLDEN=1.");
        var expected = File.ReadAllText(path);
        if (expected != actual)
        {
            Assert.Fail($"'{name}' differs from what is made now. {FirstDifference(expected, actual)}");
        }
    }

    private static string FirstDifference(string expected, string actual)
    {
        var expectedLines = expected.Split('\n');
        var actualLines = actual.Split('\n');
        var line = expectedLines.Zip(actualLines).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"Line {line + 1}:\n  expected: {At(expectedLines, line)}\n  actual:   {At(actualLines, line)}";
    }

    private static string At(string[] lines, int line) => line < lines.Length ? lines[line] : "(end of text)";
}
