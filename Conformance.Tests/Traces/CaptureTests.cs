using System.Net;
using Wakeline.Conformance.OverAcceptance;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces;
using Wakeline.Conformance.Traces.Captures;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>Captures: what is in them is read, whatever else they hold.</summary>
public sealed class CaptureTests
{
    private static readonly IPAddress s_host = IPAddress.Parse("192.0.2.1");

    public static TheoryData<string> Formats => ["pcap", "pcap, highest octet first", "pcapng"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void SegmentsAreReadAsTheyWere(string format)
    {
        var expected = Segments(3);
        var source = new CaptureSource(new MemoryStream(Write(expected, format)), [s_host]);
        Assert.False(source.ReadHeader().HasCalls);
        var start = expected[0].Time;
        foreach (var each in expected)
        {
            var read = Assert.IsType<SegmentEvent>(source.Read());
            Assert.Equal((each.Time - start, each.Passage), (read.Time, read.Passage));
            Assert.Equal(each.Segment with { Options = [] }, read.Segment with { Options = [] });
            Assert.Equal(Told(each), Told(read));
        }

        Assert.Null(source.Read());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void ALawfulCaptureConforms(string format)
    {
        var report = Judge(Write(Segments(5), format));
        Assert.Empty(report.Faults);
        Assert.Equal(OracleVerdict.Conforms, report.Report!.Verdict);
    }

    /// <summary>Whatever a file holds is read, skipped or refused with its offset.</summary>
    [Fact]
    public void WhateverIsCapturedIsReadOrRefused()
    {
        var trials = FuzzTrials.OfReaders;
        var random = new Random(trials);
        byte[][] captures = [.. Formats.Select(format => Write([.. Segments(3).Take(12)], format.Data))];
        for (var trial = 0; trial < trials; trial++)
        {
            var mutant = captures[random.Next(captures.Length)].ToArray();
            for (var count = random.Next(1, 9); count > 0; count--)
            {
                mutant[random.Next(4, mutant.Length)] = (byte)random.Next(256);
            }

            var report = Judge(mutant[..random.Next(4, mutant.Length + 1)]);
            Assert.True(report.Report is not null || report.Faults.Count > 0);
            Assert.All(report.Faults, fault => Assert.StartsWith("offset ", fault.Message, StringComparison.Ordinal));
        }
    }

    private static TraceReport Judge(byte[] capture) => TraceFiles.Judge(
        new MemoryStream(capture), "capture", [s_host], null, TestContext.Current.CancellationToken);

    private static SegmentEvent[] Segments(int seed) => [.. LawfulSession.Make(seed).OfType<SegmentEvent>()];

    private static byte[] Write(SegmentEvent[] events, string format) => format switch
    {
        "pcapng" => CaptureBuilder.Pcapng(events),
        _ => CaptureBuilder.Pcap(events, isBigEndian: format != "pcap"),
    };

    private static List<TcpOption> Told(SegmentEvent each) =>
        [.. each.Segment.Options.Where(option => option is not PlainOption { Kind: PlainOptionKind.NoOperation })];
}
