using System.Globalization;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Model.Transport;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>Fields of the header of IP as the options of a socket have them (RFC 9293 3.9.1.9 and 3.9.2).</summary>
internal static class HeaderFields
{
    private const int CongestionBits = 3;

    /// <summary>Which packets of IPv6 have labels of their own: 0 none, 1 and 2 as the socket says, 3 all.</summary>
    public const string FlowLabels = "net.ipv6.auto_flowlabels";

    /// <summary>Whether the answer to a SYN has the type of service of that, and what it opens.</summary>
    public const string Reflection = "net.ipv4.tcp_reflect_tos";

    /// <summary>What a packet has that does not say how far it may travel.</summary>
    private const long FarthestTravel = 255;

    /// <summary>What stands for the codepoints of ECN, by their bits.</summary>
    private static readonly string[] s_codepoints = ["noecn", "ect1", "ect0", "ce"];

    /// <summary>The fields of a packet that is sent.</summary>
    /// <param name="codepoint">What it says of congestion.</param>
    /// <param name="notes">The options of its socket, if it has one.</param>
    /// <param name="settings">The settings in force.</param>
    public static Sequence<HeaderField> Of(EcnCodepoint codepoint, SocketNotes? notes, RunSettings settings)
    {
        var (service, travel) = settings.IsVersion6 ? ("IPV6_TCLASS", "IPV6_UNICAST_HOPS") : ("IP_TOS", "IP_TTL");
        var tos = notes?.Values.GetValueOrDefault(service) ?? 0;
        var timeToLive = notes?.Values.GetValueOrDefault(travel) is > 0 and var set
            ? set
            : long.Parse(settings.Sysctls["net.ipv4.ip_default_ttl"], CultureInfo.InvariantCulture);
        var fields = new List<HeaderField>
        {
            new(s_codepoints[(int)codepoint], null), new("tos", tos | (long)codepoint), new("ttl", timeToLive),
        };
        if (settings.IsVersion6 && !HasFlowLabel(notes, settings))
        {
            fields.Add(new HeaderField("flowlabel", 0));
        }

        return fields.ToSequence();
    }

    /// <summary>
    /// Whether packets have a label of their flow, of which nobody can say what it is (RFC 6437 3; ip6_make_flowlabel,
    /// ip6_default_np_autolabel).
    /// </summary>
    private static bool HasFlowLabel(SocketNotes? notes, RunSettings settings)
    {
        const string Off = "0", OptIn = "2", Forced = "3";
        var choice = settings.Sysctls[FlowLabels];
        return choice switch
        {
            Off => false,
            Forced => true,
            _ when notes is not null && notes.Values.TryGetValue("IPV6_AUTOFLOWLABEL", out var isOn) => isOn != 0,
            _ => choice != OptIn,
        };
    }

    /// <summary>
    /// What stands for the options of a socket where there is none: an answer has the service of what it answers
    /// (tcp_v4_send_reset).
    /// </summary>
    public static SocketNotes AnswerTo(Sequence<HeaderField> fields, RunSettings settings)
    {
        var notes = new SocketNotes();
        notes.Values[settings.IsVersion6 ? "IPV6_TCLASS" : "IP_TOS"] =
            (fields.FirstOrDefault(field => field.Name == "tos")?.Value ?? 0) & ~CongestionBits;
        return notes;
    }

    /// <summary>Whether what a SYN opens has its type of service (tcp_v4_send_synack, tcp_v4_syn_recv_sock).</summary>
    public static bool ReflectsService(RunSettings settings) => ModelSettings.IsOn(settings.Sysctls[Reflection]);

    /// <summary>What a packet that arrives says of congestion.</summary>
    /// <exception cref="UnsupportedException">It has what the model does not look at.</exception>
    public static EcnCodepoint CodepointOf(Sequence<HeaderField> fields)
    {
        var codepoint = EcnCodepoint.NotCapable;
        foreach (var field in fields)
        {
            var place = Array.IndexOf(s_codepoints, field.Name);
            codepoint = field switch
            {
                _ when place >= 0 => (EcnCodepoint)place,
                { Name: "tos", Value: { } bits } => (EcnCodepoint)(bits & CongestionBits),
                { Name: "ttl" or "flowlabel" } => codepoint,
                _ => throw new UnsupportedException($"the model does not look at '{field.Name}' of the IP header"),
            };
        }

        return codepoint;
    }

    /// <summary>Whether a socket hears a packet that may have come from afar (IP_MINTTL, RFC 5082).</summary>
    public static bool IsHeard(Sequence<HeaderField> fields, SocketNotes notes, RunSettings settings) =>
        (fields.FirstOrDefault(field => field.Name == "ttl")?.Value ?? FarthestTravel)
            >= notes.Values.GetValueOrDefault(settings.IsVersion6 ? "IPV6_MINHOPCOUNT" : "IP_MINTTL");
}
