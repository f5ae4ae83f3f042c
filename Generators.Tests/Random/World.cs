using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Generators.Tests.Random;

/// <summary>Locations of random machines.</summary>
public enum Place : byte { P0, P1, P2, P3 }

/// <summary>Timers of random machines.</summary>
public enum Clock : byte { T0, T1, T2 }

/// <summary>Obligations of random machines.</summary>
public enum Due : byte { D0, D1 }

/// <summary>Constants that guards and effects take; not in the order of their numbers.</summary>
public enum Level : byte { High = 3, Low = 1, None = 0 }

/// <summary>An event.</summary>
public readonly record struct Ping(byte Value);

/// <summary>Another event.</summary>
public readonly record struct Pong(byte Value);

/// <summary>An output that is compared by its own <c>Equals</c>.</summary>
public readonly record struct Note(byte Value);

/// <summary>An output that is compared byte by byte.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Letter
{
    public byte First;
    public byte Second;
}

/// <summary>One instance.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Cell
{
    public Place Place;
    public byte A;
    public byte B;
    public Level Level;
    public BitSet<ushort> Dues;
    public BitSet<ushort> Clocks;
}

/// <summary>
/// The state of every random machine: two instances, of which a machine without instances uses the first.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct World : IEquatable<World>
{
    public Mutation Mutation;
    public InlineArray2<Cell> Cells;

    public readonly bool Equals(World other) => Bytes(in this).SequenceEqual(Bytes(in other));

    public override readonly bool Equals(object? obj) => obj is World other && Equals(other);

    public override readonly int GetHashCode() => Cells[0].A;

    public static bool operator ==(World left, World right) => left.Equals(right);

    public static bool operator !=(World left, World right) => !left.Equals(right);

    public override readonly string ToString() => $"{Show(Cells[0])} | {Show(Cells[1])}";

    private static ReadOnlySpan<byte> Bytes(in World world) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<World>(in world));

    private static string Show(Cell cell) =>
        $"{cell.Place} A={cell.A} B={cell.B} {cell.Level} dues={cell.Dues.Word:b} clocks={cell.Clocks.Word:b}";
}
