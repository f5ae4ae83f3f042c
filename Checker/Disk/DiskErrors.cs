namespace Wakeline.Checking.Disk;

/// <summary>Puts what a disk answers into one line.</summary>
internal static class DiskErrors
{
    /// <summary>Whether an exception comes from the file system and is not in words yet.</summary>
    public static bool Is(Exception failure) =>
        failure is UnauthorizedAccessException or IOException and not DiskException;

    /// <summary>What could not be done to a file, and why.</summary>
    public static DiskException Of(string path, string done, Exception failure) =>
        new($"'{path}' cannot be {done}: {Reason(failure)}.", failure);

    /// <summary>Deletes a file, if it can be.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (Is(failure))
        {
            // A file that is left over does no harm: the next check in its directory takes it away.
        }
    }

    /// <summary>The runtime appends the path, which the message has already.</summary>
    private static string Reason(Exception failure)
    {
        var reason = failure.Message;
        var path = reason.IndexOf(" : '", StringComparison.Ordinal);
        return (path < 0 ? reason : reason[..path]).TrimEnd('.');
    }
}
