using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline.Spec;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Scenarios.Exploration;

/// <summary>
/// A state of a scenario: the kernel, how far each thread is, and what the slots hold. Equal states are equal bytes.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ScenarioState
{
    /// <summary>The kernel.</summary>
    public Kernel Kernel;

    /// <summary>The threads; each is the kernel's task of the same number.</summary>
    public InlineArray4<ThreadProgress> Threads;

    /// <summary>What each slot holds: 1 + a descriptor, or 0 for nothing.</summary>
    public SlotArray Slots;

    /// <summary>Forgets what a task in user mode knows of its last call.</summary>
    public static void Forget(ref TaskControl task)
    {
        (task.Result, task.Error, task.Value, task.Visits) = (0, Errno.None, 0, 0);
        task.Arguments = default;
        task.Reports.Clear();
    }
}

/// <summary>How far a thread is.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ThreadProgress
{
    /// <summary>How many of its steps it has begun.</summary>
    public byte Begun;

    /// <summary>Whether the last of them is not over.</summary>
    public bool IsIn;

    /// <summary>Whether the descriptors that the last one opened are still to be noted, for others to see.</summary>
    public bool OwesSlots;

    /// <summary>What its steps have returned, as <see cref="ResultHistory"/> numbers it.</summary>
    public int History;

    /// <summary>1 + the microseconds after which its sleep ends; 0 if it has no end.</summary>
    public uint DueAndOne;
}

/// <summary>A byte for each slot.</summary>
[InlineArray(Scenario.SlotsMost)]
internal struct SlotArray
{
    private byte _first;
}
