using Wakeline.Model.Transport;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Tests.Sessions;

/// <summary>What a host of a session is set to.</summary>
/// <param name="Deviations">Where it departs from RFC 9293.</param>
/// <param name="CongestionControl">Its congestion control.</param>
/// <param name="Offers">The options it is ready to use.</param>
/// <param name="Buffer">Octets that its receive queue holds.</param>
public sealed record SessionTerms(Deviations Deviations, string CongestionControl, OptionKinds Offers, int Buffer)
{
    private const OptionKinds Size = OptionKinds.MaximumSegmentSize;
    private const int Mss = 1460;
    private const int ScaleMost = 65_535;

    private static readonly OptionKinds[] s_offers =
    [
        Size,
        Size | OptionKinds.SackPermitted,
        Size | OptionKinds.TimeStamps,
        Size | OptionKinds.SackPermitted | OptionKinds.TimeStamps | OptionKinds.WindowScale,
        Size | OptionKinds.SackPermitted | OptionKinds.WindowScale,
    ];

    /// <summary>Terms that a seed draws.</summary>
    public static SessionTerms Draw(Random random, Deviations deviations, string congestionControl) => new(
        deviations, congestionControl, s_offers[random.Next(s_offers.Length)], random.Next(3_000, 200_000));

    /// <summary>The host's network stack.</summary>
    public NetworkNamespace Network => NetworkNamespace.Linux with
    {
        Mss = Mss,
        ReceiveBuffer = Buffer,
        ReceiveBufferMost = Buffer,
        SendBuffer = 50_000,
        SendBufferMost = 200_000,
        BufferOverhead = SendMemory.BufferOverhead,
        ReceiveWindowFirst = SocketSettings.FirstWindow(Buffer, Mss),
        WindowScale = SocketSettings.Scale(Math.Max(Buffer, ScaleMost)),
        Offers = Offers,
        TellsDuplicates = true,
        WaitsForFullSegments = true,
        Deviations = Deviations,
    };

    /// <summary>How it sends.</summary>
    public TransportSettings Transport => new()
    {
        CongestionControl = CongestionControl,
        TunesReceiveBuffer = false,
        ReceiveBufferMost = 2L * Buffer,
    };
}
