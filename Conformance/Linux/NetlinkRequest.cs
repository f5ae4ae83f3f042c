using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Wakeline.Spec;

namespace Wakeline.Conformance.Linux;

/// <summary>A request over a route netlink socket (include/uapi/linux/netlink.h, rtnetlink.h).</summary>
internal sealed unsafe class NetlinkRequest
{
    /// <summary>Puts a route, instead of another one to the same destination.</summary>
    public const ushort NewRoute = 24;

    /// <summary>RTA_DST of a route.</summary>
    public const ushort Destination = 1;

    /// <summary>RTA_OIF.</summary>
    public const ushort Interface = 4;

    /// <summary>RTA_PREFSRC.</summary>
    public const ushort PreferredSource = 7;

    /// <summary>RTA_METRICS, which hold attributes again (RTAX_MTU and so on).</summary>
    public const ushort Metrics = 8;

    private const ushort ErrorReply = 2;
    private const ushort RequestAckReplaceCreate = 0x1 | 0x4 | 0x100 | 0x400;
    private const int HeaderSize = 16;
    private const int AttributeAlignment = 4;

    private readonly List<byte> _message = [.. new byte[HeaderSize]];

    /// <param name="kind">What is asked for.</param>
    /// <param name="body">What stands before the attributes, such as a struct rtmsg.</param>
    public NetlinkRequest(ushort kind, ReadOnlySpan<byte> body)
    {
        _message.AddRange(body);
        var header = CollectionsMarshal.AsSpan(_message);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], kind);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], RequestAckReplaceCreate);
    }

    /// <summary>Adds an attribute.</summary>
    public NetlinkRequest With(ushort type, ReadOnlySpan<byte> value)
    {
        Add(_message, type, value);
        return this;
    }

    /// <summary>Adds an attribute of attributes; none if there are none.</summary>
    public NetlinkRequest With(ushort type, IEnumerable<(ushort Type, byte[] Value)> inner)
    {
        var attributes = new List<byte>();
        foreach (var (innerType, value) in inner)
        {
            Add(attributes, innerType, value);
        }

        return attributes.Count == 0 ? this : With(type, CollectionsMarshal.AsSpan(attributes));
    }

    /// <summary>Asks the kernel of the calling thread's namespace.</summary>
    /// <returns>The error; none if it was done.</returns>
    public Errno Send()
    {
        var socket = LibC.Socket(Abi.AfNetlink, Abi.SockRaw | Abi.SockCloexec, 0);
        if (socket < 0)
        {
            return HostKernel.LastError;
        }

        var request = CollectionsMarshal.AsSpan(_message);
        BinaryPrimitives.WriteInt32LittleEndian(request, request.Length);
        var error = Exchange(socket, request);
        _ = LibC.Close(socket);
        return error;
    }

    private static void Add(List<byte> message, ushort type, ReadOnlySpan<byte> value)
    {
        Span<byte> header = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)(header.Length + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], type);
        message.AddRange(header);
        message.AddRange(value);
        message.AddRange(new byte[-value.Length & (AttributeAlignment - 1)]);
    }

    /// <summary>Sends a request and reads the acknowledgment: an error message whose error is 0.</summary>
    private static Errno Exchange(int socket, ReadOnlySpan<byte> request)
    {
        fixed (byte* first = request)
        {
            if (LibC.Send(socket, first, (nuint)request.Length, 0) != request.Length)
            {
                return HostKernel.LastError;
            }
        }

        var reply = stackalloc byte[1024];
        var length = LibC.Receive(socket, reply, 1024, 0);
        var received = new ReadOnlySpan<byte>(reply, (int)Math.Max(length, 0));
        return received.Length >= HeaderSize + 4
            && BinaryPrimitives.ReadUInt16LittleEndian(received[4..]) == ErrorReply
                ? (Errno)(-BinaryPrimitives.ReadInt32LittleEndian(received[HeaderSize..]))
                : Errno.EPROTO;
    }
}
