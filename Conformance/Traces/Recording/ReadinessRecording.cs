using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Traces.Recording;

/// <summary>poll and epoll as traces show them, and back.</summary>
internal static class ReadinessRecording
{
    /// <summary>Names under which scripts ask for an item's user data; it is the same for all.</summary>
    private static readonly string[] s_dataNames = ["fd", "u32", "u64", "ptr"];

    /// <summary>A call that begins.</summary>
    public static CallEntry Entry(CallEntry entry, Sequence<Value> arguments) => entry.Name switch
    {
        "poll" => entry with
        {
            Polled = Entries(arguments[0], "events", ConstantNames.PollEvents, "fd"),
            Timeout = arguments[2].Number,
        },
        "epoll_create" => entry with { Length = arguments[0].Number },
        "epoll_create1" => entry with { Flags = ConstantNames.Epolls.Bits(arguments[0].Number ?? 0) },
        "epoll_wait" => entry with { Length = arguments[2].Number, Timeout = arguments[3].Number },
        _ => entry with
        {
            Operation = ConstantNames.EpollOperations.Name(arguments[1].Number ?? 0),
            Target = (int?)arguments[2].Number,
            Events = ConstantNames.EpollEvents.Bits(FieldOf(arguments[3], "events") ?? 0),
            Data = FieldOf(arguments[3], s_dataNames),
        },
    };

    /// <summary>What poll told: descriptors with events.</summary>
    public static Sequence<ReadyEntry> Polled(Value? told) => told is null
        ? []
        : Entries(told, "revents", ConstantNames.PollEvents, "fd").Where(each => each.Events.Count > 0).ToSequence();

    /// <summary>What epoll_wait told: user data with events.</summary>
    public static Sequence<ReadyEntry> Reported(Value? told) =>
        told is null ? [] : Entries(told, "events", ConstantNames.EpollEvents, s_dataNames);

    /// <summary>The arguments of a call.</summary>
    public static Sequence<Value> Arguments(CallEntry entry) => entry.Name switch
    {
        "poll" =>
        [
            new ListValue(entry.Polled.Select(Value (each) => Structure(
                ("fd", each.Number), ("events", ConstantNames.Number(each.Events)))).ToSequence()),
            new NumberValue(entry.Polled.Count), new NumberValue(entry.Timeout ?? 0),
        ],
        "epoll_create" => [new NumberValue(entry.Length ?? 1)],
        "epoll_create1" => [new NumberValue(ConstantNames.Number(entry.Flags))],
        "epoll_wait" =>
        [
            new NumberValue(entry.Descriptor ?? -1), new AnyValue(), new NumberValue(entry.Length ?? 0),
            new NumberValue(entry.Timeout ?? 0),
        ],
        _ =>
        [
            new NumberValue(entry.Descriptor ?? -1), new NumberValue(ConstantNames.Number(entry.Operation ?? "0")),
            new NumberValue(entry.Target ?? -1), Item(ConstantNames.Number(entry.Events), entry.Data ?? 0),
        ],
    };

    /// <summary>What poll writes, of what it told.</summary>
    /// <param name="asked">Its first argument.</param>
    /// <param name="ready">What it told.</param>
    public static ListValue Polled(Value asked, Sequence<ReadyEntry> ready) => new(
        Structures(asked).Select(Value (each) => Structure(
            ("fd", each["fd"]?.Number ?? -1), ("events", each["events"]?.Number ?? 0),
            ("revents", ready.Where(entry => entry.Number == each["fd"]?.Number)
                .Select(entry => ConstantNames.Number(entry.Events)).FirstOrDefault()))).ToSequence());

    /// <summary>
    /// What epoll_wait writes, of what it told. One event is a structure, several are a list of them.
    /// </summary>
    public static Value Reported(Sequence<ReadyEntry> ready)
    {
        var items = ready.Select(Value (each) => Item(ConstantNames.Number(each.Events), each.Number)).ToSequence();
        return items is [var only] ? only : new ListValue(items);
    }

    private static StructureValue Item(long events, long data) =>
        Structure([("events", events), .. s_dataNames.Select(name => (name, data))]);

    private static Sequence<ReadyEntry> Entries(
        Value list, string events, ConstantNames names, params string[] number) =>
        Structures(list).Select(each => new ReadyEntry(
            FieldOf(each, number) ?? -1, names.Bits(each[events]?.Number ?? 0))).ToSequence();

    private static IEnumerable<StructureValue> Structures(Value value) => value switch
    {
        ListValue list => list.Items.OfType<StructureValue>(),
        StructureValue single => [single],
        _ => [],
    };

    private static long? FieldOf(Value value, params string[] names) =>
        Structures(value).FirstOrDefault() is { } structure
            ? names.Select(name => structure[name]?.Number).FirstOrDefault(found => found is not null)
            : null;

    private static StructureValue Structure(params (string Name, long Value)[] fields) =>
        new(fields.Select(field => new FieldValue(field.Name, null, new NumberValue(field.Value))).ToSequence());
}
