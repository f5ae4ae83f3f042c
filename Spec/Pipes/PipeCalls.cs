using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Pipes;

/// <summary>What the machines of the calls on pipes share: how a call begins, what it tests, how it ends.</summary>
internal static class PipeCalls
{
    /// <summary>Whether a call on a file is one of these machines': a read or a write on an end of a pipe.</summary>
    public static bool IsCall(SystemCall call, FileKind kind) =>
        kind is FileKind.PipeReadEnd or FileKind.PipeWriteEnd && call is SystemCall.Read or SystemCall.Write;

    /// <summary>Sets the first step of the machine that handles the call of a task.</summary>
    public static void Enter(ref Kernel kernel, int task)
    {
        ref var steps = ref kernel.Tasks[task].Steps;
        if (kernel.Tasks[task].Arguments.Call == SystemCall.Read)
        {
            steps.PipeRead = PipeReadCallStep.Entered;
        }
        else
        {
            steps.PipeWrite = PipeWriteCallStep.Entered;
        }
    }

    /// <summary>The pipe the call works on.</summary>
    public static int PipeOf(in Kernel kernel, int task) => kernel.Files[kernel.Tasks[task].File].Object;

    /// <summary>Whether the call is asked to move nothing.</summary>
    public static bool WantsNothing(in Kernel kernel, int task) => kernel.Tasks[task].Arguments.Length <= 0;

    /// <summary>Whether the read end is open.</summary>
    public static bool HasReader(in Kernel kernel, int task) => kernel.Pipes[PipeOf(in kernel, task)].HasReader;

    /// <summary>Whether the write end is open.</summary>
    public static bool HasWriter(in Kernel kernel, int task) => kernel.Pipes[PipeOf(in kernel, task)].HasWriter;

    /// <summary>Whether others are still to be told of some events.</summary>
    public static bool HasToTell(in Kernel kernel, int task, PollEvents events) =>
        (kernel.Tasks[task].ToTell & events) != 0;

    /// <summary>Tells one who waits for octets.</summary>
    public static void TellReader(ref Kernel kernel, int task)
    {
        kernel.Tasks[task].ToTell &= ~PollEvents.In;
        PipeEnds.WakeReader(ref kernel, PipeOf(in kernel, task));
    }

    /// <summary>Tells one who waits for room.</summary>
    public static void TellWriter(ref Kernel kernel, int task)
    {
        kernel.Tasks[task].ToTell &= ~PollEvents.Out;
        PipeEnds.WakeWriter(ref kernel, PipeOf(in kernel, task));
    }

    /// <summary>Notes the error that the call ends with unless it has moved octets.</summary>
    public static void NoteError(ref Kernel kernel, int task, Errno error) => kernel.Tasks[task].Error = error;

    /// <summary>Ends the call with the error that was noted.</summary>
    public static void FailAsNoted(ref Kernel kernel, int task) =>
        SystemCalls.Fail(ref kernel, task, kernel.Tasks[task].Error);
}
