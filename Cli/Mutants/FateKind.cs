namespace Wakeline.Cli.Mutants;

/// <summary>What became of a derived mutant.</summary>
internal enum FateKind
{
    /// <summary>A property of a system is violated.</summary>
    Killed,

    /// <summary>No property is, but the comparison with the kernel tells it apart.</summary>
    ToldApart,

    /// <summary>Neither; somebody has given a reason.</summary>
    Explained,

    /// <summary>Neither, and nobody knows why.</summary>
    Unexplained,
}
