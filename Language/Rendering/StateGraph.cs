namespace Wakeline;

/// <summary>A box of a state diagram: a location, or several that share rules.</summary>
internal sealed record StateBox(string Key, IReadOnlyList<string> Lines, bool IsStart, bool IsFinal, bool IsGroup);

/// <summary>An arrow of a state diagram with all the rules that lead along it; from a box to itself, a loop.</summary>
internal sealed record StateArrow(int From, int To, IReadOnlyList<RuleInfo> Rules);

/// <summary>
/// What a state diagram shows of a machine. Rules of many locations leave from a box of their own that lists them,
/// because one arrow from each would bury the rest.
/// </summary>
internal sealed record StateGraph(IReadOnlyList<StateBox> Boxes, IReadOnlyList<StateArrow> Arrows)
{
    private const int SharedBy = 3;
    private const string AnyState = "any state";

    public static StateGraph Of(MachineInfo machine)
    {
        var rules = machine.Rules.Where(rule => rule.Mutant is null).ToArray();
        var groups = rules.Select(SourceOf).Where(source => source.IsGroup).DistinctBy(source => source.Key);
        var mentioned = rules.SelectMany(rule => rule.To is null ? rule.From : [.. rule.From, rule.To])
            .Append(machine.Start).ToHashSet();
        StateBox[] boxes =
        [
            .. machine.Locations.Where(mentioned.Contains)
                .OrderBy(location => location != machine.Start)
                .Select(location => new StateBox(
                    location, [location], location == machine.Start, machine.Final.Contains(location), IsGroup: false)),
            .. groups.Select(group => new StateBox(
                group.Key, group.Lines, IsStart: false, IsFinal: false, IsGroup: true)),
        ];
        var indexes = boxes.Select((box, index) => (box.Key, index)).ToDictionary(each => each.Key, each => each.index);
        var arrows = rules
            .SelectMany(rule => SourcesOf(rule).Select(from => (From: from, To: rule.To ?? from, Rule: rule)))
            .GroupBy(each => (each.From, each.To), each => each.Rule)
            .Select(group => new StateArrow(indexes[group.Key.From], indexes[group.Key.To], [.. group]));
        return new StateGraph(boxes, [.. arrows]);
    }

    private static IEnumerable<string> SourcesOf(RuleInfo rule)
    {
        var source = SourceOf(rule);
        return source.IsGroup ? [source.Key] : rule.From;
    }

    private static (string Key, IReadOnlyList<string> Lines, bool IsGroup) SourceOf(RuleInfo rule) =>
        rule.From.Count switch
        {
            0 => (AnyState, [AnyState], true),
            < SharedBy => (rule.From[0], rule.From, false),
            _ => (string.Join(", ", rule.From), RuleText.Wrap(string.Join(", ", rule.From)), true),
        };
}
