using System.Numerics;

namespace Wakeline.Checker.Tests.Reduction;

/// <summary>Runs a <see cref="Board"/>; which one is set before a check, on the thread that checks.</summary>
public readonly struct BoardSystem : ISystem<Board>
{
    public const string Always = "A";
    public const string Never = "N";
    public const string Sometimes = "S";
    public const string AtRest = "R";
    public const string LeadsTo = "S~>R";

    private const int Worker = 0;

    [ThreadStatic]
    private static Board s_start;

    [ThreadStatic]
    private static SystemInfo? s_info;

    public static SystemInfo Info => s_info!;

    /// <summary>Says which board is run.</summary>
    /// <param name="start">The board.</param>
    /// <param name="forgetsWrite">Whether the sets leave out what effects write: a lie.</param>
    public static void Use(in Board start, bool forgetsWrite = false)
    {
        s_start = start;
        s_info = BoardInfo.Of(in start, forgetsWrite);
    }

    public static Board Start(Parameters parameters) => s_start;

    public static void Successors<TSink>(in Board state, ref TSink sink)
        where TSink : struct, ISuccessorSink<Board>, allows ref struct
    {
        for (var machine = 0; machine < Board.Machines; machine++)
        {
            for (var instance = 0; instance < InstancesOf(in state, machine); instance++)
            {
                SuccessorsOf(in state, machine, instance, ref sink);
            }
        }
    }

    public static int InstancesOf(in Board state, int machine) => machine == Worker ? Board.Workers : 1;

    public static int LocationOf(in Board state, int machine, int instance) => state.At[PlaceOf(machine, instance)];

    public static void SuccessorsOf<TSink>(in Board state, int machine, int instance, ref TSink sink)
        where TSink : struct, ISuccessorSink<Board>, allows ref struct
    {
        var place = PlaceOf(machine, instance);
        for (var number = 0; number < Board.RulesPerMachine; number++)
        {
            var index = machine * Board.RulesPerMachine + number;
            var rule = state.Rules[index];
            if (!rule.IsUsed || rule.From != state.At[place] || Value(in state, rule.Tested, instance) != rule.Expected)
            {
                continue;
            }

            if (sink.Takes(index, instance, 0))
            {
                ref var next = ref sink.Begin(in state);
                Apply(ref next, rule, instance);
                next.At[place] = rule.To;
                sink.Commit(index, instance, 0);
            }

            if (!rule.IsAlternative)
            {
                return;
            }
        }
    }

    public static ulong Evaluate(in Board state)
    {
        var holds = 0UL;
        for (var predicate = 0; predicate < Board.Predicates; predicate++)
        {
            holds |= Value(in state, (Variable)state.Predicate[predicate], 0) ? 1UL << predicate : 0;
        }

        // What is always to hold is that the bit is clear, as it is at the start.
        return holds ^ 1;
    }

    public static bool MayEnd(in Board state) => (Evaluate(in state) >> 4 & 1) != 0;

    public static int InterchangeableIn(in Board state) => state.IsSymmetric ? Board.Workers : 0;

    public static void Exchange(ref Board state, int a, int b)
    {
        (state.At[a], state.At[b]) = (state.At[b], state.At[a]);
        foreach (var own in new[] { Variable.OwnX, Variable.OwnY })
        {
            var (left, right) = (Bit(own, a), Bit(own, b));
            var isDifferent = BitOperations.PopCount((uint)(state.Word & (left | right))) == 1;
            state.Word ^= (ushort)(isDifferent ? left | right : 0);
        }
    }

    private static int PlaceOf(int machine, int instance) =>
        machine == Worker ? instance : Board.Workers + machine - 1;

    private static bool Value(in Board state, Variable variable, int self) => (state.Word & Bit(variable, self)) != 0;

    private static int Bit(Variable variable, int self) => variable switch
    {
        Variable.SharedX or Variable.SharedY => 1 << (int)variable,
        Variable.OwnX or Variable.OwnY => 1 << (2 + (int)(variable - Variable.OwnX) * Board.Workers + self),
        Variable.OtherX or Variable.OtherY => 1 << (8 + (int)(variable - Variable.OtherX)),
        _ => Bit(Variable.OwnX, 0) | Bit(Variable.OwnX, 1) | Bit(Variable.OwnX, 2),
    };

    private static void Apply(ref Board state, BoardRule rule, int self)
    {
        var bit = Bit(rule.Changed, self);
        var isSet = rule.Effect switch
        {
            BoardEffect.Set => true,
            BoardEffect.Clear => false,
            BoardEffect.Flip => (state.Word & bit) == 0,
            BoardEffect.Copy => Value(in state, Variable.SharedX, self),
            BoardEffect.Overflow when (state.Word & bit) != 0 =>
                throw new BoundExceededException("The random board is full here."),
            _ => (state.Word & bit) != 0,
        };
        state.Word = (ushort)(isSet ? state.Word | bit : state.Word & ~bit);
    }
}
