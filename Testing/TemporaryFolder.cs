namespace Wakeline.Testing;

/// <summary>An empty folder that goes when the test is over.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("wakeline-").FullName;

    /// <summary>What the folder holds at all depths, with forward slashes, in order.</summary>
    public IReadOnlyList<string> Content =>
    [
        .. Directory.EnumerateFileSystemEntries(Path, "*", SearchOption.AllDirectories)
            .Select(entry => System.IO.Path.GetRelativePath(Path, entry)).Order(StringComparer.Ordinal),
    ];

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    public string File(string name, string text)
    {
        System.IO.File.WriteAllText(At(name), text);
        return At(name);
    }
}
