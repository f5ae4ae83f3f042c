using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline.Checker.Tests.RandomSystems;

namespace Wakeline.Checker.Tests.Reduction;

/// <summary>
/// A state of a small concurrent system that carries its own rules: three workers, and one process that is two
/// machines, over bits that are shared, that are a worker's own, or that only the other process has.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Board
{
    public const int Workers = 3;
    public const int Machines = 3;
    public const int Locations = 3;
    public const int RulesPerMachine = 6;
    public const int Predicates = 5;
    public const int Bits = 10;

    /// <summary>The location of each worker, then of the two machines of the other process.</summary>
    public Masks<Places> At;

    /// <summary>The bits: two shared, two of each worker, two of the other process.</summary>
    public ushort Word;

    /// <summary>The rules of each machine; constant during a run.</summary>
    public RuleTable Rules;

    /// <summary>The variable that each predicate is about; constant during a run.</summary>
    public Masks<Marks> Predicate;

    /// <summary>Whether no rule and no predicate tells the workers apart; constant during a run.</summary>
    public bool IsSymmetric;

    public override readonly string ToString()
    {
        var board = this;
        var rules = Enumerable.Range(0, Machines * RulesPerMachine).Where(rule => board.Rules[rule].IsUsed)
            .Select(rule => $"{rule / RulesPerMachine}: {board.Rules[rule]}");
        var predicates = Enumerable.Range(0, Predicates).Select(each => (Variable)board.Predicate[each]);
        return $"{string.Join("; ", rules)}; about {string.Join(' ', predicates)} symmetric={IsSymmetric}";
    }

    [InlineArray(Workers + Machines - 1)]
    public struct Places
    {
        private byte _first;
    }

    [InlineArray(Predicates)]
    public struct Marks
    {
        private byte _first;
    }

    [InlineArray(Machines * RulesPerMachine)]
    public struct RuleTable
    {
        private BoardRule _first;
    }
}

/// <summary>What a rule reads or writes.</summary>
public enum Variable : byte
{
    SharedX,
    SharedY,

    /// <summary>Of the instance; the other process has the number 0, and so the bits of worker 0.</summary>
    OwnX,
    OwnY,

    /// <summary>Of the process that is two machines, as long as no worker has a rule with it.</summary>
    OtherX,
    OtherY,

    /// <summary>Whether any worker's own bit is set; it is read only.</summary>
    AnyOwnX,
}

/// <summary>A row: at a location, if a bit has a value, it sets another bit and goes on.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct BoardRule
{
    public bool IsUsed;
    public byte From;
    public byte To;
    public Variable Tested;
    public bool Expected;
    public Variable Changed;
    public BoardEffect Effect;
    public bool IsAlternative;

    public override readonly string ToString() =>
        $"{From} if {Tested}={Expected} {Effect} {Changed} to {To}{(IsAlternative ? " alternative" : "")}";
}

public enum BoardEffect : byte
{
    Nothing,
    Set,
    Clear,
    Flip,

    /// <summary>Copies the shared bit X.</summary>
    Copy,

    /// <summary>A bounded collection overflows if the bit is set.</summary>
    Overflow,
}
