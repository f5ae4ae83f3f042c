using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Model.Oracle;
using Wakeline.Model.Transport;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>Random headers and events.</summary>
internal static class TraceGenerators
{
    private static readonly Gen<uint> s_number = Gen.Elements(0U, 1U, 2_147_483_648U, uint.MaxValue)
        .Or(Gen.Choose(0, int.MaxValue).Select(value => (uint)value));

    private static readonly Gen<string> s_text = Gen.Elements("", "a", "recv", "é\u2028", "\"quoted\"\\", "\t\n", "☃");

    private static readonly Gen<string> s_octets = Gen.Elements("", "00", "a1b2c3d4e5f60718");

    private static readonly Gen<IPEndPoint> s_address =
        from host in Gen.Elements("192.0.2.1", "0.0.0.0", "2001:db8::1", "::", "::ffff:192.0.2.7")
        from port in Gen.Choose(0, ushort.MaxValue)
        select new IPEndPoint(IPAddress.Parse(host), port);

    private static readonly Gen<TcpOption> s_option = Gen.OneOf<TcpOption>(
        Gen.Elements<TcpOption>(
            new PlainOption(PlainOptionKind.NoOperation), new PlainOption(PlainOptionKind.EndOfList),
            new PlainOption(PlainOptionKind.SackPermitted)),
        s_number.Select(size => (TcpOption)new MaximumSegmentSize((ushort)size)),
        s_number.Select(shift => (TcpOption)new WindowScale((byte)shift)),
        s_number.Two().Select(pair => (TcpOption)new TimeStamps(pair.Item1, pair.Item2)),
        s_number.Two().ListOf().Where(pairs => pairs.Count <= 4).Select(pairs => (TcpOption)new SelectiveAcknowledgment(
            pairs.Select(pair => new SackBlock(pair.Item1, pair.Item2)).ToSequence())),
        from octets in s_octets
        from isExperimental in Gen.Elements(true, false)
        select (TcpOption)new FastOpen(isExperimental, octets),
        s_octets.Select(octets => (TcpOption)new Signature(octets)),
        from kind in Gen.Elements(EcnCounterOrder.Ect0First, EcnCounterOrder.Ect1First)
        from counters in s_number.Select(number => number & 0xFF_FFFF).ListOf()
        select EcnCounterOrder.Of(kind, [.. counters.Take(3)]) ?? (TcpOption)new EcnCounters([]),
        from kind in Gen.Choose(0, 255)
        from octets in s_octets
        select (TcpOption)new UnknownOption((byte)kind, octets));

    private static readonly Gen<long> s_time = Gen.Choose(0, int.MaxValue).Select(value => (long)value * 1_000_003);

    private static readonly Gen<TraceEvent> s_segment =
        from time in s_time
        from passage in Gen.Elements(Passage.In, Passage.Out, Passage.Passing)
        from ends in s_address.Two()
        from numbers in s_number.Four()
        from flags in Gen.Choose(0, 511)
        from payload in Gen.Choose(0, 100_000)
        from codepoint in Gen.Elements(Enum.GetValues<EcnCodepoint>())
        from options in s_option.ListOf()
        select (TraceEvent)new SegmentEvent(time, passage, new TraceSegment(ends.Item1, ends.Item2)
        {
            Sequence = numbers.Item1,
            Acknowledgment = numbers.Item2,
            Window = (ushort)numbers.Item3,
            Urgent = (ushort)numbers.Item4,
            Flags = (ControlBits)flags,
            Payload = payload,
            Codepoint = codepoint,
            Options = options.ToSequence(),
        });

    private static readonly Gen<TraceEvent> s_message =
        from time in s_time
        from version in Gen.Elements(4, 6)
        from ends in s_address.Two()
        from numbers in Gen.Choose(0, 255).Two()
        from sequence in s_number
        from mtu in s_number
        select (TraceEvent)new IcmpEvent(time, version, ends.Item1, ends.Item2)
        {
            Type = (byte)numbers.Item1,
            Code = (byte)numbers.Item2,
            Sequence = sequence,
            Mtu = mtu,
        };

    private static readonly Gen<Sequence<ReadyEntry>> s_ready =
        from numbers in s_number.ListOf()
        from events in s_text.ListOf()
        select numbers.Take(9).Select(number => new ReadyEntry(number, events.Take(9).ToSequence())).ToSequence();

    private static readonly Gen<TraceEvent> s_entry =
        from time in s_time
        from thread in Gen.Choose(0, 9)
        from name in s_text
        from address in s_address.OrNull()
        from length in s_number
        from has in Gen.Choose(0, 2047)
        from ready in s_ready
        from flags in s_text.ListOf().Where(texts => texts.Count <= 9)
        from arguments in s_text.ListOf().Where(texts => texts.Count <= 9)
        select (TraceEvent)new CallEntry(time, thread, name)
        {
            Address = address,
            Descriptor = (has & 1) != 0 ? thread : null,
            Length = (has & 2) != 0 ? length : null,
            How = (has & 4) != 0 ? "SHUT_WR" : null,
            Option = (has & 8) != 0 ? "SO_LINGER" : null,
            Value = (has & 16) != 0 ? -length : null,
            Text = (has & 32) != 0 ? "cubic" : null,
            Size = (has & 64) != 0 ? length : null,
            Operation = (has & 128) != 0 ? "EPOLL_CTL_ADD" : null,
            Target = (has & 256) != 0 ? thread : null,
            Data = (has & 512) != 0 ? length : null,
            Timeout = (has & 1024) != 0 ? -1 : null,
            Events = arguments.ToSequence(),
            Polled = ready,
            Flags = flags.ToSequence(),
            Arguments = arguments.ToSequence(),
        };

    private static readonly Gen<TraceEvent> s_exit =
        from time in s_time
        from thread in Gen.Choose(0, 9)
        from name in s_text
        from result in Gen.Choose(-1, int.MaxValue)
        from error in Gen.Elements<string?>(null, "EAGAIN")
        from address in s_address.OrNull()
        from has in Gen.Choose(0, 3)
        from ready in s_ready
        select (TraceEvent)new CallExit(time, thread, name, result, error)
        {
            Address = address,
            Value = (has & 1) == 0 ? null : result,
            Text = (has & 2) == 0 ? null : "reno",
            Size = (has & 2) == 0 ? null : result,
            Ready = ready,
        };

    /// <summary>Events.</summary>
    public static Gen<TraceEvent> Event { get; } = Gen.OneOf(
        s_segment, s_message, s_entry, s_exit, s_time.Select(time => (TraceEvent)new Silence(time)));

    /// <summary>Headers.</summary>
    public static Gen<TraceHeader> Header { get; } =
        from vantage in Gen.Elements(Vantage.Endpoint, Vantage.Host, Vantage.Wire)
        from has in Gen.Choose(0, 15)
        from profile in Gen.Elements(null, "linux-6.18", "rfc9293-strict")
        from hosts in s_address.ListOf()
        from entries in s_text.Two().ListOf()
        select new TraceHeader
        {
            Vantage = vantage,
            HasCalls = (has & 1) != 0,
            HasSegments = (has & 2) != 0,
            HasOffload = (has & 4) != 0,
            TellsCodepoints = (has & 8) != 0,
            Profile = profile,
            Hosts = hosts.Select(host => host.Address).ToSequence(),
            Environment = entries.Select(each => new EnvironmentEntry(each.Item1, each.Item2)).ToSequence(),
        };
}
