using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tcp;

/// <summary>What an end of a connection knows of Fast Open (RFC 7413).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public record struct FastOpenTerms
{
    /// <summary>Whether text on a SYN is taken if the cookie is right.</summary>
    public bool Serves;

    /// <summary>Whether it is taken without a cookie (TFO_SERVER_COOKIE_NOT_REQD).</summary>
    public bool ServesWithoutCookie;

    /// <summary>The option that its SYN carries: one of the two codes, or none.</summary>
    public OptionKinds Tells;

    /// <summary>The cookie of that option; of a server, the one that its peer must have.</summary>
    public FastOpenCookie Cookie;

    /// <summary>The cookie that a server has told before, and still takes (RFC 7413 4.1.2).</summary>
    public FastOpenCookie Former;

    /// <summary>The cookie that a server has told, or one without length.</summary>
    public FastOpenCookie Learned;
}
