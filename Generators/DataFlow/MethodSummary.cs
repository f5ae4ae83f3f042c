namespace Wakeline.Generators.DataFlow;

/// <summary>What a method does to one of its by-reference parameters (or to <c>this</c>).</summary>
internal sealed class MethodSummary
{
    /// <summary>Of a method about which nothing is known.</summary>
    public static MethodSummary Everything { get; } = CreateEverything();

    /// <summary>Parts of the parameter that are read and written, relative to it.</summary>
    public AccessSet Accesses { get; } = new();

    /// <summary>
    /// The part of the parameter a by-reference result refers to; <see langword="null"/> if it is unknown.
    /// </summary>
    public string? Returned { get; set; }

    /// <summary>The files that were looked into to find this out.</summary>
    public IReadOnlyCollection<string> Files { get; set; } = [];

    private static MethodSummary CreateEverything()
    {
        var summary = new MethodSummary();
        summary.Accesses.Touch("");
        return summary;
    }
}
