namespace Wakeline.Conformance.Suites.Exchanges;

/// <summary>What the number of a segment of the peer counts from.</summary>
internal enum NumberBase : byte
{
    /// <summary>The peer's own initial sequence number.</summary>
    PeerStart,

    /// <summary>What the stack has acknowledged last: RCV.NXT as it shows it.</summary>
    Expected,

    /// <summary>The end of the window that it has offered last.</summary>
    WindowEnd,

    /// <summary>The stack's initial sequence number, as its SYN shows it.</summary>
    Start,

    /// <summary>The oldest number that the peer has not acknowledged: SND.UNA.</summary>
    Unacknowledged,

    /// <summary>The number after the last that the stack has sent: SND.NXT as it shows it.</summary>
    Next,
}

/// <summary>A sequence or acknowledgment number, relative to what the stack has shown.</summary>
/// <param name="Base">What it counts from.</param>
/// <param name="Offset">How far from there, modulo 2^32.</param>
internal readonly record struct RelativeNumber(NumberBase Base, int Offset = 0)
{
    /// <summary>Half the space away.</summary>
    public const int HalfTheSpace = int.MinValue;

    /// <summary>As RFC 9293 writes it.</summary>
    public override string ToString()
    {
        var name = Base switch
        {
            NumberBase.PeerStart => "IRS",
            NumberBase.Expected => "RCV.NXT",
            NumberBase.WindowEnd => "RCV.NXT+RCV.WND",
            NumberBase.Start => "ISS",
            NumberBase.Unacknowledged => "SND.UNA",
            _ => "SND.NXT",
        };
        return Offset switch
        {
            0 => name,
            HalfTheSpace => $"{name}+2^31",
            > 0 => $"{name}+{Offset}",
            _ => $"{name}{Offset}",
        };
    }
}
