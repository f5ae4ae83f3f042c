namespace Wakeline.Generators.DataFlow;

/// <summary>
/// Parts of the state that code may read or write, as paths such as <c>Tasks[].State</c>; <c>*</c> stands for all of
/// it. Within a method, <c>[#1]</c> is the element whose number is the method's parameter 1.
/// </summary>
internal sealed class AccessSet
{
    /// <summary>The path of the whole state.</summary>
    public const string Everything = "*";

    public SortedSet<string> Reads { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Writes { get; } = new(StringComparer.Ordinal);

    public void Read(string path) => Reads.Add(path.Length == 0 ? Everything : path);

    public void Write(string path) => Writes.Add(path.Length == 0 ? Everything : path);

    /// <summary>Nothing is known about the code: it may read and write the state below a path.</summary>
    public void Touch(string path)
    {
        Read(path);
        Write(path);
    }

    /// <summary>Adds what a callee does to the part of the state it was given.</summary>
    /// <param name="callee">What it does.</param>
    /// <param name="path">The part.</param>
    /// <param name="indexOf">What stands in brackets for one of the callee's parameters.</param>
    public void Add(AccessSet callee, string path, Func<int, string> indexOf)
    {
        foreach (var read in callee.Reads)
        {
            Read(Join(path, ElementPaths.Resolve(read, indexOf)));
        }

        foreach (var write in callee.Writes)
        {
            Write(Join(path, ElementPaths.Resolve(write, indexOf)));
        }
    }

    /// <summary>The path of a part of a part.</summary>
    public static string Join(string path, string part)
    {
        if (part == Everything || path == Everything)
        {
            return path;
        }

        return path.Length == 0 || part.Length == 0 || part[0] == '[' ? path + part : $"{path}.{part}";
    }
}
