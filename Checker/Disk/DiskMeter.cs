namespace Wakeline.Checking.Disk;

/// <summary>Counts what one check has on disk. Used by one thread at a time.</summary>
/// <param name="mostBytes">What the disk has room for, as far as a test wants to say; no limit otherwise.</param>
internal sealed class DiskMeter(long mostBytes = long.MaxValue)
{
    /// <summary>Bytes in files now.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>The most bytes that ever were in files.</summary>
    public long PeakBytes { get; private set; }

    /// <exception cref="IOException">There is no room for that many.</exception>
    public void Take(long bytes)
    {
        if (HeldBytes + bytes > mostBytes)
        {
            throw new IOException("No space left on device");
        }

        HeldBytes += bytes;
        PeakBytes = long.Max(PeakBytes, HeldBytes);
    }

    public void Return(long bytes) => HeldBytes -= bytes;
}
