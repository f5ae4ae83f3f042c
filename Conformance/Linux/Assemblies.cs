using System.Reflection;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// The runtime opens an assembly when it is first used, and closes its file on another thread. In a thread that has
/// descriptors of its own the file would take a number there, and keep it; so everything is loaded before.
/// </summary>
internal static class Assemblies
{
    private static readonly Lazy<int> s_loaded = new(LoadAll);

    /// <summary>Loads whatever this assembly and those beside it refer to, once.</summary>
    public static void Load() => _ = s_loaded.Value;

    private static int LoadAll()
    {
        var seen = new HashSet<string>();
        var next = new Stack<Assembly>([typeof(Assemblies).Assembly]);
        while (next.TryPop(out var assembly))
        {
            foreach (var name in assembly.GetReferencedAssemblies().Where(name => seen.Add(name.FullName)))
            {
                var referred = Assembly.Load(name);
                if (referred.Location.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal))
                {
                    next.Push(referred);
                }
            }
        }

        return seen.Count;
    }
}
