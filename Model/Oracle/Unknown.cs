namespace Wakeline.Model.Oracle;

/// <summary>Values that stand for "could be anything" until a trace says more.</summary>
internal static class Unknown
{
    /// <summary>A receive buffer that holds whatever comes; the greatest window is 2^30 (RFC 7323 2.3).</summary>
    public const int Buffer = 1 << 30;
}
