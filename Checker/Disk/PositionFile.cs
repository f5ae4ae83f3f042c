using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Wakeline.Checking.Disk;

/// <summary>
/// The small file that makes logs a checkpoint. Its first line names format, version and checksum, the rest is JSON. It
/// is replaced by renaming, so that there is always a whole one.
/// </summary>
internal static class PositionFile
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int Version = 2;

    public const string Name = "position";

    public const string UnfinishedName = Name + ".new";

    private const string Format = "wakeline-checkpoint";

    /// <exception cref="DiskException">The disk is full, or fails.</exception>
    public static void Write(string folder, SavedPosition position, DiskMeter meter)
    {
        var json = JsonSerializer.Serialize(position, PositionJson.Default.SavedPosition);
        var text = Encoding.UTF8.GetBytes($"{Format} {Version} {ChecksumOf(json)}\n{json}\n");
        var unfinished = Path.Combine(folder, UnfinishedName);
        using (var file = new DataFile(unfinished, meter))
        {
            file.Truncate(0);
            file.Write(text, 0);
            file.FlushToDisk();
        }

        var path = Path.Combine(folder, Name);
        try
        {
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception failure) when (DiskErrors.Is(failure))
        {
            throw DiskErrors.Of(path, "written", failure);
        }
    }

    /// <returns><see langword="null"/> if there is none.</returns>
    /// <exception cref="DiskException">It is damaged, or of another version.</exception>
    public static SavedPosition? Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllText(path), path) : null;
        }
        catch (JsonException failure)
        {
            throw new DiskException($"The checkpoint is damaged: '{path}' cannot be understood.", failure);
        }
        catch (Exception failure) when (DiskErrors.Is(failure))
        {
            throw DiskErrors.Of(path, "read", failure);
        }
    }

    private static SavedPosition? Parse(string text, string path)
    {
        var lines = text.Split('\n');
        var head = lines[0].Split(' ');
        if (head.Length != 3 || head[0] != Format || lines.Length != 3)
        {
            throw new DiskException($"The checkpoint is damaged: '{path}' is not whole.");
        }

        if (head[1] != $"{Version}")
        {
            throw new DiskException(
                $"'{path}' is a checkpoint of version {head[1]}; this program goes on from version {Version}.");
        }

        return head[2] == ChecksumOf(lines[1])
            ? JsonSerializer.Deserialize(lines[1], PositionJson.Default.SavedPosition)
            : throw new DiskException($"The checkpoint is damaged: the content of '{path}' has changed.");
    }

    private static string ChecksumOf(string json) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}
