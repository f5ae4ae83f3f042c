using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// Replaces the two local routes of 127.0.0.0/8 by ones with the metric <c>quickack</c>, over a route netlink socket
/// (include/uapi/linux/rtnetlink.h).
/// </summary>
internal static unsafe class LoopbackRoutes
{
    private const ushort NewRoute = 24;
    private const ushort ErrorReply = 2;
    private const ushort RequestAckReplaceCreate = 0x1 | 0x4 | 0x100 | 0x400;
    private const int HeaderSize = 16;

    private const byte TableLocal = 255;
    private const byte ProtocolKernel = 2;
    private const byte ScopeHost = 254;
    private const byte TypeLocal = 2;

    private const ushort AttributeDestination = 1;
    private const ushort AttributeInterface = 4;
    private const ushort AttributePreferredSource = 7;
    private const ushort AttributeMetrics = 8;
    private const ushort MetricQuickAck = 15;

    private static ReadOnlySpan<byte> Loopback => [127, 0, 0, 1];

    /// <summary>Sets the metric on both routes.</summary>
    /// <returns>Whether the kernel accepted both.</returns>
    public static bool AcknowledgeAtOnce()
    {
        var socket = LibC.Socket(Abi.AfNetlink, Abi.SockRaw, 0);
        if (socket < 0)
        {
            return false;
        }

        var accepted = Replace(socket, [127, 0, 0, 0], 8) && Replace(socket, Loopback, 32);
        _ = LibC.Close(socket);
        return accepted;
    }

    private static bool Replace(int socket, ReadOnlySpan<byte> destination, byte prefixLength)
    {
        var message = new List<byte>();
        message.AddRange(new byte[HeaderSize]);
        message.AddRange(
            [Abi.AfInet, prefixLength, 0, 0, TableLocal, ProtocolKernel, ScopeHost, TypeLocal, 0, 0, 0, 0]);
        AddAttribute(message, AttributeDestination, destination);
        AddAttribute(message, AttributeInterface, [1, 0, 0, 0]);
        AddAttribute(message, AttributePreferredSource, Loopback);
        var metrics = new List<byte>();
        AddAttribute(metrics, MetricQuickAck, [1, 0, 0, 0]);
        AddAttribute(message, AttributeMetrics, CollectionsMarshal.AsSpan(metrics));
        var bytes = CollectionsMarshal.AsSpan(message);
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[4..], NewRoute);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[6..], RequestAckReplaceCreate);
        return Exchange(socket, bytes);
    }

    private static void AddAttribute(List<byte> message, ushort type, ReadOnlySpan<byte> value)
    {
        Span<byte> header = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)(header.Length + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], type);
        message.AddRange(header);
        message.AddRange(value);
    }

    /// <summary>Sends a request and reads the acknowledgment: an error message whose error is 0.</summary>
    private static bool Exchange(int socket, ReadOnlySpan<byte> request)
    {
        fixed (byte* first = request)
        {
            if (LibC.Send(socket, first, (nuint)request.Length, 0) != request.Length)
            {
                return false;
            }
        }

        var reply = stackalloc byte[1024];
        var length = LibC.Receive(socket, reply, 1024, 0);
        var received = new ReadOnlySpan<byte>(reply, (int)Math.Max(length, 0));
        return received.Length >= HeaderSize + 4
            && BinaryPrimitives.ReadUInt16LittleEndian(received[4..]) == ErrorReply
            && BinaryPrimitives.ReadInt32LittleEndian(received[HeaderSize..]) == 0;
    }
}
