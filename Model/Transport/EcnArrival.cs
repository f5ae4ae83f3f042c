namespace Wakeline.Model.Transport;

/// <summary>A segment that has arrived, as far as the notification of congestion asks for it.</summary>
/// <param name="Marks">What it says of congestion.</param>
/// <param name="IsStampNew">Whether its time stamp is later than those before (FLAG_TS_PROGRESS).</param>
/// <param name="IsHandshake">Whether it answers a SYN.</param>
/// <param name="OctetsSent">Octets of text sent up to now.</param>
internal readonly record struct EcnArrival(
    CongestionMarks Marks, bool IsStampNew, bool IsHandshake, long OctetsSent);
