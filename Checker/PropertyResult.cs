namespace Wakeline.Checking;

/// <summary>A property and what the check found out about it.</summary>
/// <param name="Name">Name of the property, or one of <see cref="ImpliedProperty"/>.</param>
/// <param name="Meaning">The property in words.</param>
/// <param name="Verdict">What was found out.</param>
public sealed record PropertyResult(string Name, string Meaning, Verdict Verdict)
{
    /// <summary>The property as the system declares it; <see langword="null"/> for an implied one.</summary>
    public PropertyInfo? Declared { get; init; }
}
