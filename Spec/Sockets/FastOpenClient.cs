using System.Runtime.InteropServices;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>
/// How clients open fast, and what they remember of the one peer there is (net.ipv4.tcp_fastopen, tcp_metrics).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public record struct FastOpenClient
{
    /// <summary>Whether they do (TFO_CLIENT_ENABLE).</summary>
    public bool IsEnabled;

    /// <summary>Whether they send text without a cookie (TFO_CLIENT_NO_COOKIE).</summary>
    public bool NeedsNoCookie;

    /// <summary>The code under which they tell their cookie, or ask for one.</summary>
    public bool AsksExperimentally;

    /// <summary>The cookie the peer has told; without length there is none.</summary>
    public FastOpenCookie Cookie;

    /// <summary>The segment size the peer has told with it, which bounds the text of a SYN; 0 for none.</summary>
    public ushort Mss;

    /// <summary>Whether text may go on a SYN.</summary>
    public readonly bool MaySendText => IsEnabled && (NeedsNoCookie || Cookie.Length > 0);

    /// <summary>What a SYN tells: the cookie, or that it asks for one.</summary>
    public readonly FastOpenTerms Terms
    {
        get
        {
            var terms = default(FastOpenTerms);
            if (IsEnabled && (Cookie.Length > 0 || !NeedsNoCookie))
            {
                terms.Tells = AsksExperimentally ? OptionKinds.FastOpenExperimental : OptionKinds.FastOpen;
                terms.Cookie = Cookie;
            }

            return terms;
        }
    }

    /// <summary>
    /// Remembers what the answer to a SYN has told. A peer that told nothing is asked under the other code next time
    /// (tcp_rcv_fastopen_synack).
    /// </summary>
    public void Note(in Tcb tcb, in TcpOptions told)
    {
        if (tcb.FastOpening.Tells == OptionKinds.None)
        {
            return;                                                    // What nobody asked for is not believed.
        }

        if (tcb.FastOpening.Learned.Length > 0)
        {
            Cookie = tcb.FastOpening.Learned;
            Mss = told.MaximumSegmentSize;
            AsksExperimentally = told.Has(OptionKinds.FastOpenExperimental);
        }
        else if (Cookie.Length == 0)
        {
            AsksExperimentally = (tcb.FastOpening.Tells & OptionKinds.FastOpenExperimental) == 0;
        }
    }
}
