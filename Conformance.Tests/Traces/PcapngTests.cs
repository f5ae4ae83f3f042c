using System.Net;
using Wakeline.Conformance.Traces;
using Wakeline.Conformance.Traces.Captures;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>The newer format of captures: several interfaces, each with its link and its clock.</summary>
public sealed class PcapngTests
{
    private const uint Raw = 101, SllTwo = 276;

    private static readonly IPAddress s_host = IPAddress.Parse("192.0.2.1");

    private static readonly byte[][] s_packets =
    [
        .. TraceBuilder.Captured().Out("S", 0).In("S.", 0, 1).Out(".", 1, 1).Out("F.", 1, 1).Events
            .OfType<SegmentEvent>().Select(each => CaptureBuilder.Packet(each.Segment)),
    ];

    /// <summary>Milliseconds in tens, in twos, and from another second on.</summary>
    [Fact]
    public void EveryInterfaceHasItsLinkAndItsClock()
    {
        var octets = Section();
        Interface(octets, Raw);
        Interface(octets, SllTwo, (9, [0x8A]));
        Interface(octets, Raw, (9, [3]), (14, BitConverter.GetBytes(100L)));
        Enhanced(octets, 0, 100_000_000, s_packets[0]);
        Enhanced(octets, 1, 100 * 1024 + 512, [8, 0, .. new byte[18], .. s_packets[1]]);
        Enhanced(octets, 2, 700, s_packets[2]);
        var source = new CaptureSource(new MemoryStream([.. octets]), [s_host]);
        source.ReadHeader();
        long[] times = [0, 500_000_000, 700_000_000];
        Assert.All(times, time => Assert.Equal(time, Assert.IsType<SegmentEvent>(source.Read()).Time));
        Assert.Null(source.Read());
    }

    [Fact]
    public void TheOldBlockOfPacketsIsRead()
    {
        var octets = Section();
        Interface(octets, Raw);
        foreach (var packet in s_packets)
        {
            Block(octets, 2, [0, 0, 0xFF, 0xFF, .. new byte[8], .. Length(packet), .. Length(packet), .. packet]);
        }

        Assert.Equal(OracleVerdict.Conforms, Judge(octets).Report!.Verdict);
    }

    [Fact]
    public void ABlockWithoutTimeIsTold()
    {
        var octets = Section();
        Interface(octets, Raw);
        Block(octets, 3, [.. Length(s_packets[0]), .. s_packets[0]]);
        var report = Judge(octets).Report!;
        Assert.Equal(OracleVerdict.Inconclusive, report.Verdict);
        Assert.Contains(report.Findings, finding => finding.Message.Contains("when it was", StringComparison.Ordinal));
    }

    [Fact]
    public void AnInterfaceThatIsNotThereIsAFault()
    {
        var octets = Section();
        Interface(octets, Raw);
        Enhanced(octets, 1, 0, s_packets[0]);
        var fault = Assert.Single(Judge(octets).Faults);
        Assert.Contains("one of the 1 interfaces", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoLengthsOfABlockHaveToAgree()
    {
        var octets = Section();
        Interface(octets, Raw);
        octets[^4]++;
        Assert.Contains("once more", Assert.Single(Judge(octets).Faults).Message, StringComparison.Ordinal);
    }

    /// <summary>What was missed may explain what is wrong; the capture says so only in the end.</summary>
    [Theory]
    [InlineData(0, OracleVerdict.Violates)]
    [InlineData(3, OracleVerdict.Inconclusive)]
    public void WhatWasMissedLeavesAViolationUndecided(byte missed, OracleVerdict verdict)
    {
        var octets = Section();
        Interface(octets, Raw);
        Enhanced(octets, 0, 0, s_packets[0]);
        Enhanced(octets, 0, 0, s_packets[1]);
        Enhanced(octets, 0, 0, CaptureBuilder.Packet(TraceBuilder.Captured().Out(".", 1, 99).Events
            .OfType<SegmentEvent>().First().Segment));
        Block(octets, 5, [.. new byte[12], 7, 0, 8, 0, missed, .. new byte[7]]);
        var report = Judge(octets).Report!;
        Assert.Equal(verdict, report.Verdict);
        Assert.Equal(missed > 0, report.Findings.Any(finding =>
            finding.Message.Contains("3 packets", StringComparison.Ordinal)));
    }

    private static TraceReport Judge(List<byte> octets) => TraceFiles.Judge(
        new MemoryStream([.. octets]), "capture", [s_host], null, TestContext.Current.CancellationToken);

    private static List<byte> Section()
    {
        var octets = new List<byte>();
        CaptureBuilder.Add(octets, false, 0x0A0D0D0A, 28, 0x1A2B3C4D, 1, uint.MaxValue, uint.MaxValue, 28);
        return octets;
    }

    private static void Interface(List<byte> octets, uint link, params (byte Code, byte[] Value)[] options)
    {
        List<byte> body = [(byte)link, (byte)(link >> 8), 0, 0, 0, 0, 0, 0];
        foreach (var (code, value) in options)
        {
            body.AddRange([code, 0, (byte)value.Length, 0, .. value, .. new byte[(4 - (value.Length % 4)) % 4]]);
        }

        Block(octets, 1, [.. body]);
    }

    private static void Enhanced(List<byte> octets, uint number, long ticks, byte[] packet)
    {
        var body = new List<byte>();
        CaptureBuilder.Add(
            body, false, number, (uint)(ticks >> 32), (uint)ticks, (uint)packet.Length, (uint)packet.Length);
        Block(octets, 6, [.. body, .. packet]);
    }

    private static byte[] Length(byte[] packet) => BitConverter.GetBytes(packet.Length);

    private static void Block(List<byte> octets, uint kind, byte[] body)
    {
        var length = (uint)(12 + ((body.Length + 3) & ~3));
        CaptureBuilder.Add(octets, false, kind, length);
        octets.AddRange(body);
        octets.AddRange(new byte[(4 - (body.Length % 4)) % 4]);
        CaptureBuilder.Add(octets, false, length);
    }
}
