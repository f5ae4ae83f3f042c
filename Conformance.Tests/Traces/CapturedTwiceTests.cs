using System.Buffers.Binary;
using System.Net;
using Wakeline.Conformance.OverAcceptance;
using Wakeline.Conformance.Traces;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>What a capture has twice, has damaged, or has not at all.</summary>
public sealed class CapturedTwiceTests
{
    private const uint Ethernet = 1, Raw = 101;
    private const int Checksum = 20 + 16;

    private static readonly IPAddress s_host = IPAddress.Parse("192.0.2.1");

    private static SegmentEvent[] Session => [.. LawfulSession.Make(5).OfType<SegmentEvent>()];

    private static TraceBuilder TextArrives => TraceBuilder.Captured()
        .Out("S", 0).In("S.", 0, 1).Out(".", 1, 1).In("P.", 1, 1, 10);

    /// <summary>A VLAN and the interface below it show each packet once.</summary>
    [Fact]
    public void ACopyOfAnotherPlaceIsPassedOver()
    {
        var report = Judge(Ethernet, Session.SelectMany((each, index) =>
        {
            var packet = Numbered(each, index);
            return new[]
            {
                (each.Time, (byte[])[.. new byte[12], 8, 0, .. packet]),
                (each.Time + 1000, [.. new byte[12], 0x81, 0, 0, 10, 8, 0, .. packet]),
            };
        }));
        Assert.Equal(OracleVerdict.Conforms, report.Verdict);
        var remark = Assert.Single(report.Findings);
        Assert.Contains("captured before", remark.Message, StringComparison.Ordinal);
        Assert.Equal(2, remark.Moment.Line);
    }

    /// <summary>In the same place nobody can tell a copy from a segment that the network has doubled.</summary>
    [Fact]
    public void ACopyOfTheSamePlaceMayBeOne() => Assert.Equal(
        OracleVerdict.Conforms,
        Judge(Raw, Session.SelectMany((each, index) => new[]
        {
            (each.Time, Numbered(each, index)), (each.Time + 1000, Numbered(each, index)),
        })).Verdict);

    /// <summary>With another number it is another packet.</summary>
    [Fact]
    public void WhatHasAnotherNumberIsNoCopy() => Assert.Equal(
        OracleVerdict.Violates,
        Judge(Raw, Packets(TextArrives.Out(".", 1, 11).Out(".", 1, 11))).Verdict);

    /// <summary>
    /// RFC 9293 MUST-3: it is as if it had not come. 0, and the sum of the pseudo-header, are not filled in yet.
    /// </summary>
    [Theory]
    [InlineData(0, OracleVerdict.Conforms)]
    [InlineData(0x1234, OracleVerdict.Violates)]
    public void WhatHasAWrongChecksumHasNotArrived(ushort checksum, OracleVerdict verdict)
    {
        var packets = Packets(TextArrives.Out(".", 1, 11)).ToList();
        packets[3] = (packets[3].Time, [.. packets[3].Packet, .. new byte[10]]);
        BinaryPrimitives.WriteUInt16BigEndian(packets[3].Packet.AsSpan(Checksum), checksum);
        var report = Judge(Raw, packets);
        Assert.Equal(verdict, report.Verdict);
        Assert.Equal(
            checksum != 0,
            report.Findings.Any(finding => finding.Message.Contains("checksum", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatHasTheRightChecksumHasArrived(bool isOfPseudoHeader)
    {
        var packets = Packets(TextArrives.Out(".", 1, 11)).ToList();
        byte[] packet = [.. packets[3].Packet, .. "0123456789"u8];
        packets[3] = (packets[3].Time, packet);
        var pseudo = (byte[])[.. packet[12..20], 0, 6, 0, (byte)(packet.Length - 20)];
        var sum = Sum(isOfPseudoHeader ? pseudo : [.. pseudo, .. packet[20..]]);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(Checksum), isOfPseudoHeader ? sum : (ushort)~sum);
        Assert.Empty(Judge(Raw, packets).Findings);
    }

    /// <summary>Text behind it was seen, so that what is acknowledged was there: the capture has missed it.</summary>
    [Fact]
    public void AnAcknowledgedGapIsUndecided() => Assert.Equal(
        OracleVerdict.Inconclusive,
        Judge(Raw, Packets(TextArrives.In("P.", 21, 1, 10).Out(".", 1, 31))).Verdict);

    /// <summary>Without text behind it nothing says that there was any.</summary>
    [Fact]
    public void AnAcknowledgmentOfNothingIsNot() => Assert.Equal(
        OracleVerdict.Violates, Judge(Raw, Packets(TextArrives.Out(".", 1, 21))).Verdict);

    private static ushort Sum(byte[] octets)
    {
        var sum = 0u;
        for (var place = 0; place < octets.Length; place += 2)
        {
            sum += (uint)((octets[place] << 8) | (place + 1 < octets.Length ? octets[place + 1] : 0));
        }

        return (ushort)((sum & 0xFFFF) + (sum >> 16));
    }

    private static byte[] Numbered(SegmentEvent each, int number)
    {
        var packet = CaptureBuilder.Packet(each.Segment);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)(number + 1));
        return packet;
    }

    private static IEnumerable<(long Time, byte[] Packet)> Packets(TraceBuilder trace) =>
        trace.Events.OfType<SegmentEvent>().Select((each, index) => (each.Time, Numbered(each, index)));

    private static OracleReport Judge(uint link, IEnumerable<(long Time, byte[] Packet)> packets) => TraceFiles.Judge(
        new MemoryStream(CaptureBuilder.Pcap(packets, link, isBigEndian: false)), "capture", [s_host], null,
        TestContext.Current.CancellationToken).Report!;
}
