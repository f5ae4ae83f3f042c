using System.Runtime.InteropServices;

namespace Wakeline;

/// <summary>
/// The change of a table that is in force: none, or one mutant of one machine. A state that a checker runs mutants on
/// carries it as a constant field, so that rules fired from within effects see it as well.
/// </summary>
/// <param name="Machine">The <c>MachineId</c> of the machine that is changed; 0 for none.</param>
/// <param name="Number">The number of the mutant within that machine, from <see cref="MachineInfo.Mutants"/>.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Mutation(ushort Machine, ushort Number)
{
    /// <summary>The table as it is shipped.</summary>
    public static Mutation None => default;

    /// <summary>The identity of a machine: FNV-1a of its full name, folded to 16 bits, never 0.</summary>
    /// <param name="fullName">Namespace and name of the machine's class, such as
    /// <c>Wakeline.Spec.Epoll.EpollWait</c>.</param>
    public static ushort MachineIdOf(string fullName)
    {
        ArgumentNullException.ThrowIfNull(fullName);
        var hash = 2166136261u;
        foreach (var character in fullName)
        {
            hash = unchecked((hash ^ character) * 16777619u);
        }

        var folded = (ushort)(hash ^ (hash >> 16));
        return folded == 0 ? (ushort)1 : folded;
    }
}
