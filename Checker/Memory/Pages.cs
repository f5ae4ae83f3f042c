using System.Runtime.InteropServices;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Memory in whole pages from the operating system. A range of addresses is reserved once and filled as it is used, so
/// that what grows stays where it is. Large pages are asked for, because a table that is read at random costs a miss of
/// the address translation for every access otherwise.
/// </summary>
internal static unsafe partial class Pages
{
    private const int ReadAndWrite = 1 | 2;
    private const int PrivateAnonymousUnreserved = 2 | 0x20 | 0x4000;
    private const int AdviseLargePages = 14;

    /// <summary>Reserves addresses; what is there reads as zeros and costs memory once it is written.</summary>
    /// <returns><see langword="null"/> if the system has no such thing, or refuses.</returns>
    public static void* Reserve(nuint bytes)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not (
            Architecture.X64 or Architecture.Arm64))
        {
            return null;
        }

        var block = MemoryMap(null, bytes, ReadAndWrite, PrivateAnonymousUnreserved, -1, 0);
        if ((nint)block == -1)
        {
            return null;
        }

        // A refusal costs time only.
        _ = MemoryAdvise(block, bytes, AdviseLargePages);
        return block;
    }

    /// <summary>Gives addresses back, with what is there.</summary>
    public static void Release(void* block, nuint bytes) => _ = MemoryUnmap(block, bytes);

    /// <summary>mmap(2) as Linux has it on 64-bit machines.</summary>
    [LibraryImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void* MemoryMap(
        void* address, nuint length, int protection, int flags, int file, nint offset);

    /// <summary>munmap(2).</summary>
    [LibraryImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MemoryUnmap(void* address, nuint length);

    /// <summary>madvise(2).</summary>
    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MemoryAdvise(void* address, nuint length, int advice);
}
