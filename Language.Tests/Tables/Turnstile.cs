using System.Runtime.InteropServices;

namespace Wakeline.Language.Tests.Tables;

/// <summary>A small machine that uses every construct of the language once.</summary>
public static class Turnstile
{
    public enum Place : byte
    {
        Locked,
        Unlocked,
        Broken,
    }

    public enum Alarm : byte
    {
        Quiet,
        Loud,
    }

    public enum Due : byte
    {
        Ticket,
    }

    public enum Clock : byte
    {
        Relock,
    }

    public readonly record struct Coin(int Cents);

    public readonly record struct Ticket(int Price);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct State
    {
        public Place Place;
        public BitSet<ushort> Owed;
        public BitSet<ushort> Timers;
        public Mutation Mutation;
        public int Cents;
        public int Passed;
        public int Charged;
        public Alarm Alarm;
    }

    internal static void Rules(Table<State, Place> table) => table
        .At(PlaceOf).Owing(OwedBy).Timing(TimersOf).MutatedBy(MutationIn).Final(Place.Broken)
        .In(Place.Locked).Per("Manual 1").Holding("latch")
            .On<Coin>(IsForged).Do(Sound, Alarm.Loud).Stay().Per("Manual 1.1")
            .On<Coin>().When(IsEnough).Do(Take).Owe(Due.Ticket).Arm(Clock.Relock).Goto(Place.Unlocked)
            .On<Coin>().Do(Take).Stay()
        .In(Place.Unlocked)
            .On<Coin>().Ignore()
            .Emits<Ticket>(Print).Discharge(Due.Ticket).Admits(IsDearEnough).Do(Charge).Stay()
            .Expires(Clock.Relock).Goto(Place.Locked)
            .Choose(Persons).When(Fits).Do(Pass).Cancel(Clock.Relock).Goto(Place.Locked)
            .When(AlarmIs, Alarm.Loud).Goto(Place.Broken).Alternative()
            .Otherwise().Do(Sound, Alarm.Quiet).Goto(Place.Locked).Fair(Fairness.Weak)
        .Mutant("free", "Everybody passes without a coin.")
            .Without("Locked.Coin.Always")
            .In(Place.Locked).On<Coin>().Goto(Place.Unlocked).Named("open");

    private static ref Place PlaceOf(ref State state) => ref state.Place;

    private static ref BitSet<ushort> OwedBy(ref State state) => ref state.Owed;

    private static ref BitSet<ushort> TimersOf(ref State state) => ref state.Timers;

    private static Mutation MutationIn(in State state) => state.Mutation;

    private static bool IsForged(in Coin coin) => coin.Cents < 0;

    private static bool IsEnough(in State state, in Coin coin) => state.Cents + coin.Cents >= 100;

    private static bool IsDearEnough(in State state, in Ticket ticket) => ticket.Price >= 100;

    private static bool AlarmIs(in State state, int self, Alarm alarm) => state.Alarm == alarm;

    private static bool Fits(in State state, int self, int choice) => choice % 2 == 1;

    private static int Persons(in State state, int self) => state.Cents >= 200 ? 4 : 0;

    private static void Take(ref State state, in Coin coin) => state.Cents += coin.Cents;

    private static void Sound(ref State state, int self, Alarm alarm) => state.Alarm = alarm;

    private static void Pass(ref State state, int self, int choice) => state.Passed = choice;

    private static void Charge(ref State state, in Ticket ticket) => state.Charged += ticket.Price;

    private static Ticket Print(in State state) => new(100);
}
