using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Wakeline.Checking.Disk;

/// <summary>
/// Records in a file, one after another. What was appended never changes, so a checkpoint is a length and a checksum,
/// and costs what is new since the last one. Several threads may read what was flushed at a time.
/// </summary>
internal sealed class RecordLog<TRecord> : IDisposable where TRecord : unmanaged
{
    private const int BufferBytes = 1 << 16;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly DataFile _file;
    private int _buffered;
    private long _written;

    /// <summary>An empty log.</summary>
    /// <exception cref="DiskException">The file cannot be made.</exception>
    public RecordLog(string path, DiskMeter meter)
    {
        _file = new DataFile(path, meter);
        _file.Truncate(0);
    }

    /// <summary>A log as it was saved; whatever was appended afterwards is cut off.</summary>
    /// <exception cref="DiskException">It is damaged.</exception>
    public RecordLog(string folder, SavedLog saved, DiskMeter meter)
    {
        var path = System.IO.Path.Combine(folder, saved.File);
        if (!File.Exists(path))
        {
            throw new DiskException($"The checkpoint is damaged: '{path}' is missing.");
        }

        _file = new DataFile(path, meter);
        try
        {
            Restore(saved);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The number of records.</summary>
    public long Count { get; private set; }

    /// <summary>Name of the file.</summary>
    public string Name => _file.Name;

    private static int RecordBytes
    {
        get
        {
            unsafe
            {
                return sizeof(TRecord);
            }
        }
    }

    /// <exception cref="DiskException">The disk is full, or fails.</exception>
    public void Append(ReadOnlySpan<TRecord> records)
    {
        var bytes = MemoryMarshal.AsBytes(records);
        Count += records.Length;
        while (bytes.Length > 0)
        {
            var part = bytes[..int.Min(bytes.Length, BufferBytes - _buffered)];
            part.CopyTo(_buffer.AsSpan(_buffered));
            _buffered += part.Length;
            bytes = bytes[part.Length..];
            if (_buffered == BufferBytes)
            {
                Flush();
            }
        }
    }

    /// <summary>Writes what waits in memory.</summary>
    /// <exception cref="DiskException">The disk is full, or fails.</exception>
    public void Flush()
    {
        var waiting = _buffer.AsSpan(0, _buffered);
        _file.Write(waiting, _written);
        _hash.AppendData(waiting);
        _written += _buffered;
        _buffered = 0;
    }

    /// <summary>Reads records that were flushed, from one on.</summary>
    /// <exception cref="DiskException">The disk fails.</exception>
    public void Read(long first, Span<TRecord> records) =>
        _file.Read(MemoryMarshal.AsBytes(records), first * RecordBytes);

    /// <summary>Makes what was appended durable, and says how to find it again.</summary>
    /// <exception cref="DiskException">The disk is full, or fails.</exception>
    public SavedLog Save()
    {
        Flush();
        _file.FlushToDisk();
        return new SavedLog(_file.Name, Count, Convert.ToHexStringLower(_hash.GetCurrentHash()));
    }

    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }

    public void Delete()
    {
        _file.Delete();
        _hash.Dispose();
    }

    private void Restore(SavedLog saved)
    {
        var bytes = saved.Count * RecordBytes;
        if (_file.Length < bytes)
        {
            throw new DiskException(
                $"The checkpoint is damaged: '{_file.Path}' has {_file.Length} bytes of {bytes}.");
        }

        for (var at = 0L; at < bytes; at += BufferBytes)
        {
            var part = _buffer.AsSpan(0, (int)long.Min(BufferBytes, bytes - at));
            _file.Read(part, at);
            _hash.AppendData(part);
        }

        if (Convert.ToHexStringLower(_hash.GetCurrentHash()) != saved.Sha256)
        {
            throw new DiskException($"The checkpoint is damaged: the content of '{_file.Path}' has changed.");
        }

        _file.Truncate(bytes);
        _written = bytes;
        Count = saved.Count;
    }
}

/// <summary>A log as a checkpoint knows it.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Count">The number of records.</param>
/// <param name="Sha256">Checksum of these records, in hexadecimal digits.</param>
internal sealed record SavedLog(string File, long Count, string Sha256);
