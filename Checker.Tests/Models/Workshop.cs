using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Checker.Tests.Models;

public enum WorkerPlace : byte
{
    Working,
    Delivering,
    Home,
}

/// <summary>Workers who make some pieces each, alone, and then deliver them to the others.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Shop
{
    public Mutation Mutation;
    public byte WorkerCount;
    public byte Pieces;
    public InlineArray8<Workbench> Benches;
    public byte Stock;
}

[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Workbench
{
    public WorkerPlace Place;
    public byte Made;
}

[Machine]
public static partial class Worker
{
    internal static void Rules(Table<Shop, WorkerPlace> table) => table
        .At(Place).MutatedBy(MutationIn).Final(WorkerPlace.Home)
        .In(WorkerPlace.Working)
            .When(HasMore).Do(Make).Stay()
            .Otherwise().Goto(WorkerPlace.Delivering)
        .In(WorkerPlace.Delivering)
            .Always().Do(Deliver).Goto(WorkerPlace.Home).Named("Deliver")
        .Mutant("greedy", "A worker keeps what he has made.")
            .Without("Deliver")
            .In(WorkerPlace.Delivering).Always().Goto(WorkerPlace.Home);

    private static ref WorkerPlace Place(ref Shop shop, int self) => ref shop.Benches[self].Place;

    private static Mutation MutationIn(in Shop shop) => shop.Mutation;

    private static bool HasMore(in Shop shop, int self) => shop.Benches[self].Made < shop.Pieces;

    private static void Make(ref Shop shop, int self) => MakeOne(ref shop.Benches[self]);

    private static void MakeOne(ref Workbench bench) => bench.Made++;

    private static void Deliver(ref Shop shop, int self) => shop.Stock += shop.Benches[self].Made;
}

[CheckedSystem("workshop")]
public readonly partial struct Workshop
{
    internal static void Compose(SystemTable<Shop> system) => system
        .Parameter("workers", 3, 1, 8, "workers")
        .Parameter("pieces", 3, 0, 8, "pieces each of them makes")
        .Start(Begin)
        .Run(typeof(Worker), Workers, "worker {0}")
        .Interchangeable(Workers, Exchange)
        .Never(IsOverfull, "no more is delivered than is made")
        .Sometimes(IsHalfFull, "half of it is delivered at some time")
        .AtRest(IsFull, "in the end all is delivered")
        .MayEnd(EverybodyIsHome)
        .Catches("greedy", nameof(IsFull));

    private static Shop Begin(Parameters parameters) => new()
    {
        Mutation = parameters.Mutation,
        WorkerCount = (byte)parameters["workers"],
        Pieces = (byte)parameters["pieces"],
    };

    private static int Workers(in Shop shop) => shop.WorkerCount;

    private static void Exchange(ref Shop shop, int a, int b) =>
        (shop.Benches[a], shop.Benches[b]) = (shop.Benches[b], shop.Benches[a]);

    private static bool IsOverfull(in Shop shop) => shop.Stock > shop.WorkerCount * shop.Pieces;

    private static bool IsHalfFull(in Shop shop) => shop.Stock * 2 >= shop.WorkerCount * shop.Pieces;

    private static bool IsFull(in Shop shop) => shop.Stock == shop.WorkerCount * shop.Pieces;

    private static bool EverybodyIsHome(in Shop shop)
    {
        for (var worker = 0; worker < shop.WorkerCount; worker++)
        {
            if (shop.Benches[worker].Place != WorkerPlace.Home)
            {
                return false;
            }
        }

        return true;
    }
}
