using Wakeline.Conformance.Packetdrill.OnModel.Reports;
using Wakeline.Model;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>What is remembered of a socket beside the model's state: options as they were set, and reports.</summary>
internal sealed class SocketNotes
{
    /// <summary>Values of options that were set, by name.</summary>
    public Dictionary<string, long> Values { get; } = [];

    /// <summary>Names that were set, by option.</summary>
    public Dictionary<string, string> Texts { get; } = [];

    /// <summary>The keys of its cookies, if it has its own (TCP_FASTOPEN_KEY).</summary>
    public IReadOnlyList<FastOpenKey> FastOpenKeys { get; set; } = [];

    /// <summary>The port that a connection will be opened to with the first text; none if none waits.</summary>
    public ushort? DeferredPort { get; set; }

    /// <summary>The host that the user has bound it to.</summary>
    public string? BoundHost { get; set; }

    /// <summary>The octets of the headers of its SYN, if they are kept and nobody has taken them (saved_syn).</summary>
    public int? SavedSyn { get; set; }

    /// <summary>What is to be told of what is sent.</summary>
    public TransmitReports Reports { get; } = new();

    /// <summary>How long calls that receive may sleep (SO_RCVTIMEO).</summary>
    public TimeSpan? ReceiveTimeout => TimeOf("SO_RCVTIMEO");

    /// <summary>How long calls that send may sleep (SO_SNDTIMEO).</summary>
    public TimeSpan? SendTimeout => TimeOf("SO_SNDTIMEO");

    /// <summary>How long close may sleep (SO_LINGER).</summary>
    public TimeSpan? LingerTime =>
        Values.TryGetValue("SO_LINGER", out var seconds) && seconds >= 0 ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Whether an option that is a flag or a number is on.</summary>
    public bool Has(string option) => Values.GetValueOrDefault(option) != 0;

    /// <summary>The notes of a child: what its listener had set (sk_clone).</summary>
    public SocketNotes Inherit()
    {
        var child = new SocketNotes();
        foreach (var (option, value) in Values)
        {
            child.Values[option] = value;
        }

        foreach (var (option, text) in Texts)
        {
            child.Texts[option] = text;
        }

        child.Reports.Stamping = Reports.Stamping;
        return child;
    }

    private TimeSpan? TimeOf(string option) =>
        Values.GetValueOrDefault(option) is not 0 and var microseconds ? TimeSpan.FromMicroseconds(microseconds) : null;
}
