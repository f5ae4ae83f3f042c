namespace Wakeline.Generators.Emission;

/// <summary>The hash of Fowler, Noll and Vo (FNV-1a), which is the same in every process.</summary>
internal static class Fnv
{
    public static uint Of(string text)
    {
        var hash = 2166136261u;
        foreach (var character in text)
        {
            hash = unchecked((hash ^ character) * 16777619u);
        }

        return hash;
    }
}
