namespace Wakeline.Generators.Emission;

/// <summary>The identity of a machine, computed as the language's <c>Mutation.MachineIdOf</c> does.</summary>
internal static class MachineIds
{
    /// <summary>The hash of the full name, folded to 16 bits, never 0.</summary>
    public static ushort Of(string fullName)
    {
        var hash = Fnv.Of(fullName);
        var folded = unchecked((ushort)(hash ^ (hash >> 16)));
        return folded == 0 ? (ushort)1 : folded;
    }
}
