using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Pipes;

/// <summary>
/// What the two ends of a pipe are, apart from the calls on them: how they are made, what they are ready for, whom they
/// wake, how they end.
/// </summary>
public static class PipeEnds
{
    private const PollEvents InKey = PollEvents.In | PollEvents.RdNorm;

    private const PollEvents OutKey = PollEvents.Out | PollEvents.WrNorm;

    /// <summary>Makes a pipe (fs/pipe.c do_pipe2).</summary>
    /// <returns>The descriptors of its read end and of its write end.</returns>
    /// <exception cref="BoundExceededException">Every pipe or file is in use.</exception>
    public static (int Read, int Write) Open(ref Kernel kernel, bool nonblocking)
    {
        for (var index = 0; index < Capacity.Pipes; index++)
        {
            ref var pipe = ref kernel.Pipes[index];
            if (!pipe.InUse)
            {
                var read = OpenFiles.Open(ref kernel, FileKind.PipeReadEnd, index, nonblocking);
                var write = OpenFiles.Open(ref kernel, FileKind.PipeWriteEnd, index, nonblocking);
                pipe.InUse = true;
                pipe.ReadEndAndOne = (byte)(kernel.Descriptors.FileOf(read) + 1);
                pipe.WriteEndAndOne = (byte)(kernel.Descriptors.FileOf(write) + 1);
                return (read, write);
            }
        }

        BoundExceededException.Throw(nameof(Kernel.Pipes), Capacity.Pipes);
        return (-1, -1);
    }

    /// <summary>What an end is ready for (pipe_poll).</summary>
    public static PollEvents Readiness(in Kernel kernel, int file)
    {
        ref readonly var pipe = ref kernel.Pipes[kernel.Files[file].Object];
        if (kernel.Files[file].Kind == FileKind.PipeReadEnd)
        {
            return (pipe.IsEmpty ? PollEvents.None : InKey) | (pipe.HasWriter ? PollEvents.None : PollEvents.Hup);
        }

        return (pipe.IsFull ? PollEvents.None : OutKey) | (pipe.HasReader ? PollEvents.None : PollEvents.Err);
    }

    /// <summary>
    /// Polls an end. From then on each write wakes who waits for octets, also if there were some (poll_usage).
    /// </summary>
    public static PollEvents Poll(ref Kernel kernel, int file)
    {
        kernel.Pipes[kernel.Files[file].Object].IsPolled = true;
        return Readiness(in kernel, file);
    }

    /// <summary>Releases an end whose file nobody holds any more; who waits at the other one is woken
    /// (pipe_release).</summary>
    public static void Release(ref Kernel kernel, int file)
    {
        ref var pipe = ref kernel.Pipes[kernel.Files[file].Object];
        if (kernel.Files[file].Kind == FileKind.PipeReadEnd)
        {
            pipe.ReadEndAndOne = 0;
        }
        else
        {
            pipe.WriteEndAndOne = 0;
        }

        if (!pipe.HasReader && !pipe.HasWriter)
        {
            pipe = default;
            return;
        }

        Waking.Wake(ref kernel, (pipe.HasReader ? pipe.ReadEndAndOne : pipe.WriteEndAndOne) - 1, PollEvents.None, 0);
    }

    /// <summary>Wakes one who waits for octets, and who watches for them.</summary>
    internal static void WakeReader(ref Kernel kernel, int pipe)
    {
        if (kernel.Pipes[pipe].HasReader)
        {
            Waking.Wake(ref kernel, kernel.Pipes[pipe].ReadEndAndOne - 1, InKey, 1);
        }
    }

    /// <summary>Wakes one who waits for room, and who watches for it.</summary>
    internal static void WakeWriter(ref Kernel kernel, int pipe)
    {
        if (kernel.Pipes[pipe].HasWriter)
        {
            Waking.Wake(ref kernel, kernel.Pipes[pipe].WriteEndAndOne - 1, OutKey, 1);
        }
    }
}
