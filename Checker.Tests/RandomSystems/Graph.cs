using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Checker.Tests.RandomSystems;

/// <summary>
/// A state of a small system that carries its own transition table: eight locations, four rules of two instances each,
/// and the locations where each predicate holds. Only the location ever changes.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Graph
{
    public const int Locations = 8;
    public const int Rules = 4;
    public const int Instances = 2;
    public const int Actors = Rules * Instances;
    public const int Predicates = 6;

    public byte Location;
    public Masks<Table> Targets;
    public Masks<Marks> Holds;
    public byte MayEnd;
    public byte Throws;

    /// <summary>The fairness of each rule.</summary>
    public static Fairness FairnessOf(int rule) => rule switch
    {
        0 => Fairness.None,
        1 => Fairness.Weak,
        _ => Fairness.Strong,
    };

    /// <summary>The locations that an actor can go to from a location, one bit each.</summary>
    public readonly byte TargetsOf(int actor, int location) => Targets[actor * Locations + location];

    public readonly bool Is(int predicate, int location) => (Holds[predicate] >> location & 1) != 0;

    public override readonly string ToString()
    {
        var graph = this;
        var edges =
            from location in Enumerable.Range(0, Locations)
            from actor in Enumerable.Range(0, Actors)
            from target in Enumerable.Range(0, Locations)
            where (graph.TargetsOf(actor, location) >> target & 1) != 0
            select $"{location}-{FairnessOf(actor / Instances)}{actor}->{target}";
        var marks = Enumerable.Range(0, Predicates).Select(each => $"P{each}={graph.Holds[each]:b8}");
        return $"from {Location}: {string.Join(' ', edges)}; {string.Join(' ', marks)} "
            + $"end={MayEnd:b8} throws={Throws:b8}";
    }

    [InlineArray(Actors * Locations)]
    public struct Table
    {
        private byte _first;
    }

    [InlineArray(Predicates)]
    public struct Marks
    {
        private byte _first;
    }
}

/// <summary>Bytes side by side.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Masks<TStorage> where TStorage : unmanaged
{
    private TStorage _bytes;

    public byte this[int index]
    {
        readonly get => MemoryMarshal.AsBytes(new ReadOnlySpan<TStorage>(in _bytes))[index];
        set => MemoryMarshal.AsBytes(new Span<TStorage>(ref _bytes))[index] = value;
    }
}
