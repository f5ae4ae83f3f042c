using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Files;

/// <summary>The descriptor table of a process (struct fdtable): descriptor to open file description.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct DescriptorTable
{
    /// <summary>A descriptor that is taken, but has no file yet.</summary>
    private const byte Reserved = 255;

    private InlineArray16<byte> _fileAndOne;

    /// <summary>Whether no descriptor is free.</summary>
    public readonly bool IsFull => LowestFree < 0;

    /// <summary>Whether two descriptors are free.</summary>
    public readonly bool HasTwoFree =>
        ((ReadOnlySpan<byte>)_fileAndOne).IndexOf((byte)0) != ((ReadOnlySpan<byte>)_fileAndOne).LastIndexOf((byte)0);

    private readonly int LowestFree => ((ReadOnlySpan<byte>)_fileAndOne).IndexOf((byte)0);

    /// <summary>The file behind a descriptor, or <see cref="Capacity.None"/> if it is not open.</summary>
    public readonly byte FileOf(int descriptor) =>
        descriptor is >= 0 and < Capacity.Descriptors && _fileAndOne[descriptor] is not (0 or Reserved)
            ? (byte)(_fileAndOne[descriptor] - 1)
            : Capacity.None;

    /// <summary>Whether a descriptor is open, or taken by a call that has not given it a file yet (open_fds).</summary>
    public readonly bool IsTaken(int descriptor) =>
        descriptor is >= 0 and < Capacity.Descriptors && _fileAndOne[descriptor] != 0;

    /// <summary>Opens the lowest free descriptor.</summary>
    /// <returns>The descriptor.</returns>
    /// <exception cref="BoundExceededException">None is free (EMFILE); ask <see cref="IsFull"/> first.</exception>
    public int Open(int file)
    {
        var descriptor = Reserve();
        Install(descriptor, file);
        return descriptor;
    }

    /// <summary>
    /// Takes the lowest free descriptor; it counts as not open until it gets its file (get_unused_fd).
    /// </summary>
    /// <returns>The descriptor.</returns>
    /// <exception cref="BoundExceededException">None is free (EMFILE); ask <see cref="IsFull"/> first.</exception>
    public int Reserve()
    {
        var descriptor = LowestFree;
        if (descriptor < 0)
        {
            BoundExceededException.Throw(nameof(DescriptorTable), Capacity.Descriptors);
        }

        _fileAndOne[descriptor] = Reserved;
        return descriptor;
    }

    /// <summary>Gives a descriptor that was taken its file (fd_install).</summary>
    public void Install(int descriptor, int file) => _fileAndOne[descriptor] = (byte)(file + 1);

    /// <summary>Frees a descriptor.</summary>
    public void Close(int descriptor) => _fileAndOne[descriptor] = 0;
}
