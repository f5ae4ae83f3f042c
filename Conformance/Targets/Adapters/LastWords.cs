namespace Wakeline.Conformance.Targets.Adapters;

/// <summary>Keeps the end of what a process writes to its standard error.</summary>
internal sealed class LastWords
{
    private const int Most = 2000;

    private readonly Lock _lock = new();
    private readonly Thread _thread;
    private string _end = "";

    /// <summary>Starts to read.</summary>
    public LastWords(TextReader reader)
    {
        _thread = new Thread(() => Read(reader)) { IsBackground = true, Name = "last words" };
        _thread.Start();
    }

    /// <summary>What was written last, in one line.</summary>
    public override string ToString()
    {
        _thread.Join(100);
        lock (_lock)
        {
            return string.Join(" / ", _end.Split(
                (char[])['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }
    }

    private void Read(TextReader reader)
    {
        var buffer = new char[Most];
        try
        {
            while (reader.Read(buffer, 0, buffer.Length) is > 0 and var count)
            {
                lock (_lock)
                {
                    var all = _end + new string(buffer, 0, count);
                    _end = all[Math.Max(all.Length - Most, 0)..];
                }
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
        }
    }
}
