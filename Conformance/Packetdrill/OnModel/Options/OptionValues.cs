using System.Globalization;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel.Options;

/// <summary>What the kernel makes of a number that an option is set to.</summary>
internal static class OptionValues
{
    /// <summary>
    /// The least sizes of buffers (include/net/sock.h SOCK_MIN_SNDBUF and SOCK_MIN_RCVBUF: TCP_SKB_MIN_TRUESIZE).
    /// </summary>
    private const int SendBufferLeast = 4608, ReceiveBufferLeast = 2304;

    /// <summary>The most seconds that TCP_LINGER2 may say (TCP_FIN_TIMEOUT_MAX).</summary>
    private const int FinTimeoutMost = 120;

    /// <summary>The first and the greatest time between repetitions of SYN,ACK, in seconds.</summary>
    private const int FirstPeriod = 1, PeriodMost = 120;

    /// <summary>The value that is kept; <see langword="null"/> for EINVAL.</summary>
    /// <param name="rule">The option.</param>
    /// <param name="given">The number.</param>
    /// <param name="state">The state of the socket as calls see it.</param>
    /// <param name="settings">The settings in force.</param>
    public static long? Checked(OptionRule rule, int given, TcpState state, RunSettings settings) => rule.Form switch
    {
        OptionForm.Flag => given != 0 ? 1 : 0,
        OptionForm.Buffer or OptionForm.Force => BufferOf(rule, given, settings),
        OptionForm.MaxSeg => given == 0 || (given >= rule.Least && given <= rule.Most) ? given : null,
        OptionForm.Linger2 => given < 0 ? -1 : Math.Min(given, FinTimeoutMost),
        OptionForm.Defer => RepetitionsIn(given),
        OptionForm.Clamp => given != 0 ? Math.Max(given, ReceiveBufferLeast / 2)
            : state == TcpState.Closed ? 0 : null,
        OptionForm.QuickAck => given != 0 ? 1 : 0,
        OptionForm.FastOpen => given >= 0 && state is TcpState.Closed or TcpState.Listen
            ? Math.Min(given, NumberOf(settings, "net.core.somaxconn")) : null,
        OptionForm.Tos when given == -1 && rule.Level == "SOL_IPV6" => 0,
        OptionForm.Tos => given & 0xFC,
        OptionForm.Ttl when given == -1 => rule.DefaultIn(settings),
        _ when rule.Name == "TCP_FASTOPEN_CONNECT" && state != TcpState.Closed => null,
        _ when rule.Name == "TCP_FASTOPEN_NO_COOKIE" && state is not (TcpState.Closed or TcpState.Listen) => null,
        OptionForm.Ignored => given,
        _ => given >= rule.Least && given <= rule.Most ? given : null,
    };

    /// <summary>The seconds that so many repetitions of SYN,ACK take (net/ipv4/tcp.c retrans_to_secs).</summary>
    public static long SecondsOf(long repetitions)
    {
        var (seconds, period) = (0L, (long)FirstPeriod);
        for (; repetitions > 0; repetitions--)
        {
            seconds += period;
            period = Math.Min(period * 2, PeriodMost);
        }

        return seconds;
    }

    /// <summary>How many repetitions of SYN,ACK take so many seconds (net/ipv4/tcp.c secs_to_retrans).</summary>
    private static long RepetitionsIn(int seconds)
    {
        var repetitions = 0L;
        while (seconds > 0 && (repetitions == 0 || SecondsOf(repetitions) < seconds) && repetitions < byte.MaxValue)
        {
            repetitions++;
        }

        return repetitions;
    }

    /// <summary>
    /// Twice what is asked for, for the overhead (net/core/sock.c sk_setsockopt, __sock_set_rcvbuf).
    /// </summary>
    private static long BufferOf(OptionRule rule, int given, RunSettings settings)
    {
        var isSend = rule.Name.StartsWith("SO_SND", StringComparison.Ordinal);
        var most = rule.Form == OptionForm.Force
            ? int.MaxValue / 2
            : NumberOf(settings, isSend ? "net.core.wmem_max" : "net.core.rmem_max");
        var size = rule.Form == OptionForm.Force ? Math.Max(given, 0L) : (uint)given;
        return Math.Max(Math.Min(size, most) * 2, isSend ? SendBufferLeast : ReceiveBufferLeast);
    }

    private static long NumberOf(RunSettings settings, string name) =>
        long.Parse(settings.Sysctls[name], CultureInfo.InvariantCulture);
}
