using Wakeline.Conformance.OverAcceptance;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Conformance.Traces.Json;
using Wakeline.Model.Oracle;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Tests.OverAcceptance;

/// <summary>Whatever the specification does under any policy, the oracle accepts.</summary>
public sealed class LawfulSessionTests
{
    private const string SessionsVariable = "WAKELINE_LAWFUL_SESSIONS";
    private const string FirstVariable = "WAKELINE_LAWFUL_FIRST";
    private const string TextProfile = "rfc9293";
    private const int SessionsUsually = 400;
    private const int RefusedMost = 5;

    /// <summary>Linux, and the text.</summary>
    public static TheoryData<string> Profiles => [OracleProfile.Linux.Name, TextProfile];

    private static IEnumerable<int> Seeds =>
        Enumerable.Range(Given(FirstVariable, 0), Given(SessionsVariable, SessionsUsually));

    [Theory]
    [MemberData(nameof(Profiles))]
    public void WithCallsAndSegmentsEverySessionConforms(string profile) =>
        RequireConforming(LawfulSession.Header with { Profile = profile }, events => events);

    [Theory]
    [MemberData(nameof(Profiles))]
    public void WithoutCallsEverySessionConforms(string profile) => RequireConforming(
        LawfulSession.Header with { Profile = profile, HasCalls = false },
        events => [.. events.OfType<SegmentEvent>()]);

    /// <summary>Both ends open, and their SYNs cross.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public void OpenedByBothEverySessionConforms(string profile)
    {
        RequireConforming(LawfulSession.Header with { Profile = profile }, events => events, crosses: true);
        RequireConforming(
            LawfulSession.Header with { Profile = profile, HasCalls = false },
            events => [.. events.OfType<SegmentEvent>()], crosses: true);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void WithoutSegmentsEverySessionConforms(string profile) => RequireConforming(
        LawfulSession.Header with { Profile = profile, HasSegments = false },
        events => [.. events.Where(each => each is not SegmentEvent)]);

    /// <summary>A tap sees what arrives earlier than the stack does.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public void SeenByATapEverySessionConforms(string profile) => RequireConforming(
        LawfulSession.Header with { Profile = profile, Vantage = Vantage.Host }, events => Tap(events));

    /// <summary>What a session shows depends on nothing but its seed.</summary>
    [Fact]
    public void ASeedMakesTheSameSession() => Assert.Equal(LawfulSession.Make(17), LawfulSession.Make(17));

    /// <summary>By the text a session departs from nothing but what a finding names.</summary>
    private static void RequireConforming(
        TraceHeader header, Func<IReadOnlyList<TraceEvent>, IReadOnlyList<TraceEvent>> see, bool crosses = false)
    {
        var isOfText = header.Profile == TextProfile;
        var refused = new List<string>();
        foreach (var seed in Seeds.TakeWhile(_ => refused.Count < RefusedMost))
        {
            var session = isOfText
                ? LawfulSession.Make(seed, Deviations.None, crosses)
                : LawfulSession.Make(seed, crosses: crosses);
            var events = see(session);
            var findings = RejectionReport.Judge(header, events).Findings
                .Where(finding => !isOfText || !IsNamed(finding)).ToList();
            if (findings.Count > 0)
            {
                refused.Add($"seed {seed}: {string.Join('\n', findings.Select(Text))}\n"
                    + $"{TraceText.Write(header, events)}\nof the session\n{TraceText.Write(header, session)}");
            }
        }

        Assert.True(refused.Count == 0, string.Join('\n', refused));
    }

    private static bool IsNamed(OracleFinding finding) =>
        finding.Message.Contains("(deviation ", StringComparison.Ordinal);

    private static int Given(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var given) ? given : usual;

    private static string Text(OracleFinding finding) =>
        $"line {finding.Moment.Line}: {finding.Message}; expected {string.Join(" or ", finding.Expected)}";

    private static List<TraceEvent> Tap(IReadOnlyList<TraceEvent> events)
    {
        var seen = events.ToList();
        var random = new Random(events.Count);
        for (var index = 1; index < seen.Count; index++)
        {
            var place = index;
            while (place > 0 && seen[index] is SegmentEvent { Passage: Passage.In } && random.Next(2) == 0
                && seen[index].Time - seen[place - 1].Time < 1_000_000
                && seen[place - 1] is not SegmentEvent { Passage: Passage.In })
            {
                place--;
            }

            if (place < index)
            {
                var moved = seen[index] with { Time = seen[place].Time };
                seen.RemoveAt(index);
                seen.Insert(place, moved);
            }
        }

        return seen;
    }
}
