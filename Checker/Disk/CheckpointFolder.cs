using System.Text.RegularExpressions;

namespace Wakeline.Checking.Disk;

/// <summary>
/// The directory of one check. Nothing is changed in a directory that holds something else, and nobody else may use it
/// at the same time.
/// </summary>
internal sealed partial class CheckpointFolder : IDisposable
{
    private const string LockName = "wakeline.lock";

    private readonly FileStream _lock;
    private readonly bool _isMade;

    private CheckpointFolder(string path, FileStream @lock, bool isMade)
    {
        Path = path;
        _lock = @lock;
        _isMade = isMade;
    }

    public string Path { get; }

    /// <summary>Takes a directory, which is made if there is none.</summary>
    /// <exception cref="DiskException">It is in use, holds something else, or cannot be written.</exception>
    public static CheckpointFolder Open(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new DiskException("The directory for checkpoints has no name.");
        }

        try
        {
            return OpenUnguarded(path);
        }
        catch (Exception failure) when (DiskErrors.Is(failure))
        {
            throw DiskErrors.Of(path, "used for checkpoints", failure);
        }
    }

    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Deletes every file of a check but some.</summary>
    public void DeleteAllBut(params IReadOnlyCollection<string> kept)
    {
        foreach (var path in Directory.EnumerateFiles(Path))
        {
            var name = System.IO.Path.GetFileName(path);
            if (OwnName().IsMatch(name) && !kept.Contains(name))
            {
                DiskErrors.Delete(path);
            }
        }
    }

    /// <summary>Deletes every file of the check, and the directory if it was made for it.</summary>
    public void Remove()
    {
        DeleteAllBut();
        DiskErrors.Delete(At(LockName));
        _lock.Dispose();
        if (_isMade && !Directory.EnumerateFileSystemEntries(Path).Any())
        {
            Directory.Delete(Path);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static CheckpointFolder OpenUnguarded(string path)
    {
        if (File.Exists(path))
        {
            throw new DiskException($"'{path}' cannot be used for checkpoints: it is a file.");
        }

        var isMade = !Directory.Exists(path);
        Directory.CreateDirectory(path);
        var lockPath = System.IO.Path.Combine(path, LockName);
        RequireOwn(path, isLocked: File.Exists(lockPath));
        var handle = Lock(lockPath, path);
        if (isMade)
        {
            handle.WriteByte((byte)'m');
            handle.Flush();
        }

        return new CheckpointFolder(path, handle, isMade || handle.Length > 0);
    }

    private static void RequireOwn(string path, bool isLocked)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(path))
        {
            var name = System.IO.Path.GetFileName(entry);
            if (!isLocked || name != LockName && !OwnName().IsMatch(name))
            {
                throw new DiskException(
                    $"'{path}' cannot be used for checkpoints: it holds '{name}', which is none of this program's.");
            }
        }
    }

    private static FileStream Lock(string lockPath, string path)
    {
        try
        {
            return new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (File.Exists(lockPath))
        {
            throw new DiskException($"'{path}' cannot be used for checkpoints: another check uses it.", failure);
        }
    }

    [GeneratedRegex(@"^(position(\.new)?|(keys|parents|parts|visited|candidates)-[0-9]+)$")]
    private static partial Regex OwnName();
}
