using System.Globalization;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Model;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>
/// What net.ipv4.tcp_fastopen says (Documentation/networking/ip-sysctl.rst): a number of bits, in any base.
/// </summary>
internal static class FastOpenSettings
{
    private const int ClientEnabled = 0x1;
    private const int ServerEnabled = 0x2;
    private const int ClientNeedsNoCookie = 0x4;
    private const int ServerNeedsNoCookie = 0x200;
    private const int ServedEverywhere = 0x400;
    private const string Name = "net.ipv4.tcp_fastopen";

    /// <summary>How listeners serve it. Without a key of its own a kernel makes one; any will do then.</summary>
    public static FastOpenTerms Server(RunSettings settings)
    {
        var bits = Bits(settings);
        if ((bits & ServerEnabled) == 0)
        {
            return default;
        }

        var terms = new FastOpenTerms
        {
            Serves = true,
            ServesWithoutCookie = (bits & ServerNeedsNoCookie) != 0 || settings.NeedsNoCookies,
        };
        return WithKeys(terms, Keys(settings), settings);
    }

    /// <summary>How listeners serve it with other keys: the first makes cookies, the second still vouches for them.
    /// </summary>
    public static FastOpenTerms WithKeys(FastOpenTerms terms, IReadOnlyList<FastOpenKey> keys, RunSettings settings) =>
        terms with
        {
            Cookie = keys[0].CookieOf(settings.RemoteAddress, settings.LocalAddress),
            Former = keys.Count > 1 ? keys[1].CookieOf(settings.RemoteAddress, settings.LocalAddress) : default,
        };

    /// <summary>How clients open, of whom no server has told anything yet.</summary>
    public static FastOpenClient Client(RunSettings settings)
    {
        var bits = Bits(settings);
        return new FastOpenClient
        {
            IsEnabled = (bits & ClientEnabled) != 0,
            NeedsNoCookie = (bits & ClientNeedsNoCookie) != 0 || settings.NeedsNoCookies,
        };
    }

    /// <summary>Whether clients may open fast at all.</summary>
    public static bool MayOpen(RunSettings settings) => (Bits(settings) & ClientEnabled) != 0;

    /// <summary>Whether listeners serve it that were not told to.</summary>
    public static bool IsServedEverywhere(RunSettings settings) => (Bits(settings) & ServedEverywhere) != 0;

    private static int Bits(RunSettings settings)
    {
        var text = settings.Sysctls[Name];
        var isHexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return isHexadecimal
            && int.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bits)
            ? bits
            : throw new UnsupportedException($"'{text}' of the setting '{Name}' is no number");
    }

    private static List<FastOpenKey> Keys(RunSettings settings)
    {
        const string KeyName = "net.ipv4.tcp_fastopen_key";
        return [.. settings.Sysctls[KeyName].Split(',').Select(text =>
            text.Length == 0 ? default
            : FastOpenKey.TryParse(text, out var key) ? key
            : throw new UnsupportedException($"'{text}' of the setting '{KeyName}' is no key"))];
    }
}
