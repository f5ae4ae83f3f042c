using Wakeline.Spec;
using Wakeline.Spec.Files;
using Wakeline.Spec.Nic;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// The policies of a host's connections with its peer. The host tells what is about to happen and what has left, and
/// lets them act once the kernel has come to rest.
/// </summary>
/// <param name="peer">The peer's address.</param>
/// <param name="carry">Takes from the wire what was sent to the peer.</param>
/// <param name="push">Sets PSH in the last segment that was sent from an end.</param>
internal sealed partial class TransportPolicies(byte peer, Action carry, Action<Endpoint> push)
{
    private readonly ConnectionPolicy?[] _policies = new ConnectionPolicy?[Capacity.Sockets];
    private readonly TransportSettings?[] _own = new TransportSettings?[Capacity.Sockets];
    private readonly ChallengeRation _challenges = new();
    private (Segment Segment, CongestionMarks Marks) _latestSyn;
    private CongestionMarks _arrivingMarks;

    // Whether a reset that leaves now gives up a connection, and answers no segment.
    private bool _resetsAreActive;

    /// <summary>The settings that new connections take.</summary>
    public required TransportSettings Settings { get; set; }

    /// <summary>While clients do without Fast Open.</summary>
    public FastOpenPause FastOpenPause { get; } = new();

    /// <summary>Whether segments are stamped as they arrive (netstamp_needed_key).</summary>
    public bool StampsArrivals { get; set; }

    /// <summary>The policy of a socket's connection, if it has one.</summary>
    public ConnectionPolicy? Of(int socket) => _policies[socket];

    /// <summary>The user changes settings of one socket, which the connections it accepts take over.</summary>
    public void Change(int socket, Func<TransportSettings, TransportSettings> change)
    {
        _own[socket] = change(_own[socket] ?? _policies[socket]?.Sender.Settings ?? Settings);
        _policies[socket]?.Sender.Change(_own[socket]!);
    }

    /// <summary>
    /// A segment arrives: its connection makes its choices first. Text for which there is no memory is cut off.
    /// </summary>
    /// <returns>Whether the segment is taken in.</returns>
    public bool BeforeArrival(ref Kernel kernel, ref Segment segment, CongestionMarks marks, long now)
    {
        (_arrivingMarks, _resetsAreActive) = (marks, false);
        if (segment.Has(SegmentFlags.Syn))
        {
            _latestSyn = (segment, marks);
            Advertise(ref kernel, now);
        }

        var socket = SocketTable.FindConnection(in kernel, in segment);
        if (socket == SocketTable.None || PolicyOf(in kernel, socket) is not { } policy
            || IsRefused(in kernel, socket, in segment))
        {
            return true;
        }

        ref var tcb = ref kernel.Sockets[socket].Tcb;
        if (policy.IsResetOutOfPlace(in tcb, in segment))
        {
            FastOpenPause.Begin(now, Settings);
        }

        if (policy.ReturnsOddStamp(in tcb, in segment))
        {
            AnswerOdd(ref kernel, socket, policy.AnswersOdd(in segment, now));
            return false;
        }

        var isDropped = policy.Drops(in tcb, in segment, _challenges, now);
        policy.Receive.NoteSentMemory(SendMemory.Taken(in kernel, socket));
        if (!isDropped && policy.LacksMemory(ref tcb, in segment))
        {
            segment = segment with { Payload = 0, Flags = segment.Flags & ~(SegmentFlags.Fin | SegmentFlags.Psh) };
        }

        if (!isDropped && policy.GoesBefore(ref tcb, in segment))
        {
            Connection.Fire(ref tcb, default(AcknowledgeNow), kernel.Mutation);
            _ = Send(ref kernel, socket);
        }

        Prepare(ref kernel, socket, policy, in segment, now);
        return !isDropped;
    }

    /// <summary>
    /// A child that a SYN cookie has made takes the segment that brought the cookie: its policy begins with that.
    /// </summary>
    public void BeforeChild(ref Kernel kernel, long now)
    {
        ref readonly var queue = ref kernel.Nic.Queues[0];
        if (queue.Softirq != SoftirqStep.FeedChild)
        {
            return;
        }

        var child = queue.ChildAndOne - 1;
        ref readonly var socket = ref kernel.Sockets[child];
        var identity = (socket.Tcb.Iss, socket.Tcb.Local, socket.Tcb.Remote);
        if (socket.Tcb.Remote.Host == peer && !_policies.Any(policy => policy?.Identity == identity))
        {
            var policy = _policies[child] = new ConnectionPolicy(SettingsOf(in socket, child), in socket.Tcb);
            Prepare(ref kernel, child, policy, in queue.Frame, now);
        }
    }

    private void Prepare(ref Kernel kernel, int socket, ConnectionPolicy policy, in Segment segment, long now)
    {
        ref var tcb = ref kernel.Sockets[socket].Tcb;
        var after = tcb;
        Connection.Fire(ref after, in segment, kernel.Mutation);
        policy.Marks = _arrivingMarks;
        policy.Receive.ArrivalStamp = StampsArrivals ? now : null;
        policy.IsWritePending = tcb.State == TcpState.SynSent && IsWritePending(in kernel, socket);
        policy.SizeAfter(ref tcb, ref after);
        policy.BeforeSegment(ref tcb, in after, in segment, Connection.Takes(in tcb, in segment), now);
    }

    /// <summary>
    /// Whether a call sleeps on a socket that has more text than its SYN carried (sk_stream_wait_connect,
    /// inet_wait_for_connect).
    /// </summary>
    private static bool IsWritePending(in Kernel kernel, int socket)
    {
        foreach (ref readonly var task in kernel.Tasks)
        {
            ref readonly var arguments = ref task.Arguments;
            var isWriting = arguments.Call is SystemCall.Send or SystemCall.Write
                || (arguments.Call == SystemCall.Connect && arguments.OpensFast && task.Moved < arguments.Number);
            if (!task.IsInUserMode && isWriting && SocketOf(in kernel, arguments.Descriptor) == socket)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The socket behind a descriptor, if there is one.</summary>
    private static int SocketOf(in Kernel kernel, int descriptor)
    {
        var file = descriptor < Capacity.Descriptors ? kernel.Descriptors.FileOf(descriptor) : Capacity.None;
        return file != Capacity.None && kernel.Files[file].Kind == FileKind.Socket
            ? kernel.Files[file].Object
            : SocketTable.None;
    }

    /// <summary>A call is about to be made.</summary>
    public void BeforeCall(ref Kernel kernel, in CallArguments arguments, long now)
    {
        _resetsAreActive = true;
        var isSending = arguments.Call is SystemCall.Send or SystemCall.Write;
        var isOpening = arguments.Call == SystemCall.Connect;
        if (!isSending && !isOpening
            && arguments.Option is not (SocketOption.QuickAck or SocketOption.WindowClamp))
        {
            return;
        }

        var socket = SocketOf(in kernel, arguments.Descriptor);
        if (socket == SocketTable.None)
        {
            return;
        }

        if (isOpening)
        {
            Advertise(ref kernel, socket, now);
            return;
        }

        var isDialogue = arguments.Length == 0;
        if (PolicyOf(in kernel, socket) is not { } policy)
        {
            if (arguments.Option == SocketOption.QuickAck)
            {
                Change(socket, settings => settings with { BeginsInDialogue = isDialogue });
            }

            return;
        }

        if (isSending)
        {
            Size(ref kernel, socket, policy, now, follows: true);
            policy.QueuesUrgent = arguments.Urgent;
            policy.HoldsRest = arguments.More;
            policy.BeforeSend(ref kernel.Sockets[socket].Tcb, arguments.Length, now);
        }
        else if (arguments.Option == SocketOption.WindowClamp)
        {
            policy.Receive.SetClamp(
                arguments.Length, ReceiveWindow.ToldOf(in kernel.Sockets[socket].Tcb));
        }
        else
        {
            policy.Acks.SetDialogue(isDialogue);
        }
    }

    /// <summary>A timer of a connection is about to expire.</summary>
    public void BeforeExpiry(ref Kernel kernel, int socket, TcpTimer timer, long now)
    {
        _resetsAreActive = true;
        if (PolicyOf(in kernel, socket) is { } policy)
        {
            Size(ref kernel, socket, policy, now, follows: timer == TcpTimer.Retransmission);
            policy.BeforeExpiry(ref kernel.Sockets[socket].Tcb, timer, now);
            if (timer == TcpTimer.Retransmission && policy.SuspectsFastOpen(in kernel.Sockets[socket].Tcb))
            {
                FastOpenPause.Begin(now, Settings);
            }
        }
    }

    /// <summary>It has expired.</summary>
    public void AfterExpiry(ref Kernel kernel, int socket, TcpTimer timer, long now)
    {
        ref var endpoint = ref kernel.Sockets[socket];
        PolicyOf(in kernel, socket)?.AfterExpiry(in endpoint.Tcb, timer, now);
        if (timer == TcpTimer.Retransmission && endpoint.Tcb.ResendEnd > endpoint.Tcb.SndUna)
        {
            endpoint.WriteQueue.Split(endpoint.Tcb.ResendEnd);
        }
    }

    /// <summary>The timer of a policy's own expires.</summary>
    public void ExpireOwn(ref Kernel kernel, int socket, long now)
    {
        if (PolicyOf(in kernel, socket) is not { } policy)
        {
            return;
        }

        ref var tcb = ref kernel.Sockets[socket].Tcb;
        var again = policy.ExpireOwn(ref tcb, now);
        if (!policy.IsProbing)
        {
            return;
        }

        if (again is not null)
        {
            SendAgain(ref kernel, socket, again, again.IsPushed);
        }
        else
        {
            Transmission.Send(ref kernel, socket);
        }

        var wasSent = !kernel.Nic.Wire.IsEmpty;
        carry();
        policy.EndProbe(in tcb, now, wasSent, wasOld: again is not null);
    }

    /// <summary>
    /// What a reset says of congestion that gives up a connection (tcp_send_active_reset); one that answers a segment
    /// says nothing.
    /// </summary>
    private CongestionMarks MarksOfReset(in Segment segment, long now)
    {
        foreach (var policy in _resetsAreActive ? _policies : [])
        {
            if (policy is not null && policy.Identity.Local == segment.Source
                && policy.Identity.Remote == segment.Destination)
            {
                return policy.MarksOf(in segment, now);
            }
        }

        return default;
    }

    /// <summary>A segment leaves for the peer.</summary>
    /// <returns>Whether it is pushed; <see langword="null"/> if the connection decides that.</returns>
    public bool? NoteSent(in Kernel kernel, in Segment segment, long now, out CongestionMarks marks)
    {
        marks = segment.Has(SegmentFlags.Rst) ? MarksOfReset(in segment, now) : default;
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            ref readonly var tcb = ref kernel.Sockets[socket].Tcb;
            if (tcb.Local == segment.Source && tcb.Remote == segment.Destination
                && PolicyOf(in kernel, socket) is { } policy)
            {
                marks = segment.Has(SegmentFlags.Rst) ? marks : policy.MarksOf(in segment, now);
                return policy.NoteSent(in segment, in tcb, now);
            }
        }

        return null;
    }

    /// <summary>Softirq is through: what policies want sent is sent.</summary>
    /// <returns>Whether anything was.</returns>
    public bool Act(ref Kernel kernel, long now)
    {
        var hasActed = false;
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            if (PolicyOf(in kernel, socket) is { } policy)
            {
                hasActed |= Act(ref kernel, socket, policy, now);
            }
        }

        return hasActed;
    }

    /// <summary>The kernel has come to rest.</summary>
    /// <returns>Whether a policy wants to act once more.</returns>
    public bool EndTurn(in Kernel kernel)
    {
        var actsAgain = false;
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            if (PolicyOf(in kernel, socket) is { IsDue: true } policy)
            {
                actsAgain |= policy.EndTurn(in kernel.Sockets[socket]);
                if (policy.EndBurst())
                {
                    push(policy.Identity.Local);
                }
            }
        }

        return actsAgain;
    }

    private bool Act(ref Kernel kernel, int socket, ConnectionPolicy policy, long now)
    {
        ref var tcb = ref kernel.Sockets[socket].Tcb;
        Size(ref kernel, socket, policy, now, follows: policy.IsSending(in tcb));
        policy.Look(in tcb, now);
        ExpandOnce(ref kernel, socket, policy);
        var hasActed = false;
        policy.Receive.NoteSentMemory(SendMemory.Taken(in kernel, socket));
        if (policy.AcknowledgesNow(ref tcb, in kernel.Sockets[socket]))
        {
            Connection.Fire(ref tcb, default(AcknowledgeNow), kernel.Mutation);
            hasActed = Send(ref kernel, socket);
        }

        while (policy.IsDue && policy.NextResend() is { } sent)
        {
            SendAgain(ref kernel, socket, sent, policy.PushesAgain(sent));
            if (kernel.Nic.Wire.IsEmpty)
            {
                policy.GiveUpRepair();
            }

            hasActed = true;
            carry();
        }

        hasActed |= policy.SendsNew && SendNew(ref kernel, socket, policy, now);
        if (policy.RestOfBurst(in tcb, in kernel.Sockets[socket].WriteQueue) is > 0 and var rest)
        {
            (tcb.OverridesWaiting, tcb.SndLimit) = (true, tcb.SndNxt + rest);
            hasActed |= Send(ref kernel, socket);
            tcb.OverridesWaiting = false;
        }

        return hasActed;
    }

    private bool SendNew(ref Kernel kernel, int socket, ConnectionPolicy policy, long now)
    {
        ref var tcb = ref kernel.Sockets[socket].Tcb;
        if ((policy.QueuesUrgent && tcb.MoreFollows) || policy.WaitsForProbe(in tcb, out var octets))
        {
            return false;
        }

        if (octets > 0)
        {
            ProbePath(ref kernel, socket, policy, octets, now);
        }

        var limit = policy.LimitOf(in tcb);
        var endsRecord = policy.EndsRecord(in tcb, limit);
        if (tcb.HasSndLimit && tcb.SndLimit == limit && !endsRecord && !policy.TestsWithNew)
        {
            return false;
        }

        tcb.OverridesWaiting |= endsRecord || policy.TestsWithNew;

        tcb.HasSndLimit = true;
        tcb.SndLimit = limit;
        var wasCorked = tcb.Corked;
        tcb.Corked |= policy.HoldsRest;
        var hasSent = tcb.Unsent > 0 && Send(ref kernel, socket);
        tcb.Corked = wasCorked;
        return hasSent;
    }

    private bool Send(ref Kernel kernel, int socket)
    {
        Transmission.Send(ref kernel, socket);
        var hasSent = !kernel.Nic.Wire.IsEmpty;
        carry();
        return hasSent;
    }

    private static void SendAgain(ref Kernel kernel, int socket, Sent sent, bool isPushed)
    {
        ref var tcb = ref kernel.Sockets[socket].Tcb;
        var start = SequenceNumber.Later(sent.Start, tcb.SndUna);
        var end = ConnectionPolicy.EndAgain(in tcb, start, sent.End);
        Connection.Fire(ref tcb, new Resend(start, end - start, isPushed && end == sent.End), kernel.Mutation);
        Transmission.Send(ref kernel, socket);
    }

    /// <summary>
    /// The policy of a connection that exists; it is made when the connection is, and goes with a request to the socket
    /// that the request becomes.
    /// </summary>
    private ConnectionPolicy? PolicyOf(in Kernel kernel, int socket)
    {
        ref readonly var endpoint = ref kernel.Sockets[socket];
        ref readonly var tcb = ref endpoint.Tcb;
        if (!endpoint.InUse || endpoint.IsHidden)
        {
            _own[socket] = endpoint.InUse ? _own[socket] : null;
            return null;
        }

        if (tcb.State is TcpState.Closed or TcpState.Listen || tcb.Remote.Host != peer)
        {
            _policies[socket]?.Stop();
            return null;
        }

        var identity = (tcb.Iss, tcb.Local, tcb.Remote);
        if (_policies[socket] is { } policy && policy.Identity == identity)
        {
            return policy;
        }

        return _policies[socket] = TakeFromRequest(identity) ?? Begin(in endpoint, SettingsOf(in endpoint, socket));
    }

    /// <summary>A connection that the peer asks for learns what its SYN says of congestion.</summary>
    private ConnectionPolicy Begin(in Socket socket, TransportSettings settings)
    {
        ref readonly var tcb = ref socket.Tcb;
        var policy = new ConnectionPolicy(settings, in tcb);
        if (tcb.Origin != Origin.Active && tcb.Remote == _latestSyn.Segment.Source)
        {
            policy.Sender.Ecn.TakeSyn(in _latestSyn.Segment, _latestSyn.Marks, now: 0);
            policy.PeerSize = Connection.SizeTold(in _latestSyn.Segment, tcb.DefaultMss);
        }

        return policy;
    }

    /// <summary>A request has what its listener has.</summary>
    private TransportSettings SettingsOf(in Socket endpoint, int socket) =>
        _own[endpoint.ListenerAndOne > 0 ? endpoint.ListenerAndOne - 1 : socket] ?? Settings;

    private ConnectionPolicy? TakeFromRequest((SequenceNumber Iss, Endpoint Local, Endpoint Remote) identity)
    {
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            if (_policies[socket] is { } policy && policy.Identity == identity)
            {
                _policies[socket] = null;
                return policy;
            }
        }

        return null;
    }

    /// <summary>
    /// The last segment of a handshake is ignored if the accept queue is full (tcp_v4_syn_recv_sock), or if it has no
    /// text and the listener waits for some (tcp_check_req, TCP_DEFER_ACCEPT).
    /// </summary>
    private static bool IsRefused(in Kernel kernel, int socket, in Segment segment)
    {
        ref readonly var request = ref kernel.Sockets[socket];
        return request.IsRequest
            && ((request.ListenerAndOne > 0 && kernel.Sockets[request.ListenerAndOne - 1].AcceptQueueIsFull)
                || (request.Tcb.Retries < request.Tcb.DeferAccept && segment.End == request.Tcb.Irs + 1));
    }
}
