using System.Globalization;
using Wakeline.Conformance.Suites.Exchanges;

namespace Wakeline.Conformance.Suites.Output;

/// <summary>Numbers of segments in traces with patterns: <c>iss+1</c>, <c>rcv.nxt-1</c>.</summary>
internal static class NumberPattern
{
    private static readonly (NumberBase Base, string Name)[] s_names =
    [
        (NumberBase.WindowEnd, "rcv.nxt+rcv.wnd"), (NumberBase.Expected, "rcv.nxt"), (NumberBase.PeerStart, "irs"),
        (NumberBase.Start, "iss"), (NumberBase.Unacknowledged, "snd.una"), (NumberBase.Next, "snd.nxt"),
    ];

    /// <summary>Writes a number.</summary>
    public static string Write(RelativeNumber number)
    {
        var name = Array.Find(s_names, each => each.Base == number.Base).Name;
        return number.Offset == 0 ? name : name + number.Offset.ToString("+0;-0", CultureInfo.InvariantCulture);
    }

    /// <summary>Reads a number; <see langword="null"/> if it is none.</summary>
    public static RelativeNumber? Read(string text)
    {
        foreach (var (kind, name) in s_names)
        {
            if (text == name)
            {
                return new RelativeNumber(kind);
            }

            if (text.StartsWith(name, StringComparison.Ordinal) && text[name.Length] is '+' or '-'
                && int.TryParse(text[name.Length..], CultureInfo.InvariantCulture, out var offset) && offset != 0)
            {
                return new RelativeNumber(kind, offset);
            }
        }

        return null;
    }
}
