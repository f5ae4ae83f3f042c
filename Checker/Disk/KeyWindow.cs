using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Disk;

/// <summary>Reads states from the logs of a checkpoint for one thread, some neighbours at a time.</summary>
internal sealed class KeyWindow(Checkpoint checkpoint) : IStateArchive
{
    private const uint Width = 256;

    private readonly ulong[] _keys = new ulong[Width];
    private uint _first;
    private uint _width;

    public uint Count => (uint)checkpoint.Keys.Count;

    public ulong KeyOf(uint number)
    {
        if (number - _first >= _width)
        {
            _first = number / Width * Width;
            _width = uint.Min(Width, Count - _first);
            checkpoint.Keys.Read(_first, _keys.AsSpan(0, (int)_width));
        }

        return _keys[number - _first];
    }

    public uint ParentOf(uint number)
    {
        Span<uint> parent = stackalloc uint[1];
        checkpoint.Parents.Read(number, parent);
        return parent[0];
    }

    public IStateArchive ForAnotherThread() => new KeyWindow(checkpoint);
}
