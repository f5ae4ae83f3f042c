namespace Wakeline.Model.Transport;

/// <summary>
/// How many challenges a host sends within a second, all its connections together (RFC 5961 7; tcp_send_challenge_ack).
/// The kernel chooses anew each second, at random from a half of the ration to one and a half of it; the ration itself
/// is chosen here.
/// </summary>
internal sealed class ChallengeRation
{
    /// <summary>A ration that bounds nothing, which is the kernel's own (net.ipv4.tcp_challenge_ack_limit).</summary>
    public const int Unbounded = int.MaxValue;

    private const long Second = 1_000_000;

    private long _second = -1;
    private int _left;

    /// <summary>One more challenge is due.</summary>
    /// <param name="most">How many go within a second.</param>
    /// <param name="now">The time, in microseconds.</param>
    /// <returns>Whether it goes.</returns>
    public bool TryTake(int most, long now)
    {
        if (most == Unbounded)
        {
            return true;
        }

        if (now / Second != _second)
        {
            (_second, _left) = (now / Second, most);
        }

        return _left-- > 0;
    }
}
