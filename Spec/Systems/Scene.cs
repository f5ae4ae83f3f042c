using Wakeline.Spec.Epoll;
using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Systems;

/// <summary>
/// Sets the scene of a system: tasks, programs, watched files. What is made here is made by the shipped tables,
/// whatever mutation the run is about.
/// </summary>
public static class Scene
{
    /// <summary>A kernel with the mutation in force and some tasks in user mode, whose programs are empty.</summary>
    public static Kernel Of(Parameters parameters, int tasks, int rounds)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var kernel = new Kernel { Mutation = parameters.Mutation };
        kernel.Bounds.Tasks = (byte)tasks;
        kernel.Bounds.Rounds = (byte)rounds;
        for (var task = 0; task < tasks; task++)
        {
            kernel.Tasks[task].State = TaskState.Running;
            kernel.Programs[task].Rounds = (byte)rounds;
        }

        return kernel;
    }

    /// <summary>Gives the program of a task its calls.</summary>
    public static void Program(ref Kernel kernel, int task, params ReadOnlySpan<ScriptedCall> calls)
    {
        foreach (var call in calls)
        {
            kernel.Programs[task].Calls.Enqueue(call);
        }
    }

    /// <summary>Adds a descriptor to an interest list before the run begins.</summary>
    public static void Watch(ref Kernel kernel, int epoll, int target, PollEvents events)
    {
        var mutation = kernel.Mutation;
        kernel.Mutation = Mutation.None;
        var call = Calls.Add(epoll, target, events);
        SystemCalls.Enter(ref kernel, 0, call.ToArguments());
        while (EpollControl.Step(ref kernel, 0) >= 0)
        {
        }

        kernel.Mutation = mutation;
    }

    /// <summary>Gives the file behind a descriptor another descriptor before the run begins.</summary>
    /// <returns>The other descriptor.</returns>
    public static int Duplicate(ref Kernel kernel, int descriptor)
    {
        var file = kernel.Descriptors.FileOf(descriptor);
        kernel.Files[file].References++;
        return kernel.Descriptors.Open(file);
    }

    /// <summary>How many tasks there are.</summary>
    public static int Tasks(in Kernel kernel) => kernel.Bounds.Tasks;
}
