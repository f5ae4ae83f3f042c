using System.Runtime.InteropServices;
using System.Text;
using Wakeline.Spec;

namespace Wakeline.Conformance.Linux;

/// <summary>Small things asked of the kernel by path or error number.</summary>
internal static unsafe class HostKernel
{
    /// <summary>The error of the system call this thread made last.</summary>
    public static Errno LastError => (Errno)Marshal.GetLastPInvokeError();

    /// <summary>How long a jiffy is, in microseconds: the clock that is coarse goes on with each.</summary>
    public static long Jiffy
    {
        get
        {
            var resolution = stackalloc long[2];
            return LibC.ClockResolution(Abi.ClockMonotonicCoarse, resolution) < 0 ? 1000 : resolution[1] / 1000;
        }
    }

    /// <summary>The exception for a system call that just failed.</summary>
    public static KernelException Refused(string call) => new($"{call} failed with {LastError}.");

    /// <summary>Reads a small file of the proc file system, without its last line feed.</summary>
    /// <returns>The text, or <see langword="null"/> if the file cannot be read.</returns>
    public static string? ReadFile(string path)
    {
        var descriptor = LibC.Open(path, Abi.OReadOnly | Abi.OCloexec, 0);
        if (descriptor < 0)
        {
            return null;
        }

        var buffer = stackalloc byte[512];
        var length = LibC.Read(descriptor, buffer, 512);
        _ = LibC.Close(descriptor);
        return length < 0 ? null : Encoding.ASCII.GetString(buffer, (int)length).TrimEnd('\n');
    }
}
