using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>Makes cases of ways through the table.</summary>
/// <param name="seed">The seed of the suite.</param>
internal sealed class CaseMaker(int seed)
{
    private const string Must = "MUST";
    private const string Should = "SHOULD";
    private const string SectionPrefix = "RFC 9293 3.";

    private static readonly RelativeNumber s_next = new(NumberBase.Next);
    private static readonly RelativeNumber s_expected = new(NumberBase.Expected);

    /// <summary>
    /// What every exchange ends with. It shows the error, and which state the connection is in: each state answers
    /// the acknowledgment of everything, text, close and FIN in another way.
    /// </summary>
    private static readonly Stimulus[] s_epilogue =
    [
        new(StimulusKind.GetError),
        new(StimulusKind.Receive) { Octets = 100_000 },
        Stimulus.Of(new SegmentPattern(ControlBits.Ack, s_expected, s_next)),
        Stimulus.Of(new SegmentPattern(ControlBits.Ack | ControlBits.Psh, s_expected, s_next, 1)),
        new(StimulusKind.Receive) { Octets = 100_000 },
        new(StimulusKind.Close),
        Stimulus.Of(new SegmentPattern(ControlBits.Ack | ControlBits.Fin, s_expected, s_next)),
        Stimulus.Of(new SegmentPattern(ControlBits.Ack, s_expected, s_next)),
    ];

    /// <summary>A case.</summary>
    /// <param name="name">What it exercises.</param>
    /// <param name="goal">The kind of goal it reaches.</param>
    /// <param name="way">The steps.</param>
    /// <param name="exercised">The rules it is about.</param>
    public Exchange Make(string name, SuiteGoals goal, ExploredEnd way, IReadOnlyList<int> exercised)
    {
        var end = way;
        foreach (var stimulus in s_epilogue)
        {
            end = end.End.Takes(stimulus) ? end.After(stimulus) : end;
        }

        var start = PeerStarts.Of(seed, name);
        var steps = StepsOf(end, start);
        var rules = Connection.Info.Rules;
        var citations = exercised.SelectMany(rule => rules[rule].Citations).Distinct().ToList();
        var requirements = RequirementCatalogue.All.Where(each => citations.Contains(each.Citation)).ToList();
        return new Exchange(name, SectionOf(citations))
        {
            Goal = goal,
            PeerStart = start,
            Steps = steps.ToSequence(),
            Rules = [.. end.AllRules().Union(RulesOfText(end, start)).Select(rule => rules[rule].Name)],
            Citations = citations,
            Requirements = [.. requirements.Select(each => each.Id)],
            Level = LevelOf(requirements),
            Takes = TimeOf(steps),
        };
    }

    /// <summary>The way once more, with what is sent at each step.</summary>
    private static List<ExchangeStep> StepsOf(ExploredEnd way, uint peerStart)
    {
        var answers = new List<ExpectedAnswer>();
        var rules = new List<int>();
        var end = new SpecificationEnd(peerStart, answers);
        var steps = new List<ExchangeStep>();
        foreach (var stimulus in way.Way())
        {
            answers.Clear();
            rules.Clear();
            end.Take(stimulus, rules);
            steps.Add(new ExchangeStep(stimulus, answers.ToSequence()));
        }

        return steps;
    }

    /// <summary>The rules that the way makes fire where nothing departs from RFC 9293.</summary>
    private static List<int> RulesOfText(ExploredEnd way, uint peerStart)
    {
        var rules = new List<int>();
        var end = new SpecificationEnd(peerStart, null, Deviations.None);
        foreach (var stimulus in way.Way())
        {
            if (end.Takes(stimulus))
            {
                end.Take(stimulus, rules);
            }
        }

        return rules;
    }

    private static string SectionOf(List<string> citations) =>
        citations.Find(citation => citation.StartsWith(SectionPrefix, StringComparison.Ordinal))
        ?? citations.FirstOrDefault() ?? "RFC 9293 3.10.7";

    /// <summary>The strongest level; MUST where no numbered requirement says otherwise.</summary>
    private static string LevelOf(List<Requirement> requirements) =>
        requirements.Count == 0 || requirements.Exists(Is(Must)) ? Must
        : requirements.Exists(Is(Should)) || requirements.Exists(Is("RECOMMENDED")) ? Should
        : "MAY";

    private static Predicate<Requirement> Is(string level) =>
        requirement => requirement.Level.StartsWith(level, StringComparison.Ordinal);

    private static TimeSpan TimeOf(IReadOnlyList<ExchangeStep> steps)
    {
        var time = TimeSpan.Zero;
        var attempts = 0;
        foreach (var step in steps)
        {
            time += step.Stimulus.Kind switch
            {
                StimulusKind.Expire => TimerWaits.Usual(step.Stimulus.Timer, step.Answers.Count > 0, attempts++),
                StimulusKind.Silence => TimerWaits.Silence,
                StimulusKind.Pause => TimeSpan.FromSeconds(step.Stimulus.Seconds),
                StimulusKind.GiveUp => TimerWaits.Of(step.Stimulus.Timer, isSeen: false),
                _ => TimeSpan.Zero,
            };
        }

        return time;
    }
}
