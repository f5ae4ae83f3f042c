using Wakeline.Cli.Mutants;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Mutants;

/// <summary>What <c>wakeline mutants --fates</c> found out about every derived mutant when it was run last.</summary>
internal static class FateFile
{
    /// <summary>The fates, machine by machine.</summary>
    public static IReadOnlyList<FateRecord> All { get; } = FateRecord.Read(
        File.ReadAllText(Path.Combine(SourceTree.Root, "Cli.Tests", "Mutants", "fates.tsv")));
}
