using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Transport;

namespace Wakeline.Conformance.Traces.Json;

/// <summary>Events of the fields of lines: which ones each needs and may have.</summary>
internal static class EventFields
{
    /// <summary>An event.</summary>
    /// <exception cref="FormatException">Fields are missing, or are not of it.</exception>
    public static TraceEvent Event(FieldSet fields)
    {
        Require(fields, "time");
        return fields switch
        {
            { Call: { } name, Return: null, Passage: null } => Entry(fields, name),
            { Call: null, Return: { } name, Passage: null } => Exit(fields, name),
            { Call: null, Return: null, Passage: { } passage } => Segment(fields, passage),
            { Call: null, Return: null, Passage: null } when fields.Present.Contains("silence") => Silence(fields),
            { Call: null, Return: null, Passage: null, Icmp: { } version } => Icmp(fields, (int)version),
            _ => throw new FormatException("one of 'call', 'return', 'segment', 'icmp' and 'silence' is expected"),
        };
    }

    /// <summary>A call that begins.</summary>
    /// <exception cref="FormatException">Fields are missing, or are not of it.</exception>
    public static CallEntry Entry(FieldSet fields, string name)
    {
        RequireOnly(
            fields, "call", "time", "thread", "fd", "address", "length", "how", "option", "value", "text", "size",
            "flags", "operation", "target", "events", "data", "polled", "timeout", "arguments");
        return new CallEntry(fields.Time, ThreadOf(fields), name)
        {
            Descriptor = (int?)InRange("fd", fields.Descriptor, int.MinValue, int.MaxValue),
            Address = fields.Address,
            Length = fields.Length,
            How = fields.How,
            Option = fields.Option,
            Value = fields.Value,
            Text = fields.Text,
            Size = fields.Size,
            Operation = fields.Operation,
            Target = (int?)InRange("target", fields.Target, int.MinValue, int.MaxValue),
            Events = fields.Events,
            Data = fields.Data,
            Polled = fields.Polled,
            Timeout = fields.Timeout,
            Flags = fields.Present.Contains("flags") && fields.Names.Count == 0
                ? throw new FormatException("a list of names as 'flags' is expected")
                : fields.Names,
            Arguments = fields.Arguments,
        };
    }

    /// <summary>A call that returns.</summary>
    /// <exception cref="FormatException">Fields are missing, or are not of it.</exception>
    public static CallExit Exit(FieldSet fields, string name)
    {
        RequireOnly(fields, "return", "time", "thread", "result", "errno", "address", "value", "text", "size", "ready");
        Require(fields, "result");
        return new CallExit(fields.Time, ThreadOf(fields), name, fields.Result!.Value, fields.Error)
        {
            Address = fields.Address,
            Value = fields.Value,
            Text = fields.Text,
            Size = fields.Size,
            Ready = fields.Ready,
        };
    }

    private static Silence Silence(FieldSet fields)
    {
        RequireOnly(fields, "silence", "time");
        return new Silence(fields.Time);
    }

    private static IcmpEvent Icmp(FieldSet fields, int version)
    {
        RequireOnly(fields, "icmp", "time", "from", "to", "type", "code", "seq", "mtu");
        foreach (var name in (ReadOnlySpan<string>)["from", "to", "type", "code", "seq"])
        {
            Require(fields, name);
        }

        return new IcmpEvent(fields.Time, version, fields.Source!, fields.Destination!)
        {
            Type = (byte)fields.Type!.Value,
            Code = (byte)fields.Code!.Value,
            Sequence = fields.Sequence,
            Mtu = (uint)(fields.Mtu ?? 0),
        };
    }

    private static SegmentEvent Segment(FieldSet fields, string passage)
    {
        RequireOnly(fields, "segment", "time", "from", "to", "flags", "seq", "ack", "win", "len", "urg", "options",
            "ecn");
        foreach (var name in (ReadOnlySpan<string>)["from", "to", "flags", "seq", "win"])
        {
            Require(fields, name);
        }

        if (fields.Names.Count > 0)
        {
            throw new FormatException("letters of SFRPUEWA. as 'flags' are expected");
        }

        return new SegmentEvent(
            fields.Time,
            TraceFields.PassageOf(passage)
                ?? throw new FormatException($"one of {TraceFields.Passages} is expected as 'segment'"),
            new TraceSegment(fields.Source!, fields.Destination!)
            {
                Sequence = fields.Sequence,
                Acknowledgment = fields.Acknowledgment,
                Flags = fields.Flags,
                Window = fields.Window,
                Urgent = fields.Urgent,
                Payload = fields.Payload,
                Codepoint = fields.Codepoint ?? EcnCodepoint.NotCapable,
                Options = fields.Options,
            });
    }

    private static int ThreadOf(FieldSet fields)
    {
        Require(fields, "thread");
        return (int)fields.Thread!.Value;
    }

    private static long? InRange(string name, long? value, long least, long most) =>
        value is null || (value >= least && value <= most)
            ? value
            : throw new FormatException($"a number of 32 bits is expected as '{name}'");

    private static void Require(FieldSet fields, string name)
    {
        if (!fields.Present.Contains(name))
        {
            throw new FormatException($"'{name}' is expected");
        }
    }

    private static void RequireOnly(FieldSet fields, params ReadOnlySpan<string> allowed)
    {
        foreach (var name in fields.Present)
        {
            if (!allowed.Contains(name))
            {
                throw new FormatException($"a field of '{allowed[0]}' is expected, not '{name}'");
            }
        }
    }
}
