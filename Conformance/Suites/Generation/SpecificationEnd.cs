using Wakeline.Conformance.Packetdrill.OnModel;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Model.Oracle;
using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>
/// One end of a connection as the table has it, and its peer, as a value: exploring it costs a copy. It sends whatever
/// it may at once; timers expire when they are told to.
/// </summary>
internal partial struct SpecificationEnd
{
    private const int ReceiveBuffer = 65_535;
    private const int InitialSequence = 5_000_000;
    private const int OutputsMost = 200;
    private const byte KeepAliveProbes = 1;

    /// <summary>
    /// The tries of SYN,ACK within the 5 s of <see cref="SocketChoice.DeferAccept"/> (secs_to_retrans).
    /// </summary>
    private const byte DeferredTries = 3;

    private static readonly Endpoint s_local = new(ModelSegments.Host, 8080);
    private static readonly Endpoint s_peer = new(ModelSegments.Peer, 8080);

    private readonly List<ExpectedAnswer>? _answers;
    private readonly Mutation _mutation;
    private Tcb _listener;
    private Tcb _tcb;
    private PeerView _view;

    /// <summary>Begins without a socket.</summary>
    /// <param name="peerStart">The peer's initial sequence number.</param>
    /// <param name="answers">Where what is sent is noted, if anywhere.</param>
    /// <param name="deviations">Where it departs from RFC 9293.</param>
    /// <param name="mutation">A fault of the table that is in force.</param>
    public SpecificationEnd(
        uint peerStart, List<ExpectedAnswer>? answers = null, Deviations deviations = Deviations.Checked,
        Mutation mutation = default)
    {
        _answers = answers;
        _mutation = mutation;
        _view = new PeerView(peerStart);
        _tcb = _listener = new Tcb
        {
            RcvBuffer = ReceiveBuffer,
            Mss = 1460,
            SndMss = 1460,
            Deviations = deviations,
            RetriesMost = 6,
            Offers = OptionKinds.MaximumSegmentSize | OptionKinds.WindowScale | OptionKinds.SackPermitted
                | OptionKinds.TimeStamps,
            RcvScale = 7,
            TellsDuplicates = true,
            Nagle = true,
            AvoidsSillyWindows = true,
        };
    }

    /// <summary>The connection.</summary>
    public readonly Tcb Tcb => _tcb;

    /// <summary>A digest of what the last stimulus has brought: segments, and what calls have returned.</summary>
    public int Observed { get; private set; }

    /// <summary>What the socket was told of at the last stimulus.</summary>
    public ushort Told { get; private set; }

    /// <summary>Whether a listener is open.</summary>
    public bool IsListening { get; private set; }

    /// <summary>Whether a program holds the connection.</summary>
    public bool HasSocket { get; private set; }

    /// <summary>What was asked of the socket that was opened first.</summary>
    public SocketChoice Choice { get; private set; }

    /// <summary>Whether anything was opened.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>The state that segments meet.</summary>
    public readonly TcpState State =>
        _tcb.State == TcpState.Closed && IsListening ? TcpState.Listen : _tcb.State;

    /// <summary>Whether a stimulus can be given.</summary>
    public readonly bool Takes(Stimulus stimulus) => stimulus.Kind switch
    {
        StimulusKind.Listen or StimulusKind.Connect => !HasBegun,
        StimulusKind.Accept => IsListening,
        StimulusKind.Expire => _tcb.Timers.Contains(stimulus.Timer),
        StimulusKind.Silence or StimulusKind.Pause => HasBegun,
        StimulusKind.PathError => HasBegun && _tcb.Origin != Origin.None,
        StimulusKind.GiveUp => _tcb.Timers.Contains(TcpTimer.Retransmission),
        StimulusKind.Segment => !IsOfAnother(stimulus.Segment),
        StimulusKind.DelayAcknowledgments => HasSocket && !_tcb.DelaysAcks,
        StimulusKind.ConnectAgain => HasSocket && _tcb.State != TcpState.Closed,
        StimulusKind.Close or StimulusKind.Send or StimulusKind.Receive => HasSocket || IsListening,
        _ => HasSocket,
    };

    /// <summary>
    /// Whether a segment asks for another connection between the same ends, while a program still holds the one that
    /// was: which of them a call is about then cannot be seen.
    /// </summary>
    private readonly bool IsOfAnother(SegmentPattern segment) =>
        _tcb.State == TcpState.Closed && IsListening && _tcb.Origin != Origin.None && HasSocket
        && (segment.Flags & (ControlBits.Syn | ControlBits.Ack | ControlBits.Rst)) == ControlBits.Syn;

    /// <summary>Takes a stimulus.</summary>
    /// <param name="stimulus">One that can be given.</param>
    /// <param name="rules">The rules that fire, in their order, are added.</param>
    /// <returns>How many segments were sent.</returns>
    public int Take(Stimulus stimulus, List<int> rules)
    {
        Observed = 0;
        switch (stimulus.Kind)
        {
            case StimulusKind.Segment:
                Arrive(stimulus.Segment, rules);
                break;
            case StimulusKind.PathError:
                Complain(stimulus, rules);
                break;
            case StimulusKind.Expire:
                Note(rules, Connection.Expire(ref _tcb, stimulus.Timer, _mutation));
                break;
            case StimulusKind.GiveUp:
                return GiveUp(rules);
            case StimulusKind.Silence or StimulusKind.Pause:           // What it brings is for the oracle to say.
                return 0;
            default:
                Call(stimulus, rules);
                break;
        }

        Told = _tcb.Notices.Word;
        _tcb.Notices.Clear();
        WatchIdle();
        return SendAll(ref _tcb, rules);
    }

    /// <summary>A connection that is up is watched by the keep-alive timer, if the user wants it.</summary>
    private void WatchIdle()
    {
        if (Choice == SocketChoice.KeepAlive && _tcb.State is not (TcpState.Closed or TcpState.Listen
            or TcpState.SynSent or TcpState.SynReceived or TcpState.TimeWait))
        {
            _tcb.Timers.Add(TcpTimer.KeepAlive);
        }
    }

    private void Choose(SocketChoice choice)
    {
        Choice = choice;
        _tcb.ProbesMost = _listener.ProbesMost = KeepAliveProbes;
        _tcb.HasUserTimeout = _listener.HasUserTimeout = choice == SocketChoice.UserTimeout;
        _tcb.LeavesFinWait2 = _listener.LeavesFinWait2 = choice == SocketChoice.LeaveFinWait2;
        _listener.DeferAccept = choice == SocketChoice.DeferAccept ? DeferredTries : (byte)0;
        _tcb.TellsErrors = _listener.TellsErrors = choice == SocketChoice.ReceiveErrors;
        _listener.FastOpening.Serves = _listener.FastOpening.ServesWithoutCookie = choice == SocketChoice.FastOpen;
    }

    private static void Note(List<int> rules, int rule)
    {
        if (rule >= 0)
        {
            rules.Add(rule);
        }
    }

    private int GiveUp(List<int> rules)
    {
        var sent = 0;
        for (var times = 0; times < OutputsMost && _tcb.Timers.Contains(TcpTimer.Retransmission); times++)
        {
            Note(rules, Connection.Expire(ref _tcb, TcpTimer.Retransmission, _mutation));
            sent += SendAll(ref _tcb, rules);
        }

        return sent;
    }

    private void Arrive(SegmentPattern pattern, List<int> rules)
    {
        var segment = ToSegment(pattern);
        _view.NoteDelivered(pattern);
        if (_tcb.State == TcpState.Closed)
        {
            ArriveWithoutConnection(in segment, rules);
            return;
        }

        if (_tcb.Origin == Origin.Request && Connection.CompletesHandshake(in _tcb, in segment))
        {
            if (_tcb.DeferAccept > 0 && segment.Length == 0)
            {
                _tcb.AwaitsText = true;
                return;
            }

            _tcb.Origin = Origin.Child;
        }

        Note(rules, Connection.Fire(ref _tcb, in segment, _mutation));
        if (_tcb is { State: TcpState.Closed, Origin: Origin.Request })
        {
            _tcb = _tcb with { Origin = Origin.None };
        }
    }

    /// <summary>What is for nobody is answered by whoever listens, or by nobody.</summary>
    private void ArriveWithoutConnection(in Segment segment, List<int> rules)
    {
        var other = IsListening ? _listener : new Tcb { Local = s_local };
        Note(rules, Connection.Fire(ref other, in segment, _mutation));
        if (other.State == TcpState.SynReceived)
        {
            (_tcb, HasSocket) = (other, false);
            return;
        }

        SendAll(ref other, rules);
    }

    private void Call(Stimulus stimulus, List<int> rules)
    {
        switch (stimulus.Kind)
        {
            case StimulusKind.Listen:
                (HasBegun, IsListening) = (true, true);
                Choose(stimulus.Choice);
                Note(rules, Connection.Fire(
                    ref _listener, new PassiveOpen(s_local, new SequenceNumber(InitialSequence)), _mutation));
                break;
            case StimulusKind.Connect:
                (HasBegun, HasSocket) = (true, true);
                Choose(stimulus.Choice);
                Note(rules, Connection.Fire(
                    ref _tcb,
                    new ActiveOpen(
                        s_local, s_peer, new SequenceNumber(InitialSequence),
                        stimulus.Choice == SocketChoice.FastOpen ? (ushort)StimulusCalls.FastText : (ushort)0),
                    _mutation));
                break;
            case StimulusKind.Accept:
                HasSocket |= _tcb.Origin == Origin.Child && !_tcb.Orphan;
                See(HasSocket ? 1 : 0);
                break;
            case StimulusKind.Close or StimulusKind.Abort:
                Close(stimulus.Kind == StimulusKind.Abort, rules);
                break;
            case StimulusKind.DelayAcknowledgments:
                _tcb.DelaysAcks = true;
                break;
            default:
                if (HasSocket)
                {
                    CallOnConnection(stimulus, rules);
                }

                break;
        }
    }

    private void CallOnConnection(Stimulus stimulus, List<int> rules)
    {
        switch (stimulus.Kind)
        {
            case StimulusKind.GetError:
                See((int)_tcb.Error);
                _tcb.Error = Errno.None;
                break;
            case StimulusKind.AcknowledgeNow:
                _tcb.DelaysAcks = false;
                Note(rules, Connection.Fire(ref _tcb, default(AcknowledgeNow), _mutation));
                break;
            case StimulusKind.Send when MaySend:
                See(stimulus.Octets);
                Note(rules, Connection.Fire(ref _tcb, new SendData(stimulus.Octets, Urgent: false), _mutation));
                break;
            case StimulusKind.Receive when _tcb.Unread > 0:
                See(Math.Min(_tcb.Unread, stimulus.Octets));
                Note(rules, CallEffects.Read(ref _tcb, Math.Min(_tcb.Unread, stimulus.Octets), _mutation));
                break;
            case StimulusKind.ShutReceive when _tcb.State != TcpState.Closed:
                Note(rules, CallEffects.Shut(ref _tcb, ShutdownDirections.Receive, _mutation));
                break;
            case StimulusKind.ShutSend when _tcb.State != TcpState.Closed:
                Note(rules, CallEffects.Shut(ref _tcb, ShutdownDirections.Send, _mutation));
                break;
            case StimulusKind.ShutBoth when _tcb.State != TcpState.Closed:
                Note(rules, CallEffects.Shut(ref _tcb, ShutdownDirections.Both, _mutation));
                break;
        }
    }

    /// <summary>A listener that closes breaks off what nobody has accepted.</summary>
    private void Close(bool isReset, List<int> rules)
    {
        if (HasSocket)
        {
            HasSocket = false;
            Note(rules, CallEffects.Close(ref _tcb, isReset, _mutation));
            return;
        }

        IsListening = false;
        Note(rules, Connection.Fire(ref _listener, default(Close), _mutation));
        if (_tcb.Origin == Origin.Child && !_tcb.Orphan)
        {
            _tcb.Orphan = true;
            Note(rules, Connection.Fire(ref _tcb, default(Abort), _mutation));
        }
        else if (_tcb.Origin == Origin.Request)
        {
            _tcb = new Tcb { Local = s_local };
        }
    }

    private int SendAll(ref Tcb tcb, List<int> rules)
    {
        var sent = 0;
        for (; sent < OutputsMost; sent++)
        {
            var rule = Connection.TryEmit(ref tcb, out var segment, _mutation);
            if (rule < 0)
            {
                break;
            }

            Note(rules, rule);
            See(segment.GetHashCode());
            _answers?.Add(AnswerOf(in segment, rules));
            _view.NoteSent(
                (ControlBits)segment.Flags, segment.Sequence.Value, segment.Payload, segment.Acknowledgment.Value,
                segment.Window, segment.Options.Has(OptionKinds.WindowScale) ? segment.Options.WindowScale : null,
                segment.Options.Has(OptionKinds.TimeStamps) ? segment.Options.StampValue : null);
        }

        return sent;
    }

    private readonly ExpectedAnswer AnswerOf(in Segment segment, List<int> rules) => new(
        (ControlBits)segment.Flags,
        unchecked((int)(segment.Sequence.Value
            - (segment.Has(SegmentFlags.Syn) ? segment.Sequence.Value : _view.Resolve(new(NumberBase.Start))))),
        segment.Has(SegmentFlags.Ack) ? unchecked((int)(segment.Acknowledgment.Value - _view.PeerStart)) : 0,
        segment.Payload,
        segment is { Length: 0, Flags: SegmentFlags.Ack } && rules.Exists(Obligations.IsChallenge));

    private readonly Segment ToSegment(SegmentPattern pattern) => new()
    {
        Source = s_peer,
        Destination = s_local,
        Sequence = new SequenceNumber(_view.Resolve(pattern.Sequence)),
        Acknowledgment = new SequenceNumber(
            (pattern.Flags & ControlBits.Ack) != 0 ? _view.Resolve(pattern.Acknowledgment) : 0),
        Flags = (SegmentFlags)pattern.Flags,
        Window = pattern.Window,
        Payload = pattern.Payload,
        UrgentPointer = (pattern.Flags & ControlBits.Urg) != 0 ? pattern.Urgent : (ushort)0,
        Options = pattern.Options == PeerOptions.None
            ? default : ModelTcpOptions.ToModel(pattern.OptionsIn(in _view)),
    };
}
