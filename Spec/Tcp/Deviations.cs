namespace Wakeline.Spec.Tcp;

/// <summary>
/// Where a stack departs from RFC 9293, or decides what the text leaves open, as data of a profile over the one table.
/// </summary>
[Flags]
public enum Deviations : byte
{
    /// <summary>None: the profile rfc9293.</summary>
    None = 0,

    /// <summary>
    /// Linux 6.18: the acknowledgment of FIN may wait, also where that of text does not (tcp_fin enters the interactive
    /// mode; measured on 6.18.44).
    /// </summary>
    AckOfFinWaits = 1,

    /// <summary>
    /// Linux 6.18: a window that is no news by its numbers is believed only if it is greater, or closed
    /// (tcp_may_update_window; measured on 6.18.44).
    /// </summary>
    ShrinkingIsDistrusted = 2,

    /// <summary>All of Linux 6.18 that are choices of a profile.</summary>
    Linux618 = AckOfFinWaits | ShrinkingIsDistrusted,
}
