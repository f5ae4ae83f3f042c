using System.Buffers.Binary;
using System.Text;
using Wakeline.Conformance.Traces;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>What a program tells event by event is judged as a file of the same events is.</summary>
public sealed class LiveTraceTests
{
    private const string Header = """{"format":"wakeline-trace","version":1,"calls":false,"segments":true}""";

    [Theory]
    [InlineData(1001, OracleVerdict.Conforms)]
    [InlineData(1002, OracleVerdict.Violates)]
    public void APacketSaysWhatALineSays(uint acknowledged, OracleVerdict verdict)
    {
        var (lines, packets) = (Begin(), Begin());
        lines.Take("""
            {"time":0,"segment":"in","from":"192.0.2.2:9","to":"192.0.2.1:80","flags":"S","seq":1000,"win":9}
            """u8);
        packets.TakePacket(0, isSent: false, Packet(2, 1, 0x02, 1000, 0));
        lines.Take(Encoding.UTF8.GetBytes(
            """{"time":1,"segment":"out","from":"192.0.2.1:80","to":"192.0.2.2:9","flags":"R.","seq":0,"win":0,"""
            + $"\"ack\":{acknowledged}}}"));
        packets.TakePacket(1, isSent: true, Packet(1, 2, 0x14, 0, acknowledged));
        Assert.Equal(verdict, packets.Finish().Verdict);
        Assert.Equivalent(lines.Finish(), packets.Finish(), strict: true);
    }

    [Fact]
    public void ALineThatIsNoneLeavesTheTraceAsItWas()
    {
        var trace = Begin();
        Assert.Throws<FormatException>(() => trace.Take("{\"time\":0}"u8));
        trace.TakePacket(0, isSent: false, Packet(2, 1, 0x02, 1000, 0));
        Assert.True(trace.IsAnswerOwed(4_000_000_000));
        Assert.Equal(1, trace.Finish().Events);
    }

    [Fact]
    public void NothingComesAfterTheEnd()
    {
        var trace = Begin();
        trace.Finish();
        Assert.Throws<InvalidOperationException>(() => trace.TakePacket(0, true, Packet(1, 2, 0x14, 0, 1)));
    }

    [Fact]
    public void WhatIsNoSegmentOfTcpIsPassedOver() => Assert.False(Begin().TakePacket(0, true, new byte[] { 0x45, 0 }));

    [Fact]
    public void AHeaderThatIsNoneIsRefused() => Assert.Throws<FormatException>(() => new LiveTrace("[]"u8));

    private static LiveTrace Begin() => new(Encoding.UTF8.GetBytes(Header));

    /// <summary>A segment without text between 192.0.2.1:80 and 192.0.2.2:9, named by the last octet.</summary>
    private static byte[] Packet(byte from, byte to, byte flags, uint sequence, uint acknowledgment)
    {
        var packet = new byte[40];
        (packet[0], packet[3], packet[9], packet[32], packet[33]) = (0x45, 40, 6, 0x50, flags);
        new byte[] { 192, 0, 2, from, 192, 0, 2, to }.CopyTo(packet, 12);
        (packet[21], packet[23]) = from == 1 ? ((byte)80, (byte)9) : ((byte)9, (byte)80);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(24), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(28), acknowledgment);
        packet[35] = flags == 0x02 ? (byte)9 : (byte)0;
        return packet;
    }
}
