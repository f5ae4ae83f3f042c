using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Targets;
using Wakeline.Model;
using Wakeline.Spec;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>The specification's kernel as a stack for scripts, whose peer is the script.</summary>
internal sealed class ModelStack : IStack
{
    /// <summary>How many threads make calls; more would only cost time.</summary>
    public const int Threads = 2;

    /// <summary>A faulty kernel may go on for ever.</summary>
    private const int FaultyStepsMost = 20_000;

    private readonly KernelHost _host;
    private readonly ModelCalls _calls;
    private readonly Queue<WirePacket> _sent = [];
    private readonly AnswerMaker?[] _begun = new AnswerMaker?[Threads];
    private readonly CallAnswer?[] _endings = new CallAnswer?[Threads];
    private NetworkNamespace _network;
    private int _headerOctets;

    /// <summary>Boots a kernel.</summary>
    /// <param name="mutation">A fault that is put into it.</param>
    public ModelStack(Mutation mutation = default)
    {
        _host = new KernelHost(Threads, mutation) { Peer = ModelSegments.Peer };
        _calls = new ModelCalls(_host, Tell);
        if (mutation != Mutation.None)
        {
            var steps = 0;
            _host.Stepped = (Step _, in Kernel _) => Require(++steps < FaultyStepsMost);
        }
    }

    /// <inheritdoc/>
    public long Now => Microseconds(_host.Now);

    /// <inheritdoc/>
    public bool IsQuiet => _host.NextDeadline is null;

    /// <summary>A time in microseconds.</summary>
    public static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The departures from RFC 9293 that it makes whatever the settings say, if they are said here.</summary>
    public Deviations? Deviations { get; init; }

    /// <inheritdoc/>
    public void Configure(RunSettings settings)
    {
        settings = RouteMetrics.Apply(
            Deviations is { } departures ? settings with { Deviations = departures } : settings);
        _network = ModelSettings.Of(settings) with
        {
            NextPort = _host.State.Net.NextPort,
            NextSequence = _host.State.Net.NextSequence,
            StampClock = _host.State.Net.StampClock,
        };
        if (_headerOctets > 0)
        {
            var known = _host.State.Net.FastOpenClient;      // What servers have told outlives settings.
            (_network.FastOpenClient.Cookie, _network.FastOpenClient.Mss) = (known.Cookie, known.Mss);
            _network.FastOpenClient.AsksExperimentally = known.AsksExperimentally;
        }

        _host.Configure(in _network);
        _host.ConfigureTransport(ModelTransport.Of(settings));
        _calls.Settings = settings;
        _headerOctets = settings.HeaderOctets;
    }

    /// <inheritdoc/>
    public void Begin(int thread, CallRequest request) => Happen(() =>
    {
        if (_begun[thread] is not null)
        {
            throw new UnsupportedException("the thread of the call still sleeps in an earlier one");
        }

        _endings[thread] = null;
        _begun[thread] = _calls.Make(_host.Threads[thread], request);
    });

    /// <inheritdoc/>
    public CallAnswer? Ending(int thread) => _endings[thread];

    /// <inheritdoc/>
    public void Deliver(WirePacket packet) => Happen(() =>
    {
        if (packet.Content is IcmpMessage message)
        {
            _calls.TakeError(packet, message);
            return;
        }

        var segment = ModelSegments.ToModel(packet, out var marks);
        if (segment.Has(SegmentFlags.Urg) && segment.UrgentPointer < ushort.MaxValue
            && ModelSettings.IsOn(_calls.Settings.Sysctls[ModelSettings.LateUrgency]))
        {
            segment.UrgentPointer++;
        }

        _calls.NoteArrival(packet, in segment, _headerOctets);
        if (_calls.Hears(in segment, packet))
        {
            using var terms = new FastOpenOverride(_host, _calls.NotesOfReceiver(in segment), _calls.Settings);
            _host.Deliver(in segment, marks);
        }
    });

    /// <inheritdoc/>
    public WirePacket? TakeSent() => _sent.TryDequeue(out var packet) ? packet : null;

    /// <inheritdoc/>
    public void Advance(long until)
    {
        var end = TimeSpan.FromMicroseconds(until);
        while (_host.NextDeadline is { } deadline && deadline <= end)
        {
            if (Happen(() => _host.AdvanceToNextTimer()))
            {
                return;
            }
        }

        _host.Advance(end - _host.Now);
    }

    /// <inheritdoc/>
    public decimal? Tell(string field)
    {
        if (_calls.LastSocket is not { } socket)
        {
            return null;
        }

        return TcpInfo.Tell(field, in _host.State.Sockets[socket], _host.TransportOf(socket), Now,
            _host.State.Net.FastOpenClient.Mss)
            ?? MemoryFigures.Tell(field, in _host.State, socket, _host.TransportOf(socket));
    }

    /// <summary>Lets something happen, and collects what has come of it.</summary>
    /// <returns>Whether a packet was sent or a call returned.</returns>
    private bool Happen(Action what)
    {
        try
        {
            what();
        }
        catch (BoundExceededException bound)
        {
            throw new UnsupportedException($"the model has no room for more: {bound.Message}");
        }

        var isSeen = CollectEndings();
        if (_calls.Follow(Now))
        {
            isSeen |= CollectEndings();
        }

        while (_host.TryTakeSent(out var sent))
        {
            var packet = ModelSegments.ToWire(sent, _calls.HeaderOf(sent));
            _sent.Enqueue(packet);
            isSeen = true;
            if (_calls.NoteLeft(in sent, _headerOctets))
            {
                CollectEndings();
            }
        }

        return isSeen;
    }

    private static void Require(bool isWithinBounds)
    {
        if (!isWithinBounds)
        {
            throw new TargetException($"the faulty kernel is not at rest after {FaultyStepsMost} steps");
        }
    }

    private bool CollectEndings()
    {
        var isSeen = false;
        for (var thread = 0; thread < Threads; thread++)
        {
            if (_begun[thread] is { } answer && _host.Threads[thread].Outcome is { IsAsleep: false } outcome)
            {
                _endings[thread] = answer(outcome) with { Time = Now };
                _begun[thread] = null;
                isSeen = true;
            }
        }

        return isSeen;
    }
}
