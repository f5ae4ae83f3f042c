using System.Collections;
using Wakeline.Spec;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Tests.Sessions;

/// <summary>
/// One of the two hosts of a session: a whole endpoint, its user, and a model of the streams: how much was written and
/// read, and which octets the network has delivered.
/// </summary>
internal sealed class SessionHost
{
    /// <summary>This host, and its peer, as it addresses them.</summary>
    public const byte Own = 1, Peer = 2;

    private const ushort ServerPort = 80;
    private const ushort ClientPort = 5000;
    private const int StreamMost = 1 << 20;

    /// <summary>Initial sequence numbers are those of a clock with this tick (RFC 9293 3.4.1).</summary>
    private const int TickMicroseconds = 4;

    private readonly bool _isServer;
    private readonly KernelHost _host;
    private readonly BitArray _arrived = new(StreamMost);
    private int _listener = -1;
    private int _descriptor = -1;
    private int _checked;
    private bool _isShut;

    public SessionHost(bool isServer, SessionTerms terms, Mutation mutation)
    {
        _isServer = isServer;
        _host = new KernelHost(1, mutation) { Peer = Peer };
        _host.Configure(terms.Network);
        _host.ConfigureTransport(terms.Transport);
    }

    /// <summary>Octets that its user has written.</summary>
    public int Written { get; private set; }

    /// <summary>Octets that its user has read.</summary>
    public int Read { get; private set; }

    /// <summary>Whether the end of the peer's stream was read.</summary>
    public bool HasReadEnd { get; private set; }

    /// <summary>What the connection failed with.</summary>
    public Errno Failure { get; private set; }

    /// <summary>When its next timer is due.</summary>
    public TimeSpan? NextDeadline => _host.NextDeadline;

    /// <summary>Whether its user has the connection.</summary>
    public bool IsOpen => _descriptor >= 0 && _host.StateOf(_descriptor) is not (TcpState.Closed or TcpState.SynSent);

    /// <summary>Sockets that exist, its listener left out.</summary>
    public int Connections => _host.SocketCount() - (_listener >= 0 ? 1 : 0);

    /// <summary>The first number that this end has sent, if it has a connection.</summary>
    public SequenceNumber? InitialSequence => _descriptor >= 0 ? _host.SocketOf(_descriptor).Tcb.Iss : null;

    private KernelThread User => _host.Threads[0];

    /// <summary>The server listens, the client asks for a connection.</summary>
    public void Open()
    {
        (Written, Read, _checked) = (0, 0, 0);
        (_isShut, HasReadEnd, _descriptor, Failure) = (false, false, -1, Errno.None);
        _arrived.SetAll(false);
        var start = _isServer ? uint.MaxValue - 70_000 : 1u << 31;
        var ticks = (long)_host.Now.TotalMicroseconds / TickMicroseconds;
        _host.Configure(_host.State.Net with { NextSequence = unchecked(start + (uint)ticks) });
        if (_isServer && _listener < 0)
        {
            _listener = User.Socket(nonblocking: true).Value;
            Require(User.Bind(_listener, new Endpoint(Own, ServerPort)));
            Require(User.Listen(_listener, 3));
        }
        else if (!_isServer)
        {
            _descriptor = User.Socket(nonblocking: true).Value;
            Require(User.Bind(_descriptor, new Endpoint(Own, ClientPort)));
            Assert.Equal(Errno.EINPROGRESS, User.Connect(_descriptor, new Endpoint(Peer, ServerPort)).Error);
        }
    }

    /// <summary>The server takes the connection if there is one.</summary>
    public void TryAccept()
    {
        if (_isServer && _descriptor < 0)
        {
            _descriptor = User.Accept(_listener, nonblocking: true).Value;
        }
    }

    /// <summary>Its user writes.</summary>
    public void Write(int octets)
    {
        if (IsOpen && !_isShut)
        {
            Written += Moved(User.Send(_descriptor, Math.Min(octets, StreamMost - 1 - Written), dontWait: true));
        }
    }

    /// <summary>Its user reads: what it gets is what comes next.</summary>
    public void ReadSome(int octets)
    {
        if (!IsOpen && !(_descriptor >= 0 && _isShut))
        {
            return;
        }

        var outcome = User.Receive(_descriptor, octets, dontWait: true);
        Read += Moved(outcome);
        HasReadEnd |= outcome.Value == 0;
    }

    /// <summary>Its user changes whether small segments wait.</summary>
    public void Set(SocketOption option, bool isOn)
    {
        if (IsOpen)
        {
            Require(User.Make(
                KernelThread.On(SystemCall.SetOption, _descriptor) with { Option = option, Length = isOn ? 1 : 0 }));
        }
    }

    /// <summary>Its user has written all.</summary>
    public void Shut()
    {
        if (IsOpen && !_isShut)
        {
            _isShut = true;
            Require(User.Shutdown(_descriptor, ShutdownDirections.Send));
        }
    }

    /// <summary>Its user is done.</summary>
    public void Close()
    {
        if (_descriptor >= 0)
        {
            Require(User.Close(_descriptor));
            _descriptor = -1;
        }
    }

    /// <summary>Time passes.</summary>
    public void AdvanceTo(TimeSpan time) => _host.Advance(time - _host.Now);

    /// <summary>A segment arrives.</summary>
    /// <param name="parcel">The segment.</param>
    /// <param name="peerStart">The number that the peer's stream begins with, its SYN.</param>
    public void Take(Parcel parcel, SequenceNumber? peerStart)
    {
        if (parcel.IsGenuine && peerStart is { } start)
        {
            var first = parcel.Segment.TextEnd - parcel.Segment.Payload - (start + 1);
            for (var place = Math.Max(first, 0); place < first + parcel.Segment.Payload; place++)
            {
                _arrived[place] = true;
            }
        }

        _host.Deliver(parcel.Segment, parcel.Marks);
        Check(peerStart);
    }

    /// <summary>What it has sent, as its peer sees it.</summary>
    public IEnumerable<Parcel> TakeSent(int peer)
    {
        while (_host.TryTakeSent(out var sent))
        {
            var segment = sent.Segment;
            (segment.Source, segment.Destination) = (
                sent.Segment.Source with { Host = Peer }, sent.Segment.Destination with { Host = Own });
            yield return new Parcel(peer, segment, sent.Marks, IsGenuine: true);
        }
    }

    /// <summary>Nothing counts as received that has not arrived, and what is read was received.</summary>
    private void Check(SequenceNumber? peerStart)
    {
        if (_descriptor < 0)
        {
            return;
        }

        var socket = _host.SocketOf(_descriptor);
        Failure = socket.Tcb.Error == Errno.None ? Failure : socket.Tcb.Error;
        if (socket.Tcb.Irs != peerStart || socket.State is TcpState.Closed or TcpState.SynSent)
        {
            return;
        }

        var received = socket.Tcb.RcvNxt - (socket.Tcb.Irs + 1) - (socket.Tcb.FinReceived ? 1 : 0);
        for (; _checked < received; _checked++)
        {
            Assert.True(_arrived[_checked], $"octet {_checked} was received although it has not arrived");
        }

        Assert.Equal(Read, Math.Min(socket.ReadOffset, received));
    }

    private static int Moved(CallOutcome outcome) => Math.Max(outcome.Value, 0);

    private static void Require(CallOutcome outcome) => Assert.Equal(Loopback.Returned(0), outcome);
}
