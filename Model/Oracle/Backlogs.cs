using Wakeline.Spec.Sockets;

namespace Wakeline.Model.Oracle;

/// <summary>How many connections may wait at ports that are listened on, and which are on their way to be.</summary>
/// <param name="settings">What the trace says of cookies.</param>
internal sealed class Backlogs(OracleSettings settings)
{
    /// <summary>Who has become a connection is looked for once for so many requests, so that none costs much.</summary>
    private const int RequestsOfSweep = 8;

    private readonly Dictionary<ushort, int> _least = [];
    private readonly Dictionary<ushort, (HashSet<ConnectionJudge> Requests, int Since)> _requests = [];

    /// <summary>A listener says how many may wait; of several, the least counts.</summary>
    public void Set(ushort port, int backlog) =>
        _least[port] = Math.Min(Math.Max(backlog, 0), _least.GetValueOrDefault(port, int.MaxValue));

    /// <summary>Whether more wait than may; where nobody has said how many may, none needs to find room.</summary>
    public bool IsExceeded(ushort port, int waiting) => waiting > _least.GetValueOrDefault(port);

    /// <summary>
    /// A listener answers by cookies as the trace says, and where it does not, if there are more requests than its
    /// backlog: so Linux is set (net.ipv4.tcp_syncookies=1), and the text allows it. Read strictly, the text has
    /// requests.
    /// </summary>
    public bool MayAnswerByCookie(ConnectionJudge judge)
    {
        var port = judge.Local.Port;
        var (requests, since) = _requests.TryGetValue(port, out var known) ? known : ([], 0);
        if (IsExceeded(port, requests.Count) && since >= requests.Count / RequestsOfSweep)
        {
            requests.RemoveWhere(each => each.HasBegun && !each.MayBeRequest);
            since = 0;
        }

        var isFull = IsExceeded(port, requests.Count - (requests.Contains(judge) ? 1 : 0));
        requests.Add(judge);
        _requests[port] = (requests, since + 1);
        return !settings.Profile.IsStrict && (settings.Cookies ?? CookieUse.WhenFull) switch
        {
            CookieUse.Never => false,
            CookieUse.WhenFull => isFull,
            _ => true,
        };
    }
}
