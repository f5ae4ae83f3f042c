using Wakeline.Spec;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.Icmp;

/// <summary>What a message of ICMP means to TCP.</summary>
/// <param name="Kind">How it is to be taken.</param>
/// <param name="Error">The error as a user is told of it.</param>
/// <param name="EndsRequest">Whether it ends a request.</param>
/// <param name="RevertsBackOff">Whether it says that what was lost was not lost to congestion (RFC 6069 3).</param>
internal readonly record struct IcmpError(
    PathErrorKind Kind, Errno Error, bool EndsRequest = false, bool RevertsBackOff = false)
{
    /// <summary>
    /// Errors of unreachable by its codes, each with its kind (RFC 9293 3.9.2.2; net/ipv4/icmp.c icmp_err_convert).
    /// </summary>
    private static readonly IcmpError[] s_unreachable =
    [
        new(PathErrorKind.Soft, Errno.ENETUNREACH, EndsRequest: true, RevertsBackOff: true),
        new(PathErrorKind.Soft, Errno.EHOSTUNREACH, EndsRequest: true, RevertsBackOff: true),
        new(PathErrorKind.Hard, Errno.ENOPROTOOPT),
        new(PathErrorKind.Hard, Errno.ECONNREFUSED),
        new(PathErrorKind.TooBig, Errno.EMSGSIZE),
        new(PathErrorKind.Soft, Errno.EOPNOTSUPP),
        new(PathErrorKind.Unclassified, Errno.ENETUNREACH),
        new(PathErrorKind.Unclassified, Errno.EHOSTDOWN),
        new(PathErrorKind.Unclassified, Errno.ENONET),
        new(PathErrorKind.Unclassified, Errno.ENETUNREACH),
        new(PathErrorKind.Unclassified, Errno.EHOSTUNREACH),
        new(PathErrorKind.Unclassified, Errno.ENETUNREACH),
        new(PathErrorKind.Unclassified, Errno.EHOSTUNREACH),
        new(PathErrorKind.Unclassified, Errno.EHOSTUNREACH),
        new(PathErrorKind.Unclassified, Errno.EHOSTUNREACH),
        new(PathErrorKind.Unclassified, Errno.EHOSTUNREACH),
    ];

    /// <summary>The same of ICMPv6 (net/ipv6/icmp.c tab_unreach).</summary>
    private static readonly IcmpError[] s_unreachable6 =
    [
        new(PathErrorKind.Soft, Errno.ENETUNREACH, RevertsBackOff: true),
        new(PathErrorKind.Hard, Errno.EACCES, EndsRequest: true),
        new(PathErrorKind.Soft, Errno.EHOSTUNREACH),
        new(PathErrorKind.Soft, Errno.EHOSTUNREACH),
        new(PathErrorKind.Hard, Errno.ECONNREFUSED, EndsRequest: true),
        new(PathErrorKind.Unclassified, Errno.EACCES, EndsRequest: true),
        new(PathErrorKind.Unclassified, Errno.EACCES, EndsRequest: true),
    ];

    /// <summary>What a message means; <see langword="null"/> if it is about no error.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="code">Its code.</param>
    /// <param name="isVersion6">Whether it is one of ICMPv6.</param>
    public static IcmpError? Of(byte type, byte code, bool isVersion6) =>
        isVersion6 ? OfVersion6(type, code) : OfVersion4(type, code);

    private static IcmpError? OfVersion4(byte type, byte code) => type switch
    {
        Icmp4.Unreachable => code < s_unreachable.Length ? s_unreachable[code] : null,
        Icmp4.SourceQuench => new IcmpError(PathErrorKind.Quench, Errno.None),
        Icmp4.TimeExceeded => new IcmpError(PathErrorKind.Soft, Errno.EHOSTUNREACH, EndsRequest: true),
        Icmp4.ParameterProblem => new IcmpError(PathErrorKind.Soft, Errno.EPROTO, EndsRequest: true),
        _ => null,
    };

    private static IcmpError? OfVersion6(byte type, byte code) => type switch
    {
        Icmp6.Unreachable => code < s_unreachable6.Length
            ? s_unreachable6[code]
            : new IcmpError(PathErrorKind.Unclassified, Errno.EPROTO, EndsRequest: true),
        Icmp6.PacketTooBig => new IcmpError(PathErrorKind.TooBig, Errno.EMSGSIZE),
        Icmp6.TimeExceeded => new IcmpError(PathErrorKind.Soft, Errno.EHOSTUNREACH),
        Icmp6.ParameterProblem => new IcmpError(PathErrorKind.Soft, Errno.EPROTO, EndsRequest: true),
        _ => null,
    };
}
