using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Suites.Exchanges;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>
/// Ways on which the host of a connection acts: it finds text lost, counts the probes of a shut window, and takes
/// acknowledgments that wait for overdue. The table leaves that to the host, so that no search over the table finds it.
/// </summary>
internal static class HostWays
{
    private const int Text = 3_000;
    private const ushort FullText = 1_460;

    private static readonly RelativeNumber s_next = new(NumberBase.Next);
    private static readonly RelativeNumber s_expected = new(NumberBase.Expected);
    private static readonly RelativeNumber s_first = new(NumberBase.PeerStart);

    private static readonly Stimulus s_acknowledgment = Segment(ControlBits.Ack);
    private static readonly Stimulus s_text = Segment(ControlBits.Ack | ControlBits.Psh, 100);
    private static readonly Stimulus s_fullText = Segment(ControlBits.Ack | ControlBits.Psh, FullText);
    private static readonly Stimulus s_later = Stimulus.Of(new SegmentPattern(
        ControlBits.Ack | ControlBits.Psh, new(NumberBase.Expected, 1), s_next, 100));

    private static readonly Stimulus s_shut =
        Stimulus.Of(new SegmentPattern(ControlBits.Ack, s_expected, s_next) { Window = 0 });

    private static readonly Stimulus s_nothingNew = Stimulus.Of(
        new SegmentPattern(ControlBits.Ack, s_expected, new RelativeNumber(NumberBase.Unacknowledged)));

    private static readonly Stimulus[] s_ofServer =
        [Server(PeerOptions.Size), s_acknowledgment, new(StimulusKind.Accept)];

    private static readonly Stimulus[] s_ofStampedServer =
    [
        Server(PeerOptions.All),
        Stimulus.Of(new SegmentPattern(ControlBits.Ack, s_expected, s_next) { Options = PeerOptions.Stamp }),
        new(StimulusKind.Accept),
    ];

    private static readonly Stimulus[] s_ofClient =
    [
        new(StimulusKind.Connect),
        Stimulus.Of(new SegmentPattern(ControlBits.Syn | ControlBits.Ack, s_first, s_next)
        {
            Options = PeerOptions.Size,
        }),
    ];

    private static readonly Stimulus s_giveUp = new(StimulusKind.GiveUp);
    private static readonly Stimulus s_silence = new(StimulusKind.Silence);
    private static readonly Stimulus s_second = new(StimulusKind.Pause) { Seconds = 1 };
    private static readonly Stimulus s_delay = new(StimulusKind.DelayAcknowledgments);
    private static readonly Stimulus s_receive = new(StimulusKind.Receive) { Octets = 100_000 };
    private static readonly Stimulus s_send = new(StimulusKind.Send) { Octets = Text };

    /// <summary>The ways.</summary>
    public static IReadOnlyList<ExploredEnd> All { get; } =
    [
        .. from opening in new[] { s_ofServer, s_ofClient, s_ofStampedServer }
           from rest in Rests
           select Way(opening, rest),
    ];

    /// <summary>What follows when the connection is up.</summary>
    private static Stimulus[][] Rests =>
    [
        [s_shut, s_send, s_giveUp],
        [s_send, s_shut, s_send, s_giveUp],
        [s_send, s_send, s_nothingNew, s_nothingNew, s_nothingNew, s_nothingNew],
        [s_send, s_send, s_nothingNew, s_nothingNew, s_nothingNew, s_silence],
        [s_send, s_second],
        [s_send, s_second, s_silence],
        [s_delay, s_text, new(StimulusKind.AcknowledgeNow), s_second],
        [s_delay, s_fullText, s_receive, s_second],
        [s_delay, s_fullText, s_fullText, s_receive, s_second],
        [s_later, s_text, s_receive, s_second],
    ];

    private static Stimulus Segment(ControlBits flags, ushort payload = 0) =>
        Stimulus.Of(new SegmentPattern(flags, s_expected, s_next, payload));

    private static Stimulus Server(PeerOptions options) =>
        Stimulus.Of(new SegmentPattern(ControlBits.Syn, s_first, s_first) { Options = options });

    private static ExploredEnd Way(Stimulus[] opening, Stimulus[] rest)
    {
        var way = new ExploredEnd(new SpecificationEnd(PeerStarts.WhileExploring));
        if (opening[0].Kind == StimulusKind.Segment)
        {
            way = way.After(new Stimulus(StimulusKind.Listen));
        }

        return opening.Concat(rest).Aggregate(way, (end, stimulus) => end.After(stimulus));
    }
}
