using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>How much of the option of AccECN finds room beside the others (tcp_options_fit_accecn).</summary>
internal static class EcnOptionRoom
{
    private const int OptionsMost = 40, Header = 2, Field = 3, Word = 4;
    private const int SizeOctets = 4, ScaleOctets = 4, PermittedOctets = 4, BlocksHeader = 4, BlockOctets = 8;

    /// <summary>
    /// In an answer to a SYN: it may take the place of what only fills up words (tcp_synack_options_combine_saving).
    /// </summary>
    /// <returns>How many fields; <see langword="null"/> if there is no room for the option.</returns>
    public static int? BesideSyn(in TcpOptions options)
    {
        var hasStamps = options.Has(OptionKinds.TimeStamps);
        var fillsPermitted = options.Has(OptionKinds.SackPermitted) && !hasStamps;
        var hasScale = options.Has(OptionKinds.WindowScale);
        var taken = SizeOctets + (hasStamps ? TcpOptions.StampOctets : 0) + (fillsPermitted ? PermittedOctets : 0)
            + (hasScale ? ScaleOctets : 0) + CookieOctets(in options);
        var room = OptionsMost - taken;
        return room < Header ? null : Fit(0, room, fillsPermitted ? 2 : hasScale ? 1 : 0)?.Fields;
    }

    /// <summary>In a segment of a connection that is up. Of many blocks of SACK, some may make room.</summary>
    /// <param name="required">How many fields it must have to tell what is new (accecn_minlen).</param>
    /// <param name="hasStamps">Whether there are time stamps.</param>
    /// <param name="blocks">Blocks of SACK.</param>
    /// <returns>
    /// Fields, octets that the option adds and blocks that are left; <see langword="null"/> if there is no room for the
    /// option.
    /// </returns>
    public static (int Fields, int Octets, int Blocks)? Beside(int required, bool hasStamps, int blocks)
    {
        const int BlocksLeast = 2;
        for (var left = blocks; ; left--)
        {
            var room = OptionsMost - (hasStamps ? TcpOptions.StampOctets : 0)
                - (left > 0 ? BlocksHeader + (BlockOctets * left) : 0);
            if (Fit(required, room, left > 0 ? 2 : 0) is (var fields, var octets))
            {
                return (fields, octets - (BlockOctets * (blocks - left)), left);
            }

            if (required == 0 || left <= BlocksLeast)
            {
                return null;
            }
        }
    }

    private static (int Fields, int Octets)? Fit(int required, int room, int saving)
    {
        for (var fields = EcnOption.FieldsMost; fields >= required; fields--)
        {
            var octets = Header + (Field * fields);
            var rest = octets % Word;
            octets += rest > saving ? Word - rest : -rest;
            if (octets <= room)
            {
                return (fields, octets);
            }
        }

        return null;
    }

    private static int CookieOctets(in TcpOptions options)
    {
        if (!options.Has(OptionKinds.FastOpen | OptionKinds.FastOpenExperimental))
        {
            return 0;
        }

        var octets = options.Cookie.Length + (options.Has(OptionKinds.FastOpenExperimental) ? 4 : 2);
        return (octets + Word - 1) / Word * Word;
    }
}
