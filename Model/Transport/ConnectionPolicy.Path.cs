using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <content>What is learnt of the path.</content>
internal sealed partial class ConnectionPolicy
{
    private readonly SegmentSize _size;

    /// <summary>The MTU of the path as the connection knows it.</summary>
    public int PathMtu => _size.Mtu;

    /// <summary>Whether anything waits to be sent, so that the size of segments is looked at.</summary>
    public bool IsSending(in Tcb tcb) => tcb.Unsent > 0 || _repair != Repair.None;

    /// <summary>
    /// Segments follow what the path takes; a connection learns of that when it sends (tcp_current_mss).
    /// </summary>
    public void FollowPath(int mtu) => _size.Follow(mtu);

    /// <summary>Segments are as great as is known now.</summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="asked">The greatest that the user wants; 0 if that is not said.</param>
    public void Size(ref Tcb tcb, int asked)
    {
        if (tcb.State == TcpState.SynSent)
        {
            // What the peer takes is not known yet (tcp_connect_init).
            var hasStamps = (tcb.Offers & OptionKinds.TimeStamps) != 0;
            _size.Begin(asked > 0 ? asked : SegmentSize.Unsaid, hasStamps ? TcpOptions.StampOctets : 0);
        }

        if (tcb.State == TcpState.SynSent || IsUp(tcb.State))
        {
            tcb.SndMss = (ushort)_size.TextOctets(tcb.SndWndMost);
        }
    }

    /// <summary>A segment that arrives may tell a larger window, of which segments may take more.</summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="after">The connection as the segment will leave it.</param>
    public void SizeAfter(ref Tcb tcb, ref Tcb after)
    {
        if (IsUp(tcb.State) && IsUp(after.State))
        {
            tcb.SndMss = after.SndMss = (ushort)_size.TextOctets(after.SndWndMost);
        }
    }

    /// <summary>
    /// The path takes less than was sent: what was greater is lost, and goes again at once in segments that fit
    /// (RFC 1191 6.4; net/ipv4/tcp_input.c tcp_simple_retransmit).
    /// </summary>
    public void ResendOversized(in Tcb tcb, long now)
    {
        Look(in tcb, now);
        if (_recovery.BeginAfterShrinking())
        {
            _repair = Repair.Lost;
            _isDue = true;
        }
    }

    /// <summary>
    /// A router says that the peer is out of reach, so that what was lost was not lost to congestion: the last time-out
    /// need not have doubled (RFC 6069; net/ipv4/tcp_ipv4.c tcp_ld_RTO_revert).
    /// </summary>
    public void RevertBackOff(in Tcb tcb, SequenceNumber quoted, long now)
    {
        Look(in tcb, now);
        if (quoted != tcb.SndUna || _sender.Timeouts == 0 || _sender.BackOffs == 0
            || _sender.Board.First is not { } first)
        {
            return;
        }

        _sender.BackOffs--;
        _sender.Rtt.BackOffTo(_sender.BackOffs);
        _timer.Set(SendTimerKind.Retransmission, first.Time + _sender.Rtt.Timeout - now);
    }

    private void BeginSize(in Tcb tcb)
    {
        var options = (tcb.Agreed & OptionKinds.TimeStamps) != 0 ? TcpOptions.StampOctets : 0;
        _size.Begin(tcb.SndMss + options, options);
    }
}
