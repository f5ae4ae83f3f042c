namespace Wakeline.Generators.DataFlow;

/// <summary>What a method does to one of its by-reference parameters (or to <c>this</c>).</summary>
internal sealed class MethodSummary
{
    /// <summary>Parts of the parameter that are read and written, relative to it.</summary>
    public AccessSet Accesses { get; } = new();

    /// <summary>
    /// The part of the parameter a by-reference result refers to; <see langword="null"/> if it is unknown.
    /// </summary>
    public string? Returned { get; set; }
}
