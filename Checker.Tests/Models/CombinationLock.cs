using System.Runtime.InteropServices;

namespace Wakeline.Checker.Tests.Models;

public enum LockDoor : byte
{
    Shut,
    Open,
}

[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Dial
{
    public LockDoor Door;
    public ushort Dialled;
}

/// <summary>Somebody dials a number; one of a thousand opens. A row has more choices than a byte has values.</summary>
[Machine]
public static partial class Dialling
{
    internal static void Rules(Table<Dial, LockDoor> table) => table
        .At(Door).Final(LockDoor.Open)
        .In(LockDoor.Shut)
            .Choose(Numbers).When(Opens).Do(Turn).Goto(LockDoor.Open)
        .In(LockDoor.Open)
            .Choose(Numbers).When(IsAnother).Do(Turn).Stay();

    private static ref LockDoor Door(ref Dial dial) => ref dial.Door;

    private static int Numbers(in Dial dial, int self) => 1000;

    private static bool Opens(in Dial dial, int self, int choice) => choice == CombinationLock.Number;

    private static bool IsAnother(in Dial dial, int self, int choice) => choice != dial.Dialled;

    private static void Turn(ref Dial dial, int self, int choice) => dial.Dialled = (ushort)choice;
}

[CheckedSystem("combination-lock")]
public readonly partial struct CombinationLock
{
    internal const int Number = 700;

    internal static void Compose(SystemTable<Dial> system) => system
        .Start(Begin)
        .Run(typeof(Dialling), One, "somebody")
        .Never(IsOpen, "the door is shut");

    private static Dial Begin(Parameters parameters) => default;

    private static int One(in Dial dial) => 1;

    private static bool IsOpen(in Dial dial) => dial.Door == LockDoor.Open;
}
