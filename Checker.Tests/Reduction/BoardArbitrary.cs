using FsCheck;
using FsCheck.Fluent;

namespace Wakeline.Checker.Tests.Reduction;

/// <summary>Random boards, in which much is private and little is looked at; they shrink by losing rules.</summary>
public static class BoardArbitrary
{
    public static Arbitrary<Board> Boards() => Arb.From(Generator, Shrink);

    public static Gen<Board> Generator =>
        from isSymmetric in Gen.Elements(true, false)
        from rules in Gen.ArrayOf(Rule, Board.Machines * Board.RulesPerMachine)
        from predicates in Gen.ArrayOf(Gen.Elements(
            Variable.SharedX, Variable.SharedY, Variable.AnyOwnX, Variable.OtherX, Variable.OwnY), Board.Predicates)
        select Build(isSymmetric, rules, predicates);

    private static Gen<BoardRule> Rule =>
        from isUsed in Gen.Frequency((2, Gen.Constant(true)), (1, Gen.Constant(false)))
        from places in Gen.Choose(0, Board.Locations * Board.Locations - 1)
        from tested in Gen.Frequency(
            (2, Gen.Elements(Variable.OwnX, Variable.OwnY)), (1, Gen.Elements(Variable.OtherX, Variable.OtherY)),
            (1, Gen.Elements(Variable.SharedX, Variable.SharedY, Variable.AnyOwnX)))
        from expected in Gen.Frequency((1, Gen.Constant(true)), (2, Gen.Constant(false)))
        from changed in Gen.Frequency(
            (3, Gen.Elements(Variable.OwnX, Variable.OwnY)), (1, Gen.Elements(Variable.OtherX, Variable.OtherY)),
            (1, Gen.Elements(Variable.SharedX, Variable.SharedY)))
        from effect in Gen.Frequency(
            (8, Gen.Elements(
                BoardEffect.Nothing, BoardEffect.Set, BoardEffect.Clear, BoardEffect.Flip, BoardEffect.Copy)),
            (1, Gen.Elements(BoardEffect.Set, BoardEffect.Overflow)))
        from isAlternative in Gen.Elements(true, false)
        select new BoardRule
        {
            IsUsed = isUsed,
            From = (byte)(places / Board.Locations),
            To = (byte)(places % Board.Locations),
            Tested = tested,
            Expected = expected,
            Changed = changed,
            Effect = effect,
            IsAlternative = isAlternative,
        };

    private static Board Build(bool isSymmetric, BoardRule[] rules, Variable[] predicates)
    {
        var board = new Board { IsSymmetric = isSymmetric };
        for (var i = 0; i < rules.Length; i++)
        {
            // The other process would tell worker 0 from the rest by its bits.
            var isOfOther = i >= Board.RulesPerMachine;
            board.Rules[i] = isSymmetric && isOfOther
                ? rules[i] with { Tested = OfAll(rules[i].Tested), Changed = OfAll(rules[i].Changed) }
                : rules[i];
        }

        for (var i = 0; i < predicates.Length; i++)
        {
            board.Predicate[i] = (byte)(isSymmetric ? OfAll(predicates[i]) : predicates[i]);
        }

        return board;
    }

    private static Variable OfAll(Variable variable) => variable switch
    {
        Variable.OwnX => Variable.OtherX,
        Variable.OwnY => Variable.OtherY,
        _ => variable,
    };

    private static IEnumerable<Board> Shrink(Board board)
    {
        for (var i = 0; i < Board.Machines * Board.RulesPerMachine; i++)
        {
            if (board.Rules[i].IsUsed)
            {
                var fewer = board;
                fewer.Rules[i].IsUsed = false;
                yield return fewer;
            }
        }
    }
}
