using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Syntax.Tree;

/// <summary>The two options of AccECN: they have the same counters in opposite orders (RFC 9768 3.2.3).</summary>
internal static class EcnCounterOrder
{
    /// <summary>The kind of the option that begins with the octets marked ECT(0).</summary>
    public const byte Ect0First = 172;

    /// <summary>The kind of the option that begins with the octets marked ECT(1).</summary>
    public const byte Ect1First = 174;

    private const uint CounterMost = 0xFF_FFFF;

    private static readonly string[] s_names = ["e0b", "ceb", "e1b"];

    /// <summary>
    /// The kind of option that has counters in this order; <see langword="null"/> if none has. Without any it is the
    /// one that Linux sends.
    /// </summary>
    public static byte? KindOf(Sequence<HeaderField> counters) =>
        counters.Any(counter => counter.Value is not <= CounterMost) ? null
            : AreNamed(counters, Ect1First) ? Ect1First
            : AreNamed(counters, Ect0First) ? Ect0First
            : null;

    /// <summary>An option of a kind with some counters; <see langword="null"/> if there is none.</summary>
    public static EcnCounters? Of(byte kind, uint[] values)
    {
        if (kind is not (Ect0First or Ect1First) || values.Length > s_names.Length
            || values.Any(value => value > CounterMost) || (values.Length == 0 && kind == Ect0First))
        {
            return null;
        }

        return new EcnCounters(
            values.Select((value, place) => new HeaderField(NameAt(place, kind), value)).ToSequence());
    }

    private static bool AreNamed(Sequence<HeaderField> counters, byte kind) =>
        counters.Count <= s_names.Length
        && !counters.Where((counter, place) => counter.Name != NameAt(place, kind)).Any();

    private static string NameAt(int place, byte kind) =>
        s_names[kind == Ect0First ? place : s_names.Length - 1 - place];
}
