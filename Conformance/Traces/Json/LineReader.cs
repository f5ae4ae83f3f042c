namespace Wakeline.Conformance.Traces.Json;

/// <summary>Cuts a stream into lines without making strings of them. A line has a greatest length.</summary>
/// <param name="stream">The stream.</param>
internal sealed class LineReader(Stream stream)
{
    /// <summary>The greatest length of a line, in octets.</summary>
    public const int LengthMost = 1 << 20;

    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _isSkipping;

    /// <summary>The number of the line read last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Whether the line read last was too long, so that it was left out.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Whether nothing was read ahead of the line read last.</summary>
    public bool IsAtEnd => _start == _end;

    /// <summary>Reads the next line, which is valid until the next call.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        IsTooLong = false;
        var searched = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                line = Cut(_start + searched + found, 1);
                return true;
            }

            searched = _end - _start;
            if (Fill())
            {
                searched = _isSkipping ? 0 : searched;
                continue;
            }

            line = Cut(_end, 0);
            return line.Length > 0 || IsTooLong;
        }
    }

    private ReadOnlySpan<byte> Cut(int end, int separator)
    {
        var line = _buffer.AsSpan(_start, end - _start);
        _start = end + separator;
        Line++;
        IsTooLong = _isSkipping;
        _isSkipping = false;
        return IsTooLong ? default : line.TrimEnd((byte)'\r');
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            Array.Copy(_buffer, _start, _buffer, 0, _end - _start);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == LengthMost)
        {
            (_end, _isSkipping) = (0, true);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, LengthMost));
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
