using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// Tells whether the thread that made it sleeps in a system call of a program: the kernel then shows the call's number
/// in <c>/proc/thread-self/syscall</c>, and "running" otherwise. Waiting for work is a futex call, which does not
/// count. A thread that another processor is to wake (TASK_WAKING, kernel/sched/core.c ttwu_queue_wakelist) still has a
/// number there, but its state in <c>/proc/thread-self/stat</c> is R.
/// </summary>
internal sealed unsafe class SleepProbe : IDisposable
{
    /// <summary>
    /// read, write, close, poll, select, accept, connect, sendto, recvfrom, epoll_wait and their variants; recvmsg,
    /// splice, sendfile.
    /// </summary>
    private static readonly int[] s_sleepingCalls = RuntimeInformation.ProcessArchitecture == Architecture.Arm64
        ? [63, 64, 57, 73, 72, 202, 242, 203, 206, 207, 22, 441, 212, 76, 71]
        : [0, 1, 3, 7, 271, 23, 270, 43, 288, 42, 44, 45, 232, 281, 441, 47, 275, 40];

    private const int SizeMost = 64;

    private readonly int _call = Open("/proc/thread-self/syscall");
    private readonly int _state = Open("/proc/thread-self/stat");

    /// <summary>Whether the thread sleeps in a call of a program right now.</summary>
    public bool IsAsleep
    {
        get
        {
            Span<byte> buffer = stackalloc byte[SizeMost];
            return Utf8Parser.TryParse(Read(_call, buffer), out int call, out _)
                && Array.IndexOf(s_sleepingCalls, call) >= 0
                && StateIn(Read(_state, buffer)) == (byte)'S';
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = LibC.Close(_call);
        _ = LibC.Close(_state);
    }

    /// <summary>The call and its arguments, as the kernel shows them.</summary>
    public override string ToString()
    {
        Span<byte> buffer = stackalloc byte[SizeMost];
        return Encoding.ASCII.GetString(Read(_call, buffer)).TrimEnd();
    }

    /// <summary>The letter behind the thread's name, which stands in parentheses and may hold some.</summary>
    private static byte StateIn(ReadOnlySpan<byte> stat)
    {
        var at = stat.LastIndexOf(") "u8) + 2;
        return at > 1 && at < stat.Length ? stat[at] : (byte)0;
    }

    private static int Open(string path)
    {
        var descriptor = LibC.Open(path, Abi.OReadOnly | Abi.OCloexec, 0);
        return descriptor >= 0 ? descriptor : throw HostKernel.Refused($"open({path})");
    }

    private static ReadOnlySpan<byte> Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            var length = LibC.ReadAt(descriptor, start, (nuint)buffer.Length, 0);
            return buffer[..Math.Max((int)length, 0)];
        }
    }
}
