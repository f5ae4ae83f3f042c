using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Tests.Tcp;

/// <summary>Two ends of a connection and the segments between them, driven by hand.</summary>
internal sealed class ConnectionBench
{
    public static readonly Endpoint ClientEnd = new(1, 40_000);

    public static readonly Endpoint ServerEnd = new(1, 80);

    public Tcb Client = New();

    public Tcb Server = New();

    private readonly Queue<Segment> _toClient = [];

    private readonly Queue<Segment> _toServer = [];

    /// <summary>Every segment that was sent, oldest first.</summary>
    public List<Segment> Sent { get; } = [];

    public static Tcb New(int buffer = 64, ushort mss = 8, byte retries = 2) =>
        new() { RcvBuffer = buffer, Mss = mss, RetriesMost = retries };

    public static ConnectionBench Connected()
    {
        var bench = new ConnectionBench();
        bench.Open();
        bench.Run();
        return bench;
    }

    public void Open()
    {
        Connection.Fire(ref Server, new PassiveOpen(ServerEnd, new SequenceNumber(uint.MaxValue - 2)));
        Connection.Fire(ref Client, new ActiveOpen(ClientEnd, ServerEnd, new SequenceNumber(uint.MaxValue - 4)));
    }

    /// <summary>Lets both ends send and receive until nothing is left to do.</summary>
    public void Run()
    {
        for (var round = 0; round < 1000; round++)
        {
            var moved = Emit(ref Client, _toServer) | Emit(ref Server, _toClient);
            moved |= Deliver(_toServer, ref Server) | Deliver(_toClient, ref Client);
            if (!moved)
            {
                return;
            }
        }

        Assert.Fail("The two ends never come to rest.");
    }

    /// <summary>Sends what both ends may send and delivers nothing.</summary>
    public void Emit() => _ = Emit(ref Client, _toServer) | Emit(ref Server, _toClient);

    /// <summary>Throws away everything on the way.</summary>
    public void Lose()
    {
        _toClient.Clear();
        _toServer.Clear();
    }

    private bool Emit(ref Tcb from, Queue<Segment> wire)
    {
        var sent = false;
        while (Connection.TryEmit(ref from, out var segment) >= 0)
        {
            wire.Enqueue(segment);
            Sent.Add(segment);
            sent = true;
        }

        return sent;
    }

    private static bool Deliver(Queue<Segment> wire, ref Tcb to)
    {
        if (!wire.TryDequeue(out var segment))
        {
            return false;
        }

        Connection.Fire(ref to, segment);
        return true;
    }
}
