using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>System calls: which connection they are about.</content>
public sealed partial class TraceOracle
{
    private readonly Dictionary<int, SocketRecord> _descriptors = [];
    private readonly Dictionary<int, CallUnderWay> _threads = [];

    /// <summary>A thread begins a call.</summary>
    public void Enter(int thread, ObservedCall call, Moment moment)
    {
        _events++;
        var socket = _descriptors.GetValueOrDefault(call.Descriptor);
        var underWay = new CallUnderWay(call, socket, []);
        _threads[thread] = underWay;
        if (socket is null)
        {
            return;
        }

        if ((call.Call == SystemCall.Connect || call.OpensFast)
            && (socket.Connection is null || IsOver(socket.Connection)))
        {
            socket.Connection = _flows.Open(socket.Bound, call.Address, moment);
            socket.Connection.Take(socket.Terms);
        }

        var effect = ShutsListener(call, socket) ? call with { Call = SystemCall.Close } : call;
        effect = effect with { IsOfListener = socket.IsListening };
        foreach (var judge in JudgesOf(effect, socket))
        {
            judge.ResetsOnClose |= effect.Call == SystemCall.Close && socket.IsListening;
            underWay.Slots.Add((judge, judge.Enter(effect, moment)));
            Report(judge);
        }
    }

    /// <summary>The call of a thread returns.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="outcome">What it returned; of SO_ERROR, the error.</param>
    /// <param name="peer">accept: the address of the other end, if it is known.</param>
    /// <param name="moment">Where and when.</param>
    public void Return(int thread, CallOutcome outcome, Endpoint? peer, Moment moment)
    {
        _events++;
        if (!_threads.Remove(thread, out var underWay))
        {
            return;
        }

        foreach (var (judge, slot) in underWay.Slots)
        {
            judge.Return(slot, outcome, moment);
            Report(judge);
        }

        Follow(underWay, outcome, peer, moment);
    }

    /// <summary>A call that the specification does not speak of: nothing more is judged of its connection.</summary>
    public void NotUnderstood(int descriptor, string what, Moment moment)
    {
        _events++;
        if (_descriptors.GetValueOrDefault(descriptor)?.Connection is { } judge)
        {
            judge.GiveUp(what);
            Report(judge);
        }
    }

    /// <summary>A listener that receives no more is none any more (net/ipv4/af_inet.c inet_shutdown).</summary>
    private static bool ShutsListener(ObservedCall call, SocketRecord socket) => socket.IsListening
        && call.Call == SystemCall.Shutdown && (call.Directions & ShutdownDirections.Receive) != 0;

    private static bool IsOver(ConnectionJudge judge) =>
        judge.IsCertain(tcb => tcb is { State: TcpState.Closed, Origin: Origin.None });

    private IReadOnlyList<ConnectionJudge> JudgesOf(ObservedCall call, SocketRecord socket) => call.Call switch
    {
        SystemCall.Close when socket.References > 1 => [],
        SystemCall.Close when socket.IsListening => [.. _flows.NotAccepted(socket.Bound.Port)],
        SystemCall.Connect or SystemCall.Send or SystemCall.Receive or SystemCall.Shutdown or SystemCall.Close
            or SystemCall.GetError when socket.Connection is not null => [socket.Connection],
        _ => [],
    };

    private void Follow(CallUnderWay underWay, CallOutcome outcome, Endpoint? peer, Moment moment)
    {
        var (call, socket, _) = underWay;
        var isDone = outcome.Error == Errno.None && outcome.Value >= 0;
        switch (call.Call)
        {
            case SystemCall.Socket when isDone:
                _descriptors[outcome.Value] = new SocketRecord();
                break;
            case SystemCall.Dup when isDone && socket is not null:
                socket.References++;
                _descriptors[outcome.Value] = socket;
                break;
            case SystemCall.Bind when isDone && socket is not null:
                socket.Bound = call.Address;
                break;
            case SystemCall.Listen when isDone && socket is { IsListening: false }:
                socket.IsListening = true;
                _flows.Listen(socket.Bound.Port, socket.Terms);
                _flows.Backlogs.Set(socket.Bound.Port, call.Length);
                break;
            case SystemCall.Accept when isDone && socket is not null:
                Accept(socket, outcome.Value, peer, moment);
                break;
            case SystemCall.SetLinger when isDone && socket?.Connection is { } judge:
                judge.ResetsOnClose = call.Length == 0;
                break;
            case SystemCall.SetOption when isDone && socket is not null && call.Option is { } option:
                socket.Terms = socket.Terms.With(option, call.Length);
                socket.Connection?.Take(socket.Terms);
                if (socket.IsListening)
                {
                    _flows.SetTerms(socket.Bound.Port, socket.Terms);
                }

                break;
            case SystemCall.Send when call.OpensFast && !isDone && outcome.Error != Errno.EINPROGRESS
                && socket?.Connection is { } judge:
                _flows.Forget(judge, moment.Time);
                break;
            case SystemCall.Connect when !isDone && socket?.Connection is { } judge && IsOver(judge):
                _flows.Forget(judge, moment.Time);
                socket.Connection = null;
                break;
            case SystemCall.Shutdown when isDone && socket is not null && ShutsListener(call, socket):
                socket.IsListening = false;
                _flows.Unlisten(socket.Bound.Port);
                break;
            case SystemCall.Close when outcome.Error is not Errno.EBADF && socket is not null:
                Close(call.Descriptor, socket);
                break;
        }
    }

    private void Close(int descriptor, SocketRecord socket)
    {
        _descriptors.Remove(descriptor);
        if (--socket.References == 0 && socket.IsListening)
        {
            _flows.Unlisten(socket.Bound.Port);
        }
    }

    /// <summary>accept gives out a connection whose handshake is complete.</summary>
    private void Accept(SocketRecord listener, int descriptor, Endpoint? peer, Moment moment)
    {
        var judge = _flows.NotAccepted(listener.Bound.Port)
            .Where(judge => peer is null || judge.Remote == peer)
            .FirstOrDefault(judge => judge.Ending is not null || judge.Accept(moment));
        if (judge is null && !_settings.HasSegments)
        {
            judge = _flows.Invent(listener.Bound, peer ?? default);
            judge.Accept(moment);
        }

        if (judge is null)
        {
            Add(new OracleFinding(
                OracleVerdict.Violates, "MUST", moment, _settings.NameOf(listener.Bound),
                "accept gives out a connection whose handshake is not complete", [], $"{descriptor}", "",
                ["RFC 9293 3.10.1", "net/ipv4/inet_connection_sock.c inet_csk_accept"], 0,
                new LineRange(1, moment.Line, moment.Line)));
            return;
        }

        _descriptors[descriptor] = new SocketRecord
        {
            Bound = judge.Local,
            Connection = judge,
            Terms = judge.Terms,
        };
    }

    /// <summary>A call that has begun, and where its connections keep it.</summary>
    private sealed record CallUnderWay(
        ObservedCall Call, SocketRecord? Socket, List<(ConnectionJudge Judge, int Slot)> Slots);
}
