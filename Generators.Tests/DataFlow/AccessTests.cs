using Wakeline.Generators.Models;
using Wakeline.Generators.Tests.Harness;

namespace Wakeline.Generators.Tests.DataFlow;

/// <summary>What rows read and write, element by element, and never less than they do.</summary>
public sealed class AccessTests
{
    private const string Declarations = """
        using System.Runtime.CompilerServices;
        using System.Runtime.InteropServices;
        using Wakeline;

        namespace Flow;

        public enum Place : byte { Here, There }

        [StructLayout(LayoutKind.Sequential, Pack = 1)]
        public struct Seat
        {
            public Place Place;
            public byte Value;
            public byte Other;
            public BitSet<byte> Marks;
            public byte Kept { get; set; }
            public readonly bool IsLow => Value < 3;
            public void Raise() => Value++;
        }

        public struct Inner
        {
            public Place Place;
            public byte Count;
        }

        [StructLayout(LayoutKind.Sequential, Pack = 1)]
        public struct Room
        {
            public InlineArray4<Seat> Seats;
            public BitSet<byte> Guests;
            public Inner Inner;
            public byte Total;
            public byte Chosen;
        }

        public readonly record struct Ring(byte Value);

        [Machine]
        public static partial class Bell
        {
            static void Rules(Table<Inner, Place> table) => table
                .At(PlaceOf)
                .In(Place.Here).On<Ring>().Do(Count).Stay();

            private static ref Place PlaceOf(ref Inner inner) => ref inner.Place;

            private static void Count(ref Inner inner) => inner.Count++;
        }

        [Machine]
        public static partial class Sitter
        {
            static void Rules(Table<Room, Place> table) => table
                .At(PlaceOf)
                .In(Place.Here).Always().Do(Act).Goto(Place.There);

            private static ref Place PlaceOf(ref Room room, int self) => ref room.Seats[self].Place;

            private static void Act(ref Room room, int self)
            {
                BODY
            }

            private static void Set(ref Room room, byte other, int seat) => room.Seats[seat].Value = other;

            private static void SetNext(ref Room room, int seat)
            {
                seat++;
                room.Seats[seat].Value = 1;
            }

            private static void SetThrough(ref Room room, int seat) => Set(ref room, 1, (byte)seat);

            private static ref Seat SeatOf(ref Room room, int seat) => ref room.Seats[seat];

            private static void Grow(ref int seat) => seat++;
        }
        """;

    [Theory]
    [InlineData("room.Seats[self].Value = 1;", "", "Seats[self].Value")]
    [InlineData("room.Seats[room.Chosen].Value = 1;", "Chosen", "Seats[].Value")]
    [InlineData("room.Seats[self + 1].Value = 1;", "", "Seats[].Value")]
    [InlineData("room.Seats[2].Value = 1;", "", "Seats[].Value")]
    [InlineData("Set(ref room, 1, self);", "", "Seats[self].Value")]
    [InlineData("Set(ref room, (byte)self, 2);", "", "Seats[].Value")]
    [InlineData("Set(seat: self, other: 1, room: ref room);", "", "Seats[self].Value")]
    [InlineData("SetThrough(ref room, self);", "", "Seats[self].Value")]
    [InlineData("SetNext(ref room, self);", "", "Seats[].Value")]
    [InlineData("self = 3; room.Seats[self].Value = 1;", "", "Seats[].Value")]
    [InlineData("room.Seats[self].Value = 1; Grow(ref self);", "", "Seats[].Value")]
    [InlineData("(self, var x) = (1, 2); room.Seats[self].Value = (byte)x;", "", "Seats[].Value")]
    [InlineData("ref var seat = ref room.Seats[self]; seat.Value = seat.Other;",
        "Seats[self].Other", "Seats[self].Value")]
    [InlineData("SeatOf(ref room, self).Value++;", "Seats[self].Value", "Seats[self].Value")]
    [InlineData("SeatOf(ref room, room.Chosen).Value = 1;", "Chosen", "Seats[].Value")]
    [InlineData("room.Seats[self].Raise();", "Seats[self].Value", "Seats[self].Value")]
    [InlineData("room.Total = room.Seats[self].IsLow ? (byte)1 : (byte)2;", "Seats[self].Value", "Total")]
    [InlineData("room.Total = room.Seats[self].Kept;", "Seats[self]", "Total")]
    [InlineData("for (var i = 0; i < 4; i++) { room.Total += room.Seats[i].Value; }",
        "Seats[].Value Total", "Total")]
    [InlineData("room.Guests.Add(self);", "", "Guests[self]")]
    [InlineData("room.Total = room.Guests.Contains(self) ? (byte)1 : (byte)0;", "Guests[self]", "Total")]
    [InlineData("room.Guests.Remove(room.Chosen);", "Chosen", "Guests[]")]
    [InlineData("room.Total = (byte)room.Guests.Count;", "Guests", "Total")]
    [InlineData("room.Guests.Clear();", "Guests", "Guests")]
    [InlineData("room.Seats[self].Marks.Add(self);", "", "Seats[self].Marks[self]")]
    [InlineData("Bell.Fire(ref room.Inner, new Ring(room.Seats[self].Value));",
        "Inner.Count Inner.Place Seats[self].Value", "Inner.Count")]
    public void RowsTouchWhatTheyDo(string body, string reads, string writes)
    {
        var rule = Assert.Single(MachineWith(body).Rules);
        Assert.Equal(Sorted($"{reads} Seats[self].Place"), Sorted(string.Join(' ', rule.Reads)));
        Assert.Equal(Sorted($"{writes} Seats[self].Place"), Sorted(string.Join(' ', rule.Writes)));
    }

    [Fact]
    public void TheLocationHasItsPath() =>
        Assert.Equal("Seats[self].Place", MachineWith("room.Total = 1;").LocationPath);

    private static string Sorted(string paths) => string.Join(
        ' ', paths.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Order(StringComparer.Ordinal));

    private static MachineModel MachineWith(string body) => Compiler.Driver()
        .RunGenerators(
            Compiler.Create(Declarations.Replace("BODY", body, StringComparison.Ordinal)),
            TestContext.Current.CancellationToken)
        .GetRunResult().Results.Single().TrackedSteps[TrackingNames.Machine]
        .SelectMany(step => step.Outputs).Select(output => output.Value).OfType<MachineModel>()
        .Single(machine => machine.Type.FullName == "Flow.Sitter");
}
