using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Model.Transport;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>
/// Options in the order of a header, filled up to words as Linux does: the octets of the option of AccECN that run over
/// its last word stand where another option would be filled up in front (net/ipv4/tcp_output.c tcp_options_write).
/// </summary>
internal sealed class OptionList
{
    /// <summary>An octet that fills up.</summary>
    public static readonly PlainOption Padding = new(PlainOptionKind.NoOperation);

    private readonly List<TcpOption> _options = [];
    private EcnCounters? _waiting;
    private int _over;

    /// <summary>Adds options.</summary>
    public void Add(params IEnumerable<TcpOption> options) => _options.AddRange(options);

    /// <summary>Adds the option of AccECN, if there is one.</summary>
    public void AddCounters(EcnOption? counters)
    {
        if (counters is not { } option)
        {
            return;
        }

        var wire = ModelEcnOption.ToWire(in option);
        _over = option.Count switch { 0 => 2, 1 => 1, _ => 0 };
        if (_over > 0)
        {
            _waiting = wire;
            return;
        }

        Add(option.Count == EcnOption.FieldsMost ? [wire, Padding] : [wire]);
    }

    /// <summary>Adds an option that is filled up in front.</summary>
    /// <param name="octets">Octets that fill it up.</param>
    /// <param name="option">The option.</param>
    public void AddBehind(int octets, TcpOption option)
    {
        if (_waiting is { } counters && _over <= octets)
        {
            Add(counters);
            octets -= _over;
            _waiting = null;
        }

        Add([.. Enumerable.Repeat(Padding, octets), option]);
    }

    /// <summary>What has found no such place fills a word of its own.</summary>
    public void EndCounters()
    {
        if (_waiting is { } counters)
        {
            Add([counters, .. Enumerable.Repeat(Padding, 4 - _over)]);
            _waiting = null;
        }
    }

    /// <summary>The options.</summary>
    public Sequence<TcpOption> ToSequence() => _options.ToSequence();
}
