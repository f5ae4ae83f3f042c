using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>
/// Cookies of Fast Open that servers were seen to tell (RFC 7413 4.1.2). What one is made of is the server's matter; it
/// is bound when it is first seen.
/// </summary>
internal sealed class CookieJar
{
    private const int CookiesMost = 4;
    private const int PairsMost = 4096;

    private readonly Dictionary<(byte Server, byte Client), List<FastOpenCookie>> _told = [];

    /// <summary>A server tells a client its cookie.</summary>
    public void Note(Endpoint server, Endpoint client, FastOpenCookie cookie)
    {
        if (cookie.Length == 0 || (_told.Count == PairsMost && !_told.ContainsKey((server.Host, client.Host))))
        {
            return;
        }

        if (!_told.TryGetValue((server.Host, client.Host), out var told))
        {
            _told[(server.Host, client.Host)] = told = [];
        }

        if (!told.Contains(cookie))
        {
            told.Add(cookie);
        }

        if (told.Count > CookiesMost)
        {
            told.RemoveAt(0);
        }
    }

    /// <summary>Whether a client may have a cookie: the server has told it, or none yet.</summary>
    public bool MayHave(Endpoint server, Endpoint client, FastOpenCookie cookie) =>
        !_told.TryGetValue((server.Host, client.Host), out var told) || told.Contains(cookie);
}
