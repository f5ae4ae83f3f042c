using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline;

namespace PublishedModels;

public enum Meal : byte
{
    Thinking,
    HoldsFirst,
    Eating,
}

/// <summary>
/// Philosophers who take one fork after the other: Dijkstra, "Hierarchical ordering of sequential processes", Acta
/// Informatica 1 (1971).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Table
{
    public byte Seats;
    public bool HasLeftHander;
    public InlineArray8<Meal> Meals;
    public BitSet<byte> TakenForks;
}

[Machine]
public static partial class Philosopher
{
    internal static void Rules(Table<Table, Meal> table) => table
        .At(Place).Fair(Fairness.Strong)
        .In(Meal.Thinking)
            .When(FirstForkIsFree).Do(TakeFirst).Goto(Meal.HoldsFirst)
        .In(Meal.HoldsFirst)
            .When(SecondForkIsFree).Do(TakeSecond).Goto(Meal.Eating)
        .In(Meal.Eating)
            .Always().Do(PutDown).Goto(Meal.Thinking);

    private static ref Meal Place(ref Table table, int self) => ref table.Meals[self];

    private static bool FirstForkIsFree(in Table table, int self) => !table.TakenForks.Contains(First(in table, self));

    private static bool SecondForkIsFree(in Table table, int self) =>
        !table.TakenForks.Contains(Second(in table, self));

    private static void TakeFirst(ref Table table, int self) => table.TakenForks.Add(First(in table, self));

    private static void TakeSecond(ref Table table, int self) => table.TakenForks.Add(Second(in table, self));

    private static void PutDown(ref Table table, int self)
    {
        table.TakenForks.Remove(self);
        table.TakenForks.Remove((self + 1) % table.Seats);
    }

    private static int First(in Table table, int self) =>
        IsLeftHander(in table, self) ? (self + 1) % table.Seats : self;

    private static int Second(in Table table, int self) =>
        IsLeftHander(in table, self) ? self : (self + 1) % table.Seats;

    private static bool IsLeftHander(in Table table, int self) => table.HasLeftHander && self == 0;
}

[CheckedSystem("philosophers")]
public readonly partial struct Philosophers
{
    internal static void Compose(SystemTable<Table> system) => system
        .Parameter("seats", 4, 2, 8, "philosophers, and forks")
        .Parameter("lefthander", 0, 0, 1, "whether the first philosopher takes the other fork first")
        .Start(Sit)
        .Run(typeof(Philosopher), Seats, "philosopher {0}")
        .Sometimes(FirstEats, "somebody eats at all")
        .LeadsTo(FirstIsHungry, FirstEats, "who has a fork eats");

    private static Table Sit(Parameters parameters) => new()
    {
        Seats = (byte)parameters["seats"],
        HasLeftHander = parameters["lefthander"] == 1,
    };

    private static int Seats(in Table table) => table.Seats;

    private static bool FirstEats(in Table table) => table.Meals[0] == Meal.Eating;

    private static bool FirstIsHungry(in Table table) => table.Meals[0] == Meal.HoldsFirst;
}
