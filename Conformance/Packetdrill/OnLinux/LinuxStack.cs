using System.Diagnostics;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>
/// The host's kernel as a stack for one case, in real time. What a packet brings has happened when it is written to the
/// device, so that its answers are read at once; calls that cannot sleep are made on the driving thread.
/// </summary>
internal sealed class LinuxStack : IStack
{
    /// <summary>After so long without a packet the stack is taken to send no more.</summary>
    private const long QuietMicroseconds = 5_000_000;

    /// <summary>A reset that misses is answered; the next one does not miss (RFC 5961 3.2).</summary>
    private const int ResetRounds = 3;

    /// <summary>So long a thread may take to return or to fall asleep.</summary>
    private static readonly TimeSpan s_settleMost = TimeSpan.FromSeconds(5);

    /// <summary>Calls that make the kernel send nothing.</summary>
    private static readonly HashSet<string> s_silent = ["socket", "bind", "listen", "getsockopt"];

    private readonly Queue<WirePacket> _sent = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly LinuxNetwork _network;
    private readonly PortShift _ports;
    private readonly LinuxCalls _calls;
    private readonly FlowEnds _flows = new();
    private readonly IReadOnlyList<CallWorker> _workers;
    private readonly ushort _peer;
    private readonly bool _isAlone;
    private readonly CallAnswer?[] _answers = new CallAnswer?[LinuxNetwork.Threads];
    private RunSettings _settings;
    private long _lastSent;

    /// <summary>Begins a case.</summary>
    /// <param name="network">Where; nothing is left in it of earlier cases but what their ports tell.</param>
    /// <param name="ports">The ports of this case.</param>
    /// <param name="settings">The settings of this case.</param>
    /// <param name="isAlone">
    /// Whether no other case is under way; the threads for calls that may sleep are for such a one alone.
    /// </param>
    /// <exception cref="UnsupportedException">The kernel does not have them.</exception>
    public LinuxStack(LinuxNetwork network, PortShift ports, RunSettings settings, bool isAlone = true)
    {
        (_network, _ports, _settings) = (network, ports, settings);
        _workers = isAlone ? network.Workers : [];
        _isAlone = isAlone;
        _calls = new LinuxCalls(settings, ports);
        Configure(settings);
        _peer = ports.ToKernel(settings.RemotePort);
        network.Router.Add(_peer, this);
    }

    /// <inheritdoc/>
    public long Now => Stopwatch.GetElapsedTime(_start).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <inheritdoc/>
    public bool IsQuiet => Now - _lastSent > QuietMicroseconds;

    /// <summary>Whether the kernel has learnt something that outlives the connections: cookies of Fast Open.</summary>
    public bool HasTaught { get; private set; }

    /// <inheritdoc/>
    public void Configure(RunSettings settings)
    {
        _settings = settings;
        _network.Configure(settings.Sysctls);
        _network.Route(settings.RemoteAddress, settings.Sysctls);
        _calls.CongestionControl = _network.CongestionControlOfSockets;
    }

    /// <inheritdoc/>
    public void Begin(int thread, CallRequest request)
    {
        if (thread < _workers.Count && _workers[thread].IsBusy)
        {
            throw new UnsupportedException("the thread of the call still sleeps in an earlier one");
        }

        _answers[thread] = null;
        _network.Router.IsDrained &= s_silent.Contains(request.Name);
        if (_calls.TryMake(request, out var answer))
        {
            _answers[thread] = answer with { Time = Now };
        }
        else if (thread < _workers.Count)
        {
            _workers[thread].Begin(() => _calls.Make(request) with { Time = Now });
        }
        else
        {
            throw new UnsupportedException($"{request.Name} may sleep, and others are under way");
        }

        Settle();
    }

    /// <inheritdoc/>
    public CallAnswer? Ending(int thread) =>
        _answers[thread] ??= thread < _workers.Count ? _workers[thread].Take() : null;

    /// <inheritdoc/>
    public void Deliver(WirePacket packet)
    {
        _flows.NoteIn(packet);
        NoteTeaching(packet);
        Write(packet);
        Settle();
    }

    /// <inheritdoc/>
    public WirePacket? TakeSent()
    {
        if (_sent.Count == 0 && (_isAlone || !_network.Router.IsDrained))
        {
            _network.Router.Deliver();
        }

        if (!_sent.TryDequeue(out var packet))
        {
            return null;
        }

        _network.Router.Unseen--;
        return packet;
    }

    /// <summary>Whether something was sent that was not taken.</summary>
    public bool HasSent => _sent.Count > 0;

    /// <inheritdoc/>
    public void Advance(long until)
    {
        var before = _sent.Count;
        Settle();
        _network.Router.Deliver();
        while (_sent.Count == before && Now < until && !HasReturned())
        {
            _network.Await(TimeSpan.FromMicroseconds(until - Now));
            Settle();
            _network.Router.Deliver();
        }
    }

    /// <inheritdoc/>
    public decimal? Tell(string field) => _calls.Tell(field);

    /// <summary>Ends the case: whatever it has opened is closed, and what connections it left are reset.</summary>
    public void End()
    {
        _calls.CloseAll();
        foreach (var worker in _workers)
        {
            worker.Interrupt();
        }

        _calls.CloseAll();                   // A call that was just ended may have opened one more.
        _network.Router.Deliver();
        for (var round = 0; round < ResetRounds && _flows.TakeResets() is { Count: > 0 } resets; round++)
        {
            resets.ForEach(Write);
            _network.Router.Deliver();
        }

        _network.Router.Remove(_peer);
        _network.Router.Unseen -= _sent.Count;
        _sent.Clear();
    }

    /// <summary>A packet was sent that may be of this case.</summary>
    /// <param name="seen">The packet, with the ports of the kernel.</param>
    internal void Take(WirePacket seen)
    {
        var packet = seen with
        {
            Time = Now,
            Source = _ports.ToCase(seen.Source),
            Destination = _ports.ToCase(seen.Destination),
        };
        if (_flows.NoteOut(packet))
        {
            NoteTeaching(packet);
            _lastSent = packet.Time;
            _sent.Enqueue(packet);
            _network.Router.Unseen++;
        }
    }

    private void Write(WirePacket packet)
    {
        _network.Router.IsDrained = false;
        _network.Device.Write(IpFormat.Write(
            packet with { Source = _ports.ToKernel(packet.Source), Destination = _ports.ToKernel(packet.Destination) },
            _settings.RemoteAddress, _settings.LocalAddress));
    }

    private bool HasReturned()
    {
        var any = false;
        for (var thread = 0; thread < _answers.Length; thread++)
        {
            any |= _answers[thread] is null && Ending(thread) is not null;
        }

        return any;
    }

    /// <summary>Waits until each call under way has returned or sleeps.</summary>
    private void Settle()
    {
        foreach (var worker in _workers)
        {
            var begun = Stopwatch.GetTimestamp();
            var spin = new SpinWait();
            while (worker.IsBusy && !worker.IsAsleep && Stopwatch.GetElapsedTime(begun) < s_settleMost)
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }
        }
    }

    private void NoteTeaching(WirePacket packet) =>
        HasTaught |= packet.Content is TcpSegment { Options.List: { Count: > 0 } options }
            && options.Any(option => option is FastOpen);
}
