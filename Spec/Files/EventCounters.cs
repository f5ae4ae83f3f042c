using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Files;

/// <summary>What reading and writing an eventfd share.</summary>
internal static class EventCounters
{
    public static EventCounter CounterOf(in Kernel kernel, int task) =>
        kernel.EventCounters[kernel.Files[kernel.Tasks[task].File].Object];

    public static bool IsNonblocking(in Kernel kernel, int task) => kernel.Tasks[task].IsNonblocking;

    /// <summary>Ends a call with the size of the counter in bytes.</summary>
    public static void ReturnCounterSize(ref Kernel kernel, int task) =>
        SystemCalls.Return(ref kernel, task, sizeof(ulong));
}
