using Wakeline.Model.Transport;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Tests.Transport;

/// <summary>Something that happens to a sender.</summary>
/// <param name="Wait">How long nothing happened before, in milliseconds.</param>
/// <param name="Kind">What: an acknowledgment, a time-out, a wait that ends.</param>
/// <param name="Acknowledged">How many segments more it acknowledges.</param>
/// <param name="Gap">How many behind them it does not, before those it acknowledges selectively.</param>
/// <param name="Sacked">How many those are.</param>
public sealed record PeerAction(byte Wait, byte Kind, byte Acknowledged, byte Gap, byte Sacked);

/// <summary>A sender with as much to send as its window allows, whose segments have ten octets.</summary>
internal sealed class TestSender
{
    private const int Size = 10;
    private readonly Rack _rack;
    private readonly WindowReduction _reduction;
    private readonly LossRecovery _recovery;
    private readonly AckProcessor _processor;
    private int _una;
    private int _next;

    public TestSender(bool hasSack)
    {
        HasSack = hasSack;
        _rack = new Rack(Sender);
        _reduction = new WindowReduction(Sender);
        var sacks = new SackReader(Sender, _rack);
        _recovery = new LossRecovery(Sender, _rack, _reduction, sacks);
        _processor = new AckProcessor(Sender, _rack, sacks, _reduction, _recovery, new SendTimer(Sender));
        Look();
        Fill(Repair.None);
    }

    public Sender Sender { get; } = new(new TransportSettings());

    private bool HasSack { get; }

    /// <summary>Edges in segments.</summary>
    public static StreamEdges EdgesOf(int una, int next, int end, bool hasSack = true) => new()
    {
        Una = new SequenceNumber((uint)(una * Size)),
        Next = new SequenceNumber((uint)(next * Size)),
        End = new SequenceNumber((uint)(end * Size)),
        WindowEnd = new SequenceNumber((uint)((una + 10_000) * Size)),
        WindowMost = 100_000,
        SegmentSize = Size,
        HasSack = hasSack,
    };

    /// <summary>A segment by its number.</summary>
    public static Sent SentAt(int number, long time) => new()
    {
        Start = new SequenceNumber((uint)(number * Size)),
        End = new SequenceNumber((uint)((number + 1) * Size)),
        Time = time,
    };

    /// <summary>Lets something happen, and sends what may be sent.</summary>
    public void Do(PeerAction action)
    {
        Sender.Now += action.Wait * 1000L;
        switch (action.Kind % 8)
        {
            case 0 when Sender.Board.Count > 0:
                _recovery.BeginAfterTimeout();
                Resend(Sender.Board.First!);
                Sender.Timeouts++;
                break;
            case 1 when HasSack:
                Fill(_recovery.EndWait() ? Repair.Lost : Repair.None);
                break;
            default:
                Acknowledge(action);
                break;
        }
    }

    private void Acknowledge(PeerAction action)
    {
        var prior = new SequenceNumber((uint)(_una * Size));
        _una = Math.Min(_una + (action.Acknowledged % 4), _next);
        var left = _una + 1 + (action.Gap % 4);
        var right = Math.Min(left + (action.Sacked % 4), _next);
        var segment = new Segment { Acknowledgment = new SequenceNumber((uint)(_una * Size)) };
        if (left < right)
        {
            segment.Options.Present = OptionKinds.Sack;
            segment.Options.Sack.PushFront(new SackBlock(
                new SequenceNumber((uint)(left * Size)), new SequenceNumber((uint)(right * Size))));
        }

        Look();
        var isNew = segment.Acknowledgment > prior;
        Fill(_processor.Take(prior, in segment, isNew ? AckFlags.Advanced | AckFlags.WindowUpdate : AckFlags.None));
    }

    private void Fill(Repair repair)
    {
        while (repair == Repair.Lost && Sender.Board.InFlight < Sender.Window.Size
            && Sender.Board.Stream.ToArray().FirstOrDefault(each => each is { IsLost: true, IsResent: false })
                is { } lost)
        {
            Resend(lost);
        }

        while (Sender.Board.InFlight < Sender.Window.Size)
        {
            Sender.Board.Add(SentAt(_next++, Sender.Now));
            _reduction.NoteSent(1);
            Look();
        }
    }

    private void Resend(Sent sent)
    {
        Sender.Board.MarkResent(sent, Sender.Now, counts: true);
        Sender.TotalResent++;
        Sender.FirstResent ??= Sender.Now;
        Sender.UndoResent = Math.Max(Sender.UndoResent, 0) + 1;
        _reduction.NoteSent(1);
    }

    private void Look() => Sender.Edges = EdgesOf(_una, _next, _next + 1000, HasSack);
}
