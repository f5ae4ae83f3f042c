namespace Wakeline.Conformance;

/// <summary>Which kernel was compared, and under which settings.</summary>
public sealed record KernelEnvironment
{
    /// <summary>The kernel's name and release (uname).</summary>
    public required string Release { get; init; }

    /// <summary>Processors the comparison could use.</summary>
    public required int Processors { get; init; }

    /// <summary>Whether the programs had a network namespace of their own.</summary>
    public required bool OwnNamespace { get; init; }

    /// <summary>Settings that the answers depend on, by their names below /proc/sys.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>What could not be had and what that means, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
