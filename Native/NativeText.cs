using System.Runtime.InteropServices;
using System.Text;

namespace Wakeline.Native;

/// <summary>A text that a program in C reads; it holds until the next one takes its place.</summary>
internal sealed unsafe class NativeText : IDisposable
{
    private byte* _octets;

    /// <summary>Takes the place of the text before.</summary>
    /// <returns>The text in UTF-8, with a zero behind it.</returns>
    public byte* Set(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        _octets = (byte*)NativeMemory.Realloc(_octets, (nuint)length + 1);
        Encoding.UTF8.GetBytes(text, new Span<byte>(_octets, length));
        _octets[length] = 0;
        return _octets;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_octets);
        _octets = null;
    }
}
