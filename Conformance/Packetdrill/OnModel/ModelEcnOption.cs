using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Model.Transport;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>The option of AccECN as it stands in a header, and as the model knows it.</summary>
internal static class ModelEcnOption
{
    /// <summary>The option among those of a packet, if it is there. One that is malformed is skipped.</summary>
    public static EcnOption? ToModel(Sequence<TcpOption> options)
    {
        foreach (var option in options)
        {
            switch (option)
            {
                case PlainOption { Kind: PlainOptionKind.EndOfList }:
                    return null;
                case EcnCounters { Counters: var counters } when EcnCounterOrder.KindOf(counters) is { } kind:
                    return new EcnOption(
                        kind == EcnCounterOrder.Ect1First, counters.Count, ValueAt(counters, 0), ValueAt(counters, 1),
                        ValueAt(counters, 2));
                case UnknownOption { Kind: EcnCounterOrder.Ect0First, Octets: "" }:
                    return new EcnOption(false, 0, 0, 0, 0);
            }
        }

        return null;
    }

    /// <summary>The option of a packet that is sent.</summary>
    public static EcnCounters ToWire(in EcnOption option) => EcnCounterOrder.Of(
        option.Begins1 ? EcnCounterOrder.Ect1First : EcnCounterOrder.Ect0First,
        ((uint[])[option.First, option.Second, option.Third])[..option.Count])!;

    private static uint ValueAt(Sequence<HeaderField> counters, int place) =>
        place < counters.Count ? (uint)(counters[place].Value ?? 0) : 0;
}
