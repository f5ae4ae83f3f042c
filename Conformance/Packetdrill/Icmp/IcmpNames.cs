using System.Collections.Frozen;
using System.Globalization;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;

namespace Wakeline.Conformance.Packetdrill.Icmp;

/// <summary>Types and codes of ICMP by the names that scripts have for them (RFC 792, RFC 1812 5.2.7, RFC 4443).
/// </summary>
internal static class IcmpNames
{
    private static readonly FrozenDictionary<string, byte> s_types = new Dictionary<string, byte>
    {
        ["echo_reply"] = 0,
        ["unreachable"] = Icmp4.Unreachable,
        ["source_quench"] = Icmp4.SourceQuench,
        ["redirect"] = 5,
        ["echo_request"] = 8,
        ["time_exceeded"] = Icmp4.TimeExceeded,
        ["parameter_problem"] = Icmp4.ParameterProblem,
        ["timestamp_request"] = 13,
        ["timestamp_reply"] = 14,
        ["information_request"] = 15,
        ["information_reply"] = 16,
        ["address_mask_request"] = 17,
        ["address_mask_reply"] = 18,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, byte> s_codes = new Dictionary<string, byte>
    {
        ["net_unreachable"] = 0,
        ["host_unreachable"] = 1,
        ["protocol_unreachable"] = 2,
        ["port_unreachable"] = 3,
        ["frag_needed"] = Icmp4.FragmentationNeeded,
        ["source_route_failed"] = 5,
        ["net_unknown"] = 6,
        ["host_unknown"] = 7,
        ["source_host_isolated"] = 8,
        ["net_prohibited"] = 9,
        ["host_prohibited"] = 10,
        ["net_unreachable_for_tos"] = 11,
        ["host_unreachable_for_tos"] = 12,
        ["communication_prohibited"] = 13,
        ["packet_filtered"] = 13,
        ["host_precedence_violation"] = 14,
        ["precedence_violation"] = 14,
        ["precedence_cutoff"] = 15,
        ["ttl_exceeded"] = 0,
        ["exc_ttl"] = 0,
        ["ttl"] = 0,
        ["reassembly_exceeded"] = 1,
        ["exc_fragtime"] = 1,
        ["reassembly"] = 1,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, byte> s_types6 = new Dictionary<string, byte>
    {
        ["unreachable"] = Icmp6.Unreachable,
        ["packet_too_big"] = Icmp6.PacketTooBig,
        ["time_exceeded"] = Icmp6.TimeExceeded,
        ["parameter_problem"] = Icmp6.ParameterProblem,
        ["echo_request"] = 128,
        ["echo_reply"] = 129,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, byte> s_codes6 = new Dictionary<string, byte>
    {
        ["no_route"] = 0,
        ["net_unreachable"] = 0,
        ["admin_prohibited"] = 1,
        ["communication_prohibited"] = 1,
        ["not_neighbour"] = 2,
        ["beyond_scope"] = 2,
        ["address_unreachable"] = 3,
        ["host_unreachable"] = 3,
        ["port_unreachable"] = 4,
        ["policy_fail"] = 5,
        ["reject_route"] = 6,
        ["hop_limit"] = 0,
        ["reassembly"] = 1,
    }.ToFrozenDictionary();

    /// <summary>The numbers of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isVersion6">Whether it is one of ICMPv6.</param>
    /// <exception cref="UnsupportedException">It has another name.</exception>
    public static (byte Type, byte Code) Find(IcmpMessage message, bool isVersion6) => (
        NumberOf(message.Type, isVersion6 ? s_types6 : s_types, "type"),
        message.Code is null ? (byte)0 : NumberOf(message.Code, isVersion6 ? s_codes6 : s_codes, "code"));

    /// <summary>The number of a name, or one that stands for itself, alone or as <c>type_3</c> and <c>code_4</c>.
    /// </summary>
    private static byte NumberOf(string name, FrozenDictionary<string, byte> known, string what)
    {
        var digits = name.StartsWith($"{what}_", StringComparison.Ordinal) ? name[(what.Length + 1)..] : name;
        return known.TryGetValue(name, out var number) ? number
            : byte.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) ? number
            : throw new UnsupportedException($"the {what} '{name}' of ICMP is not known");
    }
}

/// <summary>Numbers of ICMP (RFC 792).</summary>
internal static class Icmp4
{
    /// <summary>Types.</summary>
    public const byte Unreachable = 3, SourceQuench = 4, TimeExceeded = 11, ParameterProblem = 12;

    /// <summary>A code of unreachable.</summary>
    public const byte FragmentationNeeded = 4;
}

/// <summary>Numbers of ICMPv6 (RFC 4443).</summary>
internal static class Icmp6
{
    /// <summary>Types.</summary>
    public const byte Unreachable = 1, PacketTooBig = 2, TimeExceeded = 3, ParameterProblem = 4;
}
