using System.Buffers.Binary;
using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Packetdrill.OnModel;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>poll and epoll, with their structures as scripts write them.</summary>
internal static unsafe class ReadinessFormat
{
    /// <summary>poll.</summary>
    public static nint Poll(CallArgumentReader arguments, Dictionary<int, Value> outputs)
    {
        var asked = arguments.Structures(0).Select(each => new PollFd
        {
            Descriptor = (int)(each["fd"]?.Number ?? -1),
            Asked = (short)(each["events"]?.Number ?? 0),
        }).ToArray();
        int result;
        fixed (PollFd* requests = asked)
        {
            result = LibC.Poll(requests, (nuint)asked.Length, arguments.Int(2));
        }

        outputs[0] = new ListValue(asked.Select(each => (Value)new StructureValue(new FieldValue[]
        {
            new("fd", null, new NumberValue(each.Descriptor)),
            new("events", null, new NumberValue(each.Asked)),
            new("revents", null, new NumberValue(each.Returned)),
        }.ToSequence())).ToSequence());
        return result;
    }

    /// <summary>epoll_ctl.</summary>
    public static nint ControlEpoll(CallArgumentReader arguments)
    {
        var item = stackalloc byte[16];
        if (!arguments.IsAny(3) && arguments[3] is not NumberValue)
        {
            *(uint*)item = (uint)arguments.Field(3, "events");
            *(ulong*)(item + EpollEvent.DataOffset) = unchecked((ulong)arguments.Field(3, "fd", "u32", "u64", "ptr"));
        }

        return LibC.EpollControl(arguments.Descriptor, arguments.Int(1), arguments.Int(2), item);
    }

    /// <summary>epoll_wait.</summary>
    public static nint WaitForEvents(CallArgumentReader arguments, Dictionary<int, Value> outputs)
    {
        var most = arguments.Int(2);
        var events = new byte[Math.Max(most, 1) * 16];
        int count;
        fixed (byte* place = events)
        {
            count = LibC.EpollWait(arguments.Descriptor, place, most, arguments.Int(3));
        }

        var list = new List<Value>();
        for (var index = 0; index < count; index++)
        {
            var item = events.AsSpan(index * EpollEvent.Size);
            var data = new NumberValue(BinaryPrimitives.ReadInt32LittleEndian(item[EpollEvent.DataOffset..]));
            list.Add(new StructureValue(new FieldValue[]
            {
                new("events", null, new NumberValue(BinaryPrimitives.ReadUInt32LittleEndian(item))),
                new("fd", null, data), new("u32", null, data), new("u64", null, data), new("ptr", null, data),
            }.ToSequence()));
        }

        outputs[1] = list.Count == 1 ? list[0] : new ListValue(list.ToSequence());
        return count;
    }
}
