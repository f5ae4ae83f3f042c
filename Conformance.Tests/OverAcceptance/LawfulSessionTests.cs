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
    private const int SessionsUsually = 400;

    private static int Sessions =>
        int.TryParse(Environment.GetEnvironmentVariable(SessionsVariable), out var given) ? given : SessionsUsually;

    [Fact]
    public void WithCallsAndSegmentsEverySessionConforms() =>
        RequireConforming(LawfulSession.Header, events => events);

    [Fact]
    public void WithoutCallsEverySessionConforms() => RequireConforming(
        LawfulSession.Header with { HasCalls = false }, events => [.. events.OfType<SegmentEvent>()]);

    [Fact]
    public void WithoutSegmentsEverySessionConforms() => RequireConforming(
        LawfulSession.Header with { HasSegments = false },
        events => [.. events.Where(each => each is not SegmentEvent)]);

    /// <summary>A tap sees what arrives earlier than the stack does.</summary>
    [Fact]
    public void SeenByATapEverySessionConforms() => RequireConforming(
        LawfulSession.Header with { Vantage = Vantage.Host }, events => Tap(events));

    /// <summary>By the text a session departs from nothing but what a finding names.</summary>
    [Fact]
    public void ByTheTextEverySessionConforms()
    {
        for (var seed = 0; seed < Sessions; seed++)
        {
            var report = RejectionReport.Judge(
                LawfulSession.Header with { Profile = "rfc9293" }, LawfulSession.Make(seed, Deviations.None));
            Assert.All(report.Findings, finding => Assert.True(
                finding.Message.Contains("(deviation ", StringComparison.Ordinal), $"seed {seed}: {Text(finding)}"));
        }
    }

    /// <summary>What a session shows depends on nothing but its seed.</summary>
    [Fact]
    public void ASeedMakesTheSameSession() => Assert.Equal(LawfulSession.Make(17), LawfulSession.Make(17));

    private static void RequireConforming(
        TraceHeader header, Func<IReadOnlyList<TraceEvent>, IReadOnlyList<TraceEvent>> see)
    {
        for (var seed = 0; seed < Sessions; seed++)
        {
            var events = see(LawfulSession.Make(seed));
            var report = RejectionReport.Judge(header, events);
            Assert.True(
                report.Verdict == OracleVerdict.Conforms,
                $"seed {seed}: {string.Join('\n', report.Findings.Select(Text))}\n{TraceText.Write(header, events)}");
        }
    }

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
