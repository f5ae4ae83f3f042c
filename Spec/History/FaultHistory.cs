namespace Wakeline.Spec.History;

/// <summary>
/// The catalogue of historic faults, M1 to M54. Facts are from the kernel's commits, mails and sources; what is called
/// an own analysis is ours.
/// </summary>
public static class FaultHistory
{
    /// <summary>Every entry, in the order of the numbers.</summary>
    public static IReadOnlyList<HistoricFault> All { get; } =
    [
        .. ReadyListFaults.All, .. LifetimeFaults.All, .. NestingFaults.All, .. WaitQueueFaults.All,
        .. SocketFaults.All, .. DriverFaults.All,
    ];

    /// <summary>Finds an entry by its number, or by the name of one of its mutants, in any case.</summary>
    /// <returns>The entry, or <see langword="null"/> if there is none.</returns>
    public static HistoricFault? Find(string name) => All.FirstOrDefault(fault =>
        IsNamed(fault.Entry, name) || fault.Mutants.Any(mutant => IsNamed(mutant, name)));

    private static bool IsNamed(string one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
