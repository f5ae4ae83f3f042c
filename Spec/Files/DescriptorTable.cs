using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Files;

/// <summary>The descriptor table of a process (struct fdtable): descriptor to open file description.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct DescriptorTable
{
    private InlineArray16<byte> _fileAndOne;

    /// <summary>Whether no descriptor is free.</summary>
    public readonly bool IsFull => LowestFree < 0;

    private readonly int LowestFree => ((ReadOnlySpan<byte>)_fileAndOne).IndexOf((byte)0);

    /// <summary>The file behind a descriptor, or <see cref="Capacity.None"/> if it is not open.</summary>
    public readonly byte FileOf(int descriptor) =>
        descriptor is >= 0 and < Capacity.Descriptors && _fileAndOne[descriptor] != 0
            ? (byte)(_fileAndOne[descriptor] - 1)
            : Capacity.None;

    /// <summary>Opens the lowest free descriptor (get_unused_fd).</summary>
    /// <returns>The descriptor.</returns>
    /// <exception cref="BoundExceededException">None is free (EMFILE); ask <see cref="IsFull"/> first.</exception>
    public int Open(int file)
    {
        var descriptor = LowestFree;
        if (descriptor < 0)
        {
            BoundExceededException.Throw(nameof(DescriptorTable), Capacity.Descriptors);
        }

        _fileAndOne[descriptor] = (byte)(file + 1);
        return descriptor;
    }

    /// <summary>Frees a descriptor.</summary>
    public void Close(int descriptor) => _fileAndOne[descriptor] = 0;
}
