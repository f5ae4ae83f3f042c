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

    /// <summary>
    /// Linux 6.18: any error that ICMP tells of ends a handshake, also a soft one (RFC 5461 4.1; tcp_v4_err).
    /// </summary>
    SoftErrorsEndHandshakes = 4,

    /// <summary>
    /// Linux 6.18: a hard error does not end a connection that is up; it is remembered as soft ones are (tcp_v4_err).
    /// </summary>
    HardErrorsAreSoft = 8,

    /// <summary>All of Linux 6.18 that are choices of a profile.</summary>
    Linux618 = AckOfFinWaits | ShrinkingIsDistrusted | SoftErrorsEndHandshakes | HardErrorsAreSoft,
}
