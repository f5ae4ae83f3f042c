using System.Net;
using Wakeline.Conformance.OverAcceptance;
using Wakeline.Conformance.Traces;
using Wakeline.Conformance.Traces.Captures;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>Packets are found behind every link that is read; what may hold a segment and cannot be read is told of.
/// </summary>
public sealed class CapturedLinkTests
{
    private const uint Raw = 101;

    private static readonly IPAddress s_host = IPAddress.Parse("192.0.2.1");

    /// <summary>LINKTYPE_ and the octets before the packet, in hexadecimal.</summary>
    public static TheoryData<uint, string> Links => new()
    {
        { 0, "02000000" },
        { 1, "0000000000000000000000000800" },
        { 1, "000000000000000000000000" + "8100000a" + "0800" },
        { 1, "000000000000000000000000" + "88a80064" + "8100000a" + "0800" },
        { 1, "000000000000000000000000" + "8847" + "00064040" + "00065140" },
        { 1, "000000000000000000000000" + "8864" + "110000010030" + "0021" },
        { 101, "" },
        { 113, "00000001000600000000000000000800" },
        { 113, "00000001000600000000000000008100" + "000a0800" },
        { 276, "0800000000000003000104060000000000000000" },
        { 276, "8100000000000003000104060000000000000000" + "000a0800" },
    };

    private static SegmentEvent[] Session => [.. LawfulSession.Make(5).OfType<SegmentEvent>()];

    [Theory]
    [MemberData(nameof(Links))]
    public void SegmentsAreFoundBehindEveryLink(uint link, string header)
    {
        var octets = Convert.FromHexString(header);
        var capture = Pcap(link, Session, packet => [.. octets, .. packet]);
        var source = new CaptureSource(new MemoryStream(capture), [s_host]);
        source.ReadHeader();
        Assert.All(Session, each => Assert.Equal(
            each.Segment with { Options = [] },
            Assert.IsType<SegmentEvent>(source.Read()).Segment with { Options = [] }));
        Assert.Equal(OracleVerdict.Conforms, Judge(capture).Verdict);
    }

    [Fact]
    public void ALinkThatIsNotReadIsNamed() => Undecided(
        Judge(Pcap(105, Session, packet => [8, 0, .. new byte[22], .. packet])), 1, "LINKTYPE_ 105");

    /// <summary>Of a packet in pieces nothing can be said, nor of its connection.</summary>
    [Fact]
    public void AFragmentIsTold()
    {
        var place = Array.FindIndex(Session, each => each.Segment.Payload > 0);
        var report = Judge(Pcap(Raw, Session, (packet, index) => index == place ? Fragment(packet) : packet));
        Undecided(report, place + 1, "fragment");
        Assert.All(report.Findings, finding => Assert.Equal(OracleVerdict.Inconclusive, finding.Verdict));
    }

    [Fact]
    public void AHeaderThatWasCutOffIsTold()
    {
        var place = Array.FindIndex(Session, each => each.Segment.Payload > 0);
        Undecided(
            Judge(Pcap(Raw, Session, (packet, index) => index == place ? packet[..38] : packet)), place + 1,
            "too little of its header");
    }

    /// <summary>What is between others is not of the judged host.</summary>
    [Fact]
    public void WhatIsBetweenOthersIsPassedOver()
    {
        var capture = Pcap(Raw, Session, packet => packet);
        var report = TraceFiles.Judge(
            new MemoryStream(capture), "capture", [IPAddress.Parse("192.0.2.77")], null,
            TestContext.Current.CancellationToken).Report!;
        Assert.Equal((OracleVerdict.Inconclusive, 0L), (report.Verdict, report.Judged));
    }

    /// <summary>Hop by hop, for the destination, and a fragment header of a packet that is whole (RFC 6946).</summary>
    [Fact]
    public void ExtensionsOfVersion6AreReadOver()
    {
        byte[] extensions = [60, 0, 1, 4, 0, 0, 0, 0, 44, 0, 1, 4, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 9];
        var packet = CaptureBuilder.Packet(Session[0].Segment)[20..];
        byte[] whole =
        [
            0x60, 0x20, 0, 0, 0, (byte)(extensions.Length + packet.Length), 0, 64,
            .. IPAddress.Parse("2001:db8::1").GetAddressBytes(), .. IPAddress.Parse("2001:db8::2").GetAddressBytes(),
            .. extensions, .. packet,
        ];
        Assert.True(PacketParser.TryParse(whole, whole.Length, out var found));
        Assert.Equal(Session[0].Segment.Sequence, SegmentParser.Parse(in found)!.Sequence);
        Assert.Equal(EcnCodepointOf(0x20), found.Marks.Codepoint);
        whole[40 + 16 + 3] = 8;
        Assert.True(PacketParser.TryParse(whole, whole.Length, out found));
        Assert.True(found.Marks.IsFragment);
        Assert.Null(SegmentParser.Parse(in found));
    }

    private static Model.Transport.EcnCodepoint EcnCodepointOf(byte second) =>
        (Model.Transport.EcnCodepoint)((second >> 4) & 3);

    private static byte[] Fragment(byte[] packet)
    {
        var piece = packet.ToArray();
        piece[6] = 0x20;
        return piece;
    }

    private static void Undecided(OracleReport report, long packet, string reason)
    {
        Assert.Equal(OracleVerdict.Inconclusive, report.Verdict);
        Assert.Contains(report.Findings, finding =>
            finding.Moment.Line == packet && finding.Message.Contains(reason, StringComparison.Ordinal));
    }

    private static OracleReport Judge(byte[] capture) => TraceFiles.Judge(
        new MemoryStream(capture), "capture", [s_host], null, TestContext.Current.CancellationToken).Report!;

    private static byte[] Pcap(uint link, SegmentEvent[] events, Func<byte[], byte[]> wrap) =>
        Pcap(link, events, (packet, _) => wrap(packet));

    private static byte[] Pcap(uint link, SegmentEvent[] events, Func<byte[], int, byte[]> wrap) => CaptureBuilder.Pcap(
        events.Select((each, index) => (each.Time, wrap(CaptureBuilder.Packet(each.Segment), index))), link,
        isBigEndian: false);
}
