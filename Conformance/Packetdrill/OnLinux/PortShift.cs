namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>
/// Ports of a case as the kernel has them: all are shifted by the same number, so that no case meets what is left of
/// an earlier one. No port stays no port.
/// </summary>
/// <param name="Shift">How far; 0 leaves all as they are.</param>
internal readonly record struct PortShift(int Shift)
{
    private const int Ports = ushort.MaxValue;

    /// <summary>
    /// Has no factor in common with the number of ports, so that all shifts come before one comes again.
    /// </summary>
    private const int Stride = 1009;

    /// <summary>The shift of the next case.</summary>
    public PortShift Next => new((Shift + Stride) % Ports);

    /// <summary>The port that the kernel has for a case's.</summary>
    public ushort ToKernel(ushort port) => port == 0 ? port : (ushort)(((port - 1 + Shift) % Ports) + 1);

    /// <summary>The port that a case has for the kernel's.</summary>
    public ushort ToCase(ushort port) => port == 0 ? port : (ushort)(((port - 1 + Ports - Shift) % Ports) + 1);
}
