using System.Net;
using Wakeline.Conformance.Packetdrill.OnLinux;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces;
using Wakeline.Conformance.Traces.Captures;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>Messages of ICMP in captures: what routers tell of segments is told to the oracle.</summary>
public sealed class CapturedErrorTests
{
    private const ushort Local = 40000, Remote = 80;

    /// <summary>Type, code and MTU, in either version of IP, as numbers and as names of scripts.</summary>
    public static TheoryData<string, string, string, string?, long?, byte, byte> Messages => new()
    {
        { "192.0.2.1", "192.0.2.2", "unreachable", "frag_needed", 1200, 3, 4 },
        { "192.0.2.1", "192.0.2.2", "unreachable", "port_unreachable", null, 3, 3 },
        { "2001:db8::1", "2001:db8::2", "packet_too_big", null, 1280, 2, 0 },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void AnErrorIsReadAsItWas(
        string local, string remote, string type, string? code, long? mtu, byte typeNumber, byte codeNumber)
    {
        var (stack, peer) = (IPAddress.Parse(local), IPAddress.Parse(remote));
        var capture = Capture(Error(type, code, mtu, 1001), stack, peer);
        var read = Assert.IsType<IcmpEvent>(Read(capture, stack));
        Assert.Equal(new IPEndPoint(peer, Remote), read.Source);
        Assert.Equal(new IPEndPoint(stack, Local), read.Destination);
        Assert.Equal(
            (typeNumber, codeNumber, 1001u, (uint)(mtu ?? 0)), (read.Type, read.Code, read.Sequence, read.Mtu));
    }

    [Fact]
    public void WhatAStackTellsOthersIsNotForIt()
    {
        var (stack, peer) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"));
        var capture = Capture(Error("unreachable", "port_unreachable", null, 1001), stack, peer);
        Assert.Null(Read(capture, peer));
    }

    /// <summary>A handshake that a port refuses is over, or goes on if the stack does not believe it.</summary>
    [Fact]
    public void AnErrorIsToldByPacketsAsWell()
    {
        var (stack, peer) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"));
        var trace = new LiveTrace("""{"format":"wakeline-trace","version":1,"calls":false}"""u8);
        var syn = new WirePacket(
            0, Local, Remote, new TcpSegment(ControlBits.Syn, new SequenceRange(1000, 0), null, 65535, null, null));
        var error = IpFormat.Write(Error("unreachable", "port_unreachable", null, 1000), peer, stack);
        Assert.True(trace.TakePacket(0, isSent: true, IpFormat.Write(syn, stack, peer)));
        Assert.True(trace.TakePacket(1000, isSent: false, error));
        Assert.False(trace.TakePacket(2000, isSent: true, error));
        Assert.Equal(OracleVerdict.Conforms, trace.Finish().Verdict);
    }

    private static WirePacket Error(string type, string? code, long? mtu, uint sequence) => new(
        0, Remote, Local,
        new IcmpMessage(type, code, mtu, null, new QuotedSegment(new SequenceRange(sequence, 0))));

    private static byte[] Capture(WirePacket packet, IPAddress stack, IPAddress peer) =>
        CaptureBuilder.RawPcap([IpFormat.Write(packet, peer, stack)]);

    private static TraceEvent? Read(byte[] capture, IPAddress host)
    {
        var source = new CaptureSource(new MemoryStream(capture), [host]);
        source.ReadHeader();
        return source.Read();
    }
}
