namespace Wakeline.Spec.Tasks;

/// <summary>Guards and effects of a task whose call moves octets, whatever it works on.</summary>
internal static class Moving
{
    /// <summary>Whether the call may not sleep, as it was when it began.</summary>
    public static bool IsNonblocking(in Kernel kernel, int task) => kernel.Tasks[task].IsNonblocking;

    /// <summary>Whether the call has moved any octets.</summary>
    public static bool HasMoved(in Kernel kernel, int task) => kernel.Tasks[task].Moved > 0;

    /// <summary>Whether the call has octets left to move.</summary>
    public static bool WantsMore(in Kernel kernel, int task) =>
        kernel.Tasks[task].Moved < kernel.Tasks[task].Arguments.Length;

    /// <summary>Ends the call with the number of octets that were moved.</summary>
    public static void ReturnMoved(ref Kernel kernel, int task)
    {
        kernel.Ledger.NoteMoved(kernel.Tasks[task].Arguments.Call, kernel.Tasks[task].Moved);
        SystemCalls.Return(ref kernel, task, kernel.Tasks[task].Moved);
    }
}
