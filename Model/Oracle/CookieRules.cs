using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>What a segment that is sent may say of Fast Open (RFC 7413).</summary>
internal static class CookieRules
{
    /// <summary>Both forms of the option.</summary>
    public const OptionKinds EitherForm = OptionKinds.FastOpen | OptionKinds.FastOpenExperimental;

    /// <summary>What is wrong with it.</summary>
    /// <returns><see langword="null"/> if nothing is.</returns>
    public static OptionFault? Find(in Hypothesis state, in Segment observed, CookieJar cookies)
    {
        var hasOption = observed.Options.Has(EitherForm);
        if (!observed.Has(SegmentFlags.Syn))
        {
            return hasOption && !observed.Has(SegmentFlags.Rst)
                ? new OptionFault("an option of Fast Open belongs in a SYN", "RFC 7413 4.1.1")
                : null;
        }

        ref readonly var tcb = ref state.Tcb;
        var cookie = observed.Options.Cookie;
        if (!cookie.IsLawful)
        {
            return new OptionFault($"a cookie has 4 to 16 octets, not {cookie.Length}", "RFC 7413 4.1.1");
        }

        if (!observed.Has(SegmentFlags.Ack))
        {
            return cookie.Length > 0 && !cookies.MayHave(tcb.Remote, tcb.Local, cookie)
                ? new OptionFault("its cookie is none that the server has told", "RFC 7413 4.1.3")
                : null;
        }

        return hasOption ? OfAnswer(in tcb, cookie) : OfText(in tcb, cookies);
    }

    private static OptionFault? OfAnswer(in Tcb tcb, FastOpenCookie cookie) =>
        tcb.FastOpening.Tells == OptionKinds.None && !tcb.IsFastOpen
            ? new OptionFault("it tells a cookie, but the SYN has not asked for one", "RFC 7413 4.1.2")
            : cookie.Length == 0
                ? new OptionFault("its option of Fast Open has no cookie", "RFC 7413 4.1.1")
                : null;

    /// <summary>The text of a SYN counts only with a cookie that the server has made.</summary>
    private static OptionFault? OfText(in Tcb tcb, CookieJar cookies) =>
        tcb.IsFastOpen && tcb.Origin == Origin.Child && tcb.FastOpening.Cookie.Length > 0
            && !cookies.MayHave(tcb.Local, tcb.Remote, tcb.FastOpening.Cookie)
                ? new OptionFault("it takes the text of a SYN whose cookie it has not told", "RFC 7413 4.2.2")
                : null;
}
