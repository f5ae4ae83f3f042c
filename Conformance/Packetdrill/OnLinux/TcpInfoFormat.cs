using System.Buffers.Binary;
using System.Collections.Frozen;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>Where the fields of struct tcp_info stand (include/uapi/linux/tcp.h).</summary>
internal static class TcpInfoFormat
{
    /// <summary>Octets of the structure in Linux 6.18, and room for more.</summary>
    public const int Size = 512;

    private const string Octets = "state ca_state retransmits probes backoff options";

    private const string Words = """
        rto ato snd_mss rcv_mss unacked sacked lost retrans fackets last_data_sent last_ack_sent last_data_recv
        last_ack_recv pmtu rcv_ssthresh rtt rttvar snd_ssthresh snd_cwnd advmss reordering rcv_rtt rcv_space
        total_retrans
        """;

    private const string AfterRates = "bytes_acked:8 bytes_received:8 segs_out:4 segs_in:4 notsent_bytes:4 min_rtt:4 "
        + "data_segs_in:4 data_segs_out:4 delivery_rate:8 busy_time:8 rwnd_limited:8 sndbuf_limited:8 delivered:4 "
        + "delivered_ce:4 bytes_sent:8 bytes_retrans:8 dsack_dups:4 reord_seen:4 rcv_ooopack:4 snd_wnd:4 rcv_wnd:4 "
        + "rehash:4 total_rto:2 total_rto_recoveries:2 total_rto_time:4 received_ce:4 delivered_e1_bytes:4 "
        + "delivered_e0_bytes:4 delivered_ce_bytes:4 received_e1_bytes:4 received_e0_bytes:4 received_ce_bytes:4 "
        + "accecn_fail_mode:2 accecn_opt_seen:2";

    private static readonly FrozenDictionary<string, (int Offset, int Size)> s_fields = Fields().ToFrozenDictionary();

    /// <summary>A field's value; <see langword="null"/> if the kernel does not tell it.</summary>
    public static decimal? Read(ReadOnlySpan<byte> info, string field)
    {
        switch (field)
        {
            case "tcpi_snd_wscale":
                return info[6] & 0xF;
            case "tcpi_rcv_wscale":
                return info[6] >> 4;
            case "tcpi_delivery_rate_app_limited":
                return info[7] & 1;
            case "tcpi_fastopen_client_fail":
                return (info[7] >> 1) & 3;
        }

        if (!s_fields.TryGetValue(field, out var place) || place.Offset + place.Size > info.Length)
        {
            return null;
        }

        var value = info.Slice(place.Offset, place.Size);
        return place.Size switch
        {
            1 => value[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(value),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(value),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(value),
        };
    }

    private static IEnumerable<KeyValuePair<string, (int Offset, int Size)>> Fields()
    {
        var offset = 0;
        foreach (var name in Octets.Split(' '))
        {
            yield return Field(name, offset++, 1);
        }

        offset = 8;
        foreach (var name in Words.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            yield return Field(name, offset, 4);
            offset += 4;
        }

        yield return Field("pacing_rate", offset, 8);
        yield return Field("max_pacing_rate", offset + 8, 8);
        offset += 16;
        foreach (var pair in AfterRates.Split(' '))
        {
            var size = pair[^1] - '0';
            yield return Field(pair[..^2], offset, size);
            offset += size;
        }
    }

    private static KeyValuePair<string, (int Offset, int Size)> Field(string name, int offset, int size) =>
        new($"tcpi_{name}", (offset, size));
}
