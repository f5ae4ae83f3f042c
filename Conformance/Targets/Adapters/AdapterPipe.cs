using System.Diagnostics;
using System.Runtime.InteropServices;
using Wakeline.Conformance.Linux;

namespace Wakeline.Conformance.Targets.Adapters;

/// <summary>One end of a pipe to a process, which is read and written only as long as there is patience.</summary>
/// <param name="handle">The descriptor of the pipe.</param>
internal sealed unsafe class AdapterPipe(SafeHandle handle) : Stream
{
    /// <summary>A pipe that is ready takes so many octets at once (pipe(7), PIPE_BUF).</summary>
    private const int ChunkSize = 4096;

    private const short PollIn = 1;
    private const short PollOut = 4;

    private long _end;
    private int _octets;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether there is something to read.</summary>
    public bool HasMore
    {
        get
        {
            var request = new PollFd { Descriptor = (int)handle.DangerousGetHandle(), Asked = PollIn };
            return LibC.Poll(&request, 1, 0) > 0 && (request.Returned & PollIn) != 0;
        }
    }

    /// <summary>Begins to measure: how long until the other end has to be ready, and what it may say.</summary>
    public void Allow(TimeSpan patience, int octets)
    {
        _end = Stopwatch.GetTimestamp() + (long)(patience.TotalSeconds * Stopwatch.Frequency);
        _octets = octets;
    }

    /// <summary>Reads what is there, or waits for it.</summary>
    /// <exception cref="TargetException">Patience is at its end, or too much was said.</exception>
    public override int Read(Span<byte> buffer)
    {
        Await(PollIn, "gave no answer in time");
        fixed (byte* place = buffer)
        {
            var count = (int)LibC.Read((int)handle.DangerousGetHandle(), place, (nuint)buffer.Length);
            _octets -= Math.Max(count, 0);
            return _octets < 0
                ? throw new TargetException("answered a single command with more octets than it may")
                : Math.Max(count, 0);
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Writes, and waits for room.</summary>
    /// <exception cref="TargetException">Patience is at its end.</exception>
    /// <exception cref="EndOfStreamException">Nobody reads any more.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            Await(PollOut, "took no command in time");
            fixed (byte* place = buffer)
            {
                var size = Math.Min(buffer.Length, ChunkSize);
                var written = (int)LibC.Write((int)handle.DangerousGetHandle(), place, (nuint)size);
                buffer = written > 0 ? buffer[written..] : throw new EndOfStreamException();
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        handle.Dispose();
        base.Dispose(disposing);
    }

    private void Await(short what, string otherwise)
    {
        var request = new PollFd { Descriptor = (int)handle.DangerousGetHandle(), Asked = what };
        int ready;
        do
        {
            var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _end).TotalMilliseconds;
            ready = LibC.Poll(&request, 1, (int)Math.Clamp(Math.Ceiling(left), 0, int.MaxValue));
        }
        while (ready < 0);
        if (ready == 0)
        {
            throw new TargetException(otherwise);
        }
    }
}
