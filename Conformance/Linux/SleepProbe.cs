using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// Tells whether the thread that made it sleeps in a system call of a program: the kernel then shows the call's number
/// in <c>/proc/thread-self/syscall</c>, and "running" otherwise. Waiting for work is a futex call, which does not
/// count.
/// </summary>
internal sealed unsafe class SleepProbe : IDisposable
{
    /// <summary>
    /// read, write, close, poll, select, accept, connect, sendto, recvfrom, epoll_wait and their variants.
    /// </summary>
    private static readonly int[] s_sleepingCalls = RuntimeInformation.ProcessArchitecture == Architecture.Arm64
        ? [63, 64, 57, 73, 72, 202, 242, 203, 206, 207, 22, 441]
        : [0, 1, 3, 7, 271, 23, 270, 43, 288, 42, 44, 45, 232, 281, 441];

    private const int SizeMost = 64;

    private readonly int _descriptor;

    /// <summary>Opens the probe for the calling thread.</summary>
    public SleepProbe()
    {
        _descriptor = LibC.Open("/proc/thread-self/syscall", Abi.OReadOnly | Abi.OCloexec, 0);
        if (_descriptor < 0)
        {
            throw HostKernel.Refused("open(/proc/thread-self/syscall)");
        }
    }

    /// <summary>Whether the thread sleeps in a call of a program right now.</summary>
    public bool IsAsleep
    {
        get
        {
            Span<byte> buffer = stackalloc byte[SizeMost];
            return Utf8Parser.TryParse(Read(buffer), out int call, out _)
                && Array.IndexOf(s_sleepingCalls, call) >= 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ = LibC.Close(_descriptor);

    /// <summary>The call and its arguments, as the kernel shows them.</summary>
    public override string ToString()
    {
        Span<byte> buffer = stackalloc byte[SizeMost];
        return Encoding.ASCII.GetString(Read(buffer)).TrimEnd();
    }

    private ReadOnlySpan<byte> Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            var length = LibC.ReadAt(_descriptor, start, (nuint)buffer.Length, 0);
            return buffer[..Math.Max((int)length, 0)];
        }
    }
}
