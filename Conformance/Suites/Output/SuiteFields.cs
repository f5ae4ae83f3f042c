namespace Wakeline.Conformance.Suites.Output;

/// <summary>Words of suites as text.</summary>
internal static class SuiteFields
{
    /// <summary>The name of the format.</summary>
    public const string FormatName = "wakeline-suite";

    /// <summary>The version of the format.</summary>
    public const int Version = 1;

    /// <summary>Stands for every number that there is.</summary>
    public const string Any = "any";

    /// <summary>The sections and other texts of a case that are lists.</summary>
    public static IReadOnlyList<string> Lists { get; } = ["rules", "citations", "requirements"];
}
