namespace Wakeline.Benchmarks;

/// <summary>The checkout that the benchmarks were built in.</summary>
internal static class Repository
{
    private const string Solution = "Toolkit.sln";

    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, Solution)))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException($"{Solution} is in no folder above the program");
    }
}
