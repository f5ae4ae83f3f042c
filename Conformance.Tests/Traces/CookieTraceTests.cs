using System.Globalization;
using Wakeline.Conformance.OverAcceptance;
using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.OnModel;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Conformance.Traces.Json;
using Wakeline.Model.Oracle;
using Wakeline.Testing;
using static Wakeline.Conformance.Tests.Traces.TraceBuilder;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>A listener that answers by a cookie keeps nothing, and is held to that (RFC 4987 3.6).</summary>
public sealed class CookieTraceTests(ITestOutputHelper output)
{
    private const string Always = "2", Never = "0";
    private const int SeedsOfKind = 12;
    private const double PercentLeast = 95;

    /// <summary>
    /// What a trace does not always show, as in docs/oracle.md; besides, most SYN,ACKs of these scripts are never
    /// acknowledged, so that any number will do.
    /// </summary>
    private static readonly string[] s_notAlwaysVisible =
    [
        "FIN removed", "ACK left out", "SYN,ACK left out", "text left out", "ACK late", "text arrived shorter",
        "send - 1", "ISN of a repeated SYN",
    ];

    private static TraceBuilder Answered => Listening(5).In("S", 0).Out("S.", 0, 1);

    /// <summary>A reset means nothing to whoever has kept nothing.</summary>
    private static TraceBuilder ResetBetween => Answered.In("R", 1).After(10).In(".", 1, 1).On(3, "accept", 4)
        .In("P.", 1, 1, 10).Out(".", 1, 11);

    [Fact]
    public void ACookieOutlivesAReset() => Require(OracleVerdict.Conforms, "", ResetBetween, Always);

    [Fact]
    public void ARequestDoesNot() => Require(OracleVerdict.Violates, "", ResetBetween, Never);

    [Fact]
    public void WithRoomForRequestsThereAreNoCookies() => Require(OracleVerdict.Violates, "", ResetBetween);

    [Fact]
    public void WithoutRoomThereAre() => Require(
        OracleVerdict.Conforms, "",
        Listening(0).Other(50_000).In("S", 0).Out("S.", 0, 1).In("R", 1).After(10).In(".", 1, 1).On(3, "accept", 4));

    [Fact]
    public void ReadStrictlyTheTextHasRequests() => Require(
        OracleVerdict.Violates, "", ResetBetween, Always, "rfc9293-strict");

    [Fact]
    public void TheTextAllowsThem() => Require(OracleVerdict.Conforms, "", ResetBetween, Always, "rfc9293");

    [Fact]
    public void ACookieThatIsNoneIsAnsweredByAReset() => Require(
        OracleVerdict.Conforms, "", Answered.In("R", 1).In(".", 1, 7).Out("R", 7), Always);

    [Fact]
    public void ACookieThatIsNoneOpensNothing() => Require(
        OracleVerdict.Violates, "", Answered.In("R", 1).In(".", 1, 7).On(3, "accept", 4), Always);

    [Fact]
    public void WhatIsForgottenIsNotSentAgain() => Require(
        OracleVerdict.Violates, "", Answered.In("R", 1).After(1000).Out("S.", 0, 1), Always);

    [Fact]
    public void WithoutStampsNothingElseIsAgreedOn() => Require(
        OracleVerdict.Violates, "",
        Listening(5).In("S", 0, options: new PlainOption(PlainOptionKind.SackPermitted))
            .Out("S.", 0, 1, options: new PlainOption(PlainOptionKind.SackPermitted))
            .In("R", 1).After(10).In(".", 1, 1).On(3, "accept", 4),
        Always);

    /// <summary>The shipped scripts are lawful sessions; each is corrupted in every way that applies.</summary>
    [Fact]
    public void CorruptedSessionsWithCookiesAreRefused()
    {
        var (all, refused) = (0, 0);
        foreach (var (file, header, events) in Sessions())
        {
            foreach (var kind in Corruptions.All.Where(each => !s_notAlwaysVisible.Contains(each.Name)))
            {
                for (var seed = 0; seed < SeedsOfKind; seed++)
                {
                    if (kind.Apply(events, new Random(seed)) is not var (corrupted, place))
                    {
                        break;
                    }

                    all++;
                    var report = RejectionReport.Judge(header, corrupted);
                    var isRefused = report.Findings.Any(finding => finding.Level.Length > 0);
                    refused += isRefused ? 1 : 0;
                    if (!isRefused)
                    {
                        output.WriteLine($"{Path.GetFileName(file)}: {kind.Name} at {place + 2} is accepted");
                    }
                }
            }
        }

        var percent = 100.0 * refused / all;
        Assert.True(percent >= PercentLeast, $"{refused} of {all}");
        var page = Path.Combine(SourceTree.Root, "docs", "oracle.md");
        var rate = string.Create(
            CultureInfo.InvariantCulture,
            $"Of these {all:N0} traces {refused:N0} ({percent:0.0} %) are refused or remarked upon.");
        Golden.VerifyFile(GeneratedBlocks.Rewrite(File.ReadAllText(page), "cookies", _ => rate), page);
    }

    private static IEnumerable<(string File, TraceHeader Header, List<TraceEvent> Events)> Sessions()
    {
        var folder = Path.Combine(SourceTree.Root, "Conformance", "Scripts", "syncookies");
        foreach (var file in Directory.EnumerateFiles(folder, "*.pkt").Order())
        {
            using var trace = new MemoryStream();
            ModelScripts.Run(File.ReadAllText(file), file, new Dictionary<string, string>(), trace: trace);
            trace.Position = 0;
            var source = new TraceReader(trace);
            var header = source.ReadHeader();
            var events = new List<TraceEvent>();
            while (source.Read() is { } each)
            {
                events.Add(each);
            }

            events.Add(new Silence(events[^1].Time + (5000 * Millisecond)));
            yield return (file, header, events);
        }
    }

    private static void Require(
        OracleVerdict verdict, string message, TraceBuilder trace, string? cookies = null,
        string profile = "linux-6.18")
    {
        var report = cookies is null
            ? trace.Judge(profile)
            : trace.Judge(profile, new EnvironmentEntry(ModelSettings.Cookies, cookies));
        var messages = string.Join(
            '\n', report.Findings.Select(finding => $"{finding.Moment.Line}: {finding.Message}"));
        Assert.True(verdict == report.Verdict, $"{report.Verdict}: {messages}");
        Assert.Contains(message, messages, StringComparison.OrdinalIgnoreCase);
    }
}
