namespace Wakeline.Checker.Tests.Reduction;

/// <summary>A <see cref="Board"/> as data, with the sets of its rules as data flow would find them.</summary>
internal static class BoardInfo
{
    private static readonly string[] _locations = ["0", "1", "2"];

    public static SystemInfo Of(in Board board, bool forgetsWrite)
    {
        var rules = board.Rules;
        var predicates = board.Predicate;
        return new SystemInfo
        {
            Name = "board",
            Machines =
            [
                .. Enumerable.Range(0, Board.Machines).Select(machine => new MachineUse(
                    Machine(machine, rules, forgetsWrite), machine * Board.RulesPerMachine,
                    machine == 0 ? "worker {0}" : "other")
                {
                    IsSingle = machine > 0,
                    CountReads = [],
                }),
            ],
            Predicates = ["A", "N", "S", "R", "E"],
            PredicateReads =
            [
                .. Enumerable.Range(0, Board.Predicates)
                    .Select(each => (IReadOnlyList<string>)[PathOf((Variable)predicates[each], "")]),
            ],
            Properties =
            [
                new PropertyInfo { Name = BoardSystem.Always, Kind = PropertyKind.Always, Predicate = 0 },
                new PropertyInfo { Name = BoardSystem.Never, Kind = PropertyKind.Never, Predicate = 1 },
                new PropertyInfo { Name = BoardSystem.Sometimes, Kind = PropertyKind.Sometimes, Predicate = 2 },
                new PropertyInfo { Name = BoardSystem.AtRest, Kind = PropertyKind.AtRest, Predicate = 3 },
                new PropertyInfo
                {
                    Name = BoardSystem.LeadsTo, Kind = PropertyKind.LeadsTo, Predicate = 2, Goal = 3,
                },
            ],
            HasInterchangeable = true,
        };
    }

    private static MachineInfo Machine(int machine, Board.RuleTable rules, bool forgetsWrite) => new()
    {
        Name = $"M{machine}",
        FullName = $"Tests.M{machine}",
        Locations = _locations,
        LocationPath = LocationOf(machine),
        Start = "0",
        Rules =
        [
            .. Enumerable.Range(0, Board.RulesPerMachine).Select(number => Rule(
                machine, number, rules[machine * Board.RulesPerMachine + number], forgetsWrite)),
        ],
    };

    private static RuleInfo Rule(int machine, int number, BoardRule rule, bool forgetsWrite) => new()
    {
        Index = number,
        Name = $"rule{number}",
        Kind = TriggerKind.Step,
        From = [_locations[rule.From]],
        To = _locations[rule.To],
        IsAlternative = rule.IsAlternative,
        Fairness = Fairness.Weak,
        Reads = [LocationOf(machine), .. ReadsOf(rule).Select(variable => PathOf(variable, "self"))],
        Writes = [LocationOf(machine), .. forgetsWrite ? [] : WritesOf(rule).Select(each => PathOf(each, "self"))],
    };

    private static IEnumerable<Variable> ReadsOf(BoardRule rule) => rule switch
    {
        { IsUsed: false } => [],
        { Effect: BoardEffect.Flip or BoardEffect.Overflow } => [rule.Tested, rule.Changed],
        { Effect: BoardEffect.Copy } => [rule.Tested, Variable.SharedX],
        _ => [rule.Tested],
    };

    private static IEnumerable<Variable> WritesOf(BoardRule rule) =>
        rule is { IsUsed: true, Effect: BoardEffect.Set or BoardEffect.Clear or BoardEffect.Flip or BoardEffect.Copy }
            ? [rule.Changed] : [];

    private static string LocationOf(int machine) => machine == 0 ? "At[self]" : $"Other.At{machine}";

    private static string PathOf(Variable variable, string self) => variable switch
    {
        Variable.SharedX => "Shared.X",
        Variable.SharedY => "Shared.Y",
        Variable.OwnX => $"Own[{self}].X",
        Variable.OwnY => $"Own[{self}].Y",
        Variable.OtherX => "Other.X",
        Variable.OtherY => "Other.Y",
        _ => "Own[].X",
    };
}
