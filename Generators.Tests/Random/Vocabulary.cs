namespace Wakeline.Generators.Tests.Random;

/// <summary>
/// The guards and effects random machines are made of: every shape the language has, over numbers below four. Names
/// that begin with <c>My</c> look at their own instance, the others at the first.
/// </summary>
public static class Vocabulary
{
    public static ref Place At(ref World world) => ref world.Cells[0].Place;

    public static ref Place AtMine(ref World world, int self) => ref world.Cells[self].Place;

    public static ref BitSet<ushort> Owing(ref World world) => ref world.Cells[0].Dues;

    public static ref BitSet<ushort> OwingMine(ref World world, int self) => ref world.Cells[self].Dues;

    public static ref BitSet<ushort> Timing(ref World world) => ref world.Cells[0].Clocks;

    public static ref BitSet<ushort> TimingMine(ref World world, int self) => ref world.Cells[self].Clocks;

    public static Mutation Carried(in World world) => world.Mutation;

    public static bool AIs0(in World world) => world.Cells[0].A == 0;

    public static bool AIs1(in World world) => world.Cells[0].A == 1;

    public static bool ABelow2(in World world) => world.Cells[0].A < 2;

    public static bool BBelow3(in World world) => world.Cells[0].B < 3;

    public static bool AEqualsB(in World world) => world.Cells[0].A == world.Cells[0].B;

    public static bool MyAIs0(in World world, int self) => world.Cells[self].A == 0;

    public static bool MyAIs2(in World world, int self) => world.Cells[self].A == 2;

    public static bool MyABelowB(in World world, int self) => world.Cells[self].A < world.Cells[self].B;

    public static bool MyBBelow2(in World world, int self) => world.Cells[self].B < 2;

    public static bool ChoiceIsB(in World world, int self, int choice) => world.Cells[self].B == choice;

    public static bool ChoiceIsOdd(in World world, int self, int choice) => choice % 2 == 1;

    public static bool LevelIs(in World world, int self, Level level) => world.Cells[self].Level == level;

    public static bool IsOdd(in Ping ping) => ping.Value % 2 == 1;

    public static bool IsOdd(in Pong pong) => pong.Value % 2 == 1;

    public static bool IsLarge(in Ping ping) => ping.Value > 1;

    public static bool IsLarge(in Pong pong) => pong.Value > 1;

    public static bool Exceeds(in World world, in Ping ping) => ping.Value > world.Cells[0].A;

    public static bool Exceeds(in World world, in Pong pong) => pong.Value > world.Cells[0].A;

    public static bool MyMatch(in World world, int self, in Ping ping) => ping.Value == world.Cells[self].B;

    public static bool MyMatch(in World world, int self, in Pong pong) => pong.Value == world.Cells[self].B;

    public static void IncreaseA(ref World world) => Increase(ref world.Cells[0].A, 1);

    public static void DoubleB(ref World world) => Increase(ref world.Cells[0].B, world.Cells[0].B);

    public static void MyIncreaseB(ref World world, int self) => Increase(ref world.Cells[self].B, 1);

    public static void MyAddBToA(ref World world, int self) => Increase(ref world.Cells[self].A, world.Cells[self].B);

    public static void MyJump(ref World world, int self) => world.Cells[self].Place = (Place)world.Cells[self].A;

    public static void AddChoice(ref World world, int self, int choice) =>
        Increase(ref world.Cells[self].A, choice + 1);

    public static void SetLevel(ref World world, int self, Level level) => world.Cells[self].Level = level;

    public static void Add(ref World world, in Ping ping) => Increase(ref world.Cells[0].A, ping.Value);

    public static void Add(ref World world, in Pong pong) => Increase(ref world.Cells[0].A, pong.Value);

    public static void Add(ref World world, in Note note) => Increase(ref world.Cells[0].A, note.Value);

    public static void Add(ref World world, in Letter letter) => Increase(ref world.Cells[0].A, letter.First);

    public static void MyAdd(ref World world, int self, in Note note) => Increase(ref world.Cells[self].B, note.Value);

    public static void MyAdd(ref World world, int self, in Letter letter) =>
        Increase(ref world.Cells[self].B, letter.Second);

    public static void MyAdd(ref World world, int self, in Ping ping) => Increase(ref world.Cells[self].B, ping.Value);

    public static void MyAdd(ref World world, int self, in Pong pong) => Increase(ref world.Cells[self].B, pong.Value);

    public static int ChoicesOfA(in World world, int self) => world.Cells[self].A;

    public static int ChoicesOfB(in World world, int self) => world.Cells[self].B;

    public static Note NoteOfA(in World world) => new(world.Cells[0].A);

    public static Note MyNoteOfB(in World world, int self) => new(world.Cells[self].B);

    public static Letter LetterOfA(in World world) => new() { First = world.Cells[0].A };

    public static Letter MyLetter(in World world, int self) => new() { Second = world.Cells[self].B };

    public static bool AtLeastA(in World world, in Note observed) => observed.Value >= world.Cells[0].A;

    public static bool MyAtMostB(in World world, int self, in Note observed) => observed.Value <= world.Cells[self].B;

    public static bool AtLeastA(in World world, in Letter observed) => observed.First >= world.Cells[0].A;

    public static bool MyAtMostB(in World world, int self, in Letter observed) =>
        observed.Second <= world.Cells[self].B;

    private static void Increase(ref byte number, int by) => number = (byte)((number + by) % 4);
}
