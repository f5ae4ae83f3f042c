using System.Runtime.InteropServices;

namespace Wakeline.Spec.Nic;

/// <summary>A network card and the softirq that drains its receive ring.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct NetworkInterface
{
    /// <summary>Whether the card exists.</summary>
    public bool InUse;
}
