using Microsoft.Win32.SafeHandles;

namespace Wakeline.Checking.Disk;

/// <summary>
/// A file of a check. It is read and written by calls, never mapped into memory, where a full disk would be a signal
/// instead of an error; every error becomes a <see cref="DiskException"/>. Several threads may read at a time.
/// </summary>
internal sealed class DataFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly DiskMeter _meter;

    /// <summary>Opens a file, or makes it if there is none.</summary>
    /// <exception cref="DiskException">It cannot be opened.</exception>
    public DataFile(string path, DiskMeter meter)
    {
        Path = path;
        _meter = meter;
        try
        {
            _handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            Length = RandomAccess.GetLength(_handle);
            meter.Take(Length);
        }
        catch (Exception failure) when (DiskErrors.Is(failure))
        {
            throw DiskErrors.Of(path, "opened", failure);
        }
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Bytes that the file has.</summary>
    public long Length { get; private set; }

    /// <exception cref="DiskException">The disk is full, or fails.</exception>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            var added = long.Max(0, offset + bytes.Length - Length);
            _meter.Take(added);
            Length += added;
            RandomAccess.Write(_handle, bytes, offset);
        }
        catch (Exception failure) when (DiskErrors.Is(failure))
        {
            throw DiskErrors.Of(Path, "written", failure);
        }
    }

    /// <summary>Reads as many bytes as there is room for.</summary>
    /// <exception cref="DiskException">The file has fewer, or the disk fails.</exception>
    public void Read(Span<byte> bytes, long offset)
    {
        try
        {
            while (bytes.Length > 0)
            {
                var count = RandomAccess.Read(_handle, bytes, offset);
                if (count == 0)
                {
                    throw new DiskException($"'{Path}' is shorter than it was; the checkpoint is damaged.");
                }

                bytes = bytes[count..];
                offset += count;
            }
        }
        catch (Exception failure) when (DiskErrors.Is(failure))
        {
            throw DiskErrors.Of(Path, "read", failure);
        }
    }

    /// <summary>Cuts the file off.</summary>
    /// <exception cref="DiskException">The disk fails.</exception>
    public void Truncate(long length)
    {
        try
        {
            RandomAccess.SetLength(_handle, length);
            _meter.Return(Length - length);
            Length = length;
        }
        catch (Exception failure) when (DiskErrors.Is(failure))
        {
            throw DiskErrors.Of(Path, "written", failure);
        }
    }

    /// <summary>Waits until the disk has what was written.</summary>
    /// <exception cref="DiskException">The disk is full, or fails.</exception>
    public void FlushToDisk()
    {
        try
        {
            RandomAccess.FlushToDisk(_handle);
        }
        catch (Exception failure) when (DiskErrors.Is(failure))
        {
            throw DiskErrors.Of(Path, "written", failure);
        }
    }

    public void Dispose()
    {
        if (!_handle.IsClosed)
        {
            _meter.Return(Length);
            _handle.Dispose();
        }
    }

    /// <summary>Closes the file and takes it away.</summary>
    public void Delete()
    {
        Dispose();
        DiskErrors.Delete(Path);
    }
}
