using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Tasks.ProgramStep;

namespace Wakeline.Spec.Systems;

/// <summary>
/// A task in user mode that lets any instance watch any of the first descriptors (<see cref="Bounds.Sources"/>), a
/// bounded number of times. The instances have the descriptors from 0 on.
/// </summary>
[Machine]
public static partial class GraphBuilder
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, ProgramStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Final(Running)

        .In(Running)
            .Choose(Links).When(ACallIsLeft).Do(Add).Stay().Named("epoll_ctl ADD of any to any");

    private static ref ProgramStep Location(ref Kernel kernel, int task) => ref kernel.Programs[task].Step;

    private static int Links(in Kernel kernel, int task) => Instances(in kernel) * kernel.Bounds.Sources;

    private static bool ACallIsLeft(in Kernel kernel, int task) =>
        kernel.Tasks[task].IsInUserMode && kernel.Programs[task].Rounds > 0;

    private static void Add(ref Kernel kernel, int task, int link)
    {
        kernel.Programs[task].Rounds--;
        var call = Calls.Add(link % Instances(in kernel), link / Instances(in kernel), PollEvents.In);
        SystemCalls.Enter(ref kernel, task, call.ToArguments());
    }

    private static int Instances(in Kernel kernel)
    {
        var instances = 0;
        while (instances < Capacity.Epolls && kernel.Epolls[instances].InUse)
        {
            instances++;
        }

        return instances;
    }
}
