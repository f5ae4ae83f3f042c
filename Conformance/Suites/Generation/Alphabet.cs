using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Spec.Tcp;
using static Wakeline.Conformance.Packetdrill.Syntax.Tree.ControlBits;
using static Wakeline.Conformance.Suites.Exchanges.NumberBase;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>The stimuli that exchanges are made of.</summary>
internal static class Alphabet
{
    private const ushort Text = 100;
    private const ushort FullText = 1460;
    private const int LargeText = 3000;
    private const int ReadMost = 100_000;

    private static readonly RelativeNumber s_next = new(Next);
    private static readonly RelativeNumber s_expected = new(Expected);
    private static readonly RelativeNumber s_none = new(PeerStart);

    private static readonly ushort[] s_empty = [0];
    private static readonly ushort[] s_lengths = [0, Text];

    private static readonly ControlBits[] s_flags =
    [
        Ack, Ack | Fin, Rst, Rst | Ack, Syn, Syn | Ack, None, Fin, Psh, Syn | Fin, Syn | Rst, Syn | Rst | Ack,
        Fin | Rst, Fin | Syn | Rst | Psh | Ack | Urg,
    ];

    /// <summary>The calls.</summary>
    public static IReadOnlyList<Stimulus> Calls { get; } =
    [
        new(StimulusKind.Listen),
        new(StimulusKind.Connect),
        new(StimulusKind.Accept),
        new(StimulusKind.Send) { Octets = Text },
        new(StimulusKind.Send) { Octets = LargeText },
        new(StimulusKind.Receive) { Octets = ReadMost },
        new(StimulusKind.ShutReceive),
        new(StimulusKind.ShutSend),
        new(StimulusKind.ShutBoth),
        new(StimulusKind.Close),
        new(StimulusKind.Abort),
        new(StimulusKind.DelayAcknowledgments),
        new(StimulusKind.AcknowledgeNow),
        new(StimulusKind.ConnectAgain),
    ];

    /// <summary>Openings of sockets of which something is asked.</summary>
    public static IReadOnlyList<Stimulus> Choices { get; } =
    [
        .. from choice in Enum.GetValues<SocketChoice>()
           where choice is not (SocketChoice.None or SocketChoice.FastOpen or SocketChoice.ReceiveErrors)
           from kind in choice == SocketChoice.DeferAccept
               ? [StimulusKind.Listen]
               : new[] { StimulusKind.Listen, StimulusKind.Connect }
           select new Stimulus(kind) { Choice = choice },
    ];

    /// <summary>What faults are looked for with beside usual segments.</summary>
    public static IReadOnlyList<Stimulus> BesideUsual =>
        [.. Calls, new(StimulusKind.GetError), .. Timers, .. Rare];

    /// <summary>Openings that only faults are looked for with.</summary>
    public static IReadOnlyList<Stimulus> RareChoices { get; } =
    [
        .. from choice in new[] { SocketChoice.FastOpen, SocketChoice.ReceiveErrors }
           from kind in new[] { StimulusKind.Listen, StimulusKind.Connect }
           select new Stimulus(kind) { Choice = choice },
    ];

    /// <summary>What only faults are looked for with: errors on the path, text on SYNs.</summary>
    public static IReadOnlyList<Stimulus> Rare { get; } =
    [
        .. from complaint in Enum.GetValues<PathComplaint>()
           from quoted in new RelativeNumber[]
           {
               new(Unacknowledged), new(Start), new(Next, 1), new(Unacknowledged, -1),
           }
           select Stimulus.Of(complaint, quoted),
        Stimulus.Of(new SegmentPattern(Syn, s_none, s_none, Text) { Options = PeerOptions.Size }),
        Stimulus.Of(new SegmentPattern(Syn | Ack, s_none, new RelativeNumber(Start, 1)) { Options = PeerOptions.Size }),
        Stimulus.Of(new SegmentPattern(Ack, s_expected, s_next) { Window = 0, Options = PeerOptions.Stamp }),
        Stimulus.Of(new SegmentPattern(Ack | Fin, s_none, s_next) { Window = 0 }),
    ];

    /// <summary>The timers.</summary>
    public static IReadOnlyList<Stimulus> Timers { get; } =
    [
        .. Enum.GetValues<TcpTimer>().Select(Stimulus.Of), new(StimulusKind.GiveUp),
    ];

    /// <summary>Segments by which connections get on, and from state to state.</summary>
    public static IReadOnlyList<SegmentPattern> Usual { get; } =
    [
        new(Syn | Ack, s_none, s_next) { Options = PeerOptions.Size },
        new(Syn | Ack, s_none, s_next) { Options = PeerOptions.All },
        new(Syn, s_none, s_none) { Options = PeerOptions.Size },
        new(Syn, s_none, s_none) { Options = PeerOptions.All },
        new(Ack, s_expected, s_next),
        new(Ack, s_expected, s_next) { Options = PeerOptions.Stamp },
        new(Ack, s_expected, s_next) { Options = PeerOptions.OldStamp },
        new(Ack, s_expected, s_next) { Window = 0 },
        new(Ack, s_expected, s_next) { Window = 1 },
        new(Ack, s_expected, new RelativeNumber(Unacknowledged, 1)),
        new(Ack | Psh, s_expected, s_next, Text),
        new(Ack | Psh, s_expected, s_next, FullText),
        new(Ack | Psh, s_expected, s_next, Text) { Options = PeerOptions.Stamp },
        new(Ack | Psh, s_expected, s_next, Text) { Window = 0 },
        new(Ack, new RelativeNumber(Expected, Text), s_next, Text),
        new(Ack, new RelativeNumber(Expected, -1), s_next, 2),
        new(Ack | Psh | Urg, s_expected, s_next, Text) { Urgent = Text },
        new(Ack | Fin, s_expected, s_next),
        new(Ack | Fin, s_expected, s_next) { Options = PeerOptions.Stamp },
        new(Ack | Fin, s_expected, new RelativeNumber(Unacknowledged)),
        new(Ack | Fin | Psh, s_expected, s_next, Text),
        new(Ack | Fin, new RelativeNumber(Expected, Text), s_next),
        new(Rst, s_expected, s_none),
        new(Rst | Ack, s_expected, s_next),
    ];

    /// <summary>Every combination of control bits, numbers and lengths that tells guards apart.</summary>
    public static IReadOnlyList<SegmentPattern> Probes { get; } =
    [
        .. Usual,
        .. from flags in s_flags
           from sequence in Sequences
           from acknowledgment in (flags & Ack) != 0 ? Acknowledgments : [s_none]
           from payload in (flags & (Syn | Rst)) != 0 ? s_empty : s_lengths
           select new SegmentPattern(flags, sequence, acknowledgment, payload),
        .. from options in Enum.GetValues<PeerOptions>()
           from flags in new[] { Syn, Syn | Ack }
           select new SegmentPattern(flags, s_none, s_next) { Options = options },
        .. from window in new ushort[] { 0, 1, ushort.MaxValue }
           from payload in s_lengths
           select new SegmentPattern(Ack, s_expected, s_next, payload) { Window = window },
        .. from urgent in new ushort[] { 0, 1, Text, ushort.MaxValue }
           select new SegmentPattern(Ack | Urg, s_expected, s_next, Text) { Urgent = urgent },
    ];

    /// <summary>Sequence numbers at, beside and far from the boundaries of the window.</summary>
    public static IReadOnlyList<RelativeNumber> Sequences =>
    [
        s_expected, new(Expected, -1), new(Expected, 1), new(WindowEnd, -1), new(WindowEnd), new(WindowEnd, 1),
        new(Expected, RelativeNumber.HalfTheSpace), new(PeerStart),
    ];

    /// <summary>Acknowledgment numbers at, beside and far from the boundaries of what is on its way.</summary>
    public static IReadOnlyList<RelativeNumber> Acknowledgments =>
    [
        s_next, new(Next, 1), new(Unacknowledged), new(Unacknowledged, -1), new(Start),
        new(Next, RelativeNumber.HalfTheSpace),
    ];
}
