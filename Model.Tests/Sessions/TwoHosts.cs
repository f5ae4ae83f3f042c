using Wakeline.Spec;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Tests.Sessions;

/// <summary>Something that happens in a session.</summary>
/// <param name="Kind">What.</param>
/// <param name="Host">Which host's user does it.</param>
/// <param name="Coarse">How much, or how long: the higher octet.</param>
/// <param name="Fine">The lower octet.</param>
public sealed record Move(byte Kind, bool Host, byte Coarse, byte Fine)
{
    /// <summary>How much, or how long.</summary>
    public int Amount => (Coarse << 8) | Fine;
}

/// <summary>
/// Two whole endpoints, in virtual time, with a hostile network between them: connections between the same two ports,
/// one after the other.
/// </summary>
internal sealed class TwoHosts
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly SessionHost[] _hosts;
    private readonly HostileNetwork _network;
    private TimeSpan _now;

    public TwoHosts(int seed, Deviations deviations, string congestionControl, Mutation mutation = default)
    {
        var random = new Random(seed);
        _network = new HostileNetwork(random);
        _hosts =
        [
            new SessionHost(false, SessionTerms.Draw(random, deviations, congestionControl), mutation),
            new SessionHost(true, SessionTerms.Draw(random, deviations, congestionControl), mutation),
        ];
    }

    /// <summary>
    /// One connection from beginning to end: moves while the network does harm, and then everything that is left, which
    /// arrives.
    /// </summary>
    public void Connect(IEnumerable<Move> moves)
    {
        _network.IsHealed = false;
        _network.BeginIncarnation();
        _hosts[1].Open();
        _hosts[0].Open();
        foreach (var move in moves)
        {
            Make(move);
            IsPrefix();
        }

        _network.IsHealed = true;
        Finish();
        Assert.Equal((_hosts[0].Written, _hosts[1].Written), (_hosts[1].Read, _hosts[0].Read));
        Array.ForEach(_hosts, host => host.Close());
        Pass(s_patience);
        Assert.All(_hosts, host => Assert.Equal(0, host.Connections));
    }

    private void Make(Move move)
    {
        var host = _hosts[move.Host ? 1 : 0];
        switch (move.Kind % 12)
        {
            case < 4:
                host.Write(1 + (move.Amount % 20_000));
                break;
            case < 7:
                host.ReadSome(1 + move.Amount);
                break;
            case 7:
                host.Set(SocketOption.NoDelay, move.Amount % 2 == 0);
                break;
            case 8:
                host.Set(SocketOption.Cork, move.Amount % 2 == 0);
                break;
            case 9 when move.Amount % 8 == 0:
                host.Shut();
                break;
            default:
                Pass(TimeSpan.FromMilliseconds(move.Amount % 2_000));
                break;
        }

        Pass(TimeSpan.FromMilliseconds(move.Amount % 50));
    }

    /// <summary>Both users write no more and read until the end.</summary>
    private void Finish()
    {
        var until = _now + s_patience;
        while (!_hosts.All(host => host.HasReadEnd))
        {
            Assert.True(_now < until, "the streams do not end although the network does no harm");
            Assert.All(_hosts, host => Assert.Equal(Errno.None, host.Failure));
            foreach (var host in _hosts)
            {
                host.Shut();
                host.ReadSome(ushort.MaxValue);
            }

            Pass(s_pause);
            IsPrefix();
        }
    }

    private void IsPrefix()
    {
        Assert.InRange(_hosts[0].Read, 0, _hosts[1].Written);
        Assert.InRange(_hosts[1].Read, 0, _hosts[0].Written);
    }

    private void Pass(TimeSpan time)
    {
        var until = _now + time;
        Carry();
        while (NextEvent() is { } next && next <= until)
        {
            _now = next;
            Array.ForEach(_hosts, host => host.AdvanceTo(_now));
            while (_network.Next <= _now)
            {
                var parcel = _network.Take();
                _hosts[parcel.Host].Take(parcel, _hosts[1 - parcel.Host].InitialSequence);
            }

            Carry();
        }

        _now = until;
        Array.ForEach(_hosts, host => host.AdvanceTo(_now));
        Carry();
    }

    private TimeSpan? NextEvent()
    {
        var next = _network.Next;
        foreach (var host in _hosts)
        {
            next = host.NextDeadline is { } deadline && !(next < deadline) ? deadline : next;
        }

        return next;
    }

    private void Carry()
    {
        for (var host = 0; host < _hosts.Length; host++)
        {
            foreach (var parcel in _hosts[host].TakeSent(1 - host))
            {
                _network.Send(parcel, _now);
            }

            _hosts[host].TryAccept();
        }
    }
}
