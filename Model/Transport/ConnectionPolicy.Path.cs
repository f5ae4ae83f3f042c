using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <content>What is learnt of the path.</content>
internal sealed partial class ConnectionPolicy
{
    /// <summary>With fewer segments in a window none is risked (tcp_mtu_probe).</summary>
    private const int ProbingWindowLeast = 11;

    private bool _mayProbePath;
    private bool _hasMemory;

    /// <summary>The MTU of the path as the connection knows it.</summary>
    public int PathMtu => _sender.Size.Mtu;

    /// <summary>The size of segments that the peer has asked for; 0 if that is not known.</summary>
    public int PeerSize { get; set; }

    /// <summary>Whether it is time to find memory for what will be sent: once, when the user can send
    /// (tcp_init_buffer_space).</summary>
    public bool TakesMemory(in Tcb tcb)
    {
        var takes = !_hasMemory && PeerSize > tcb.Mss && (IsUp(tcb.State) || IsFastChild(in tcb));
        _hasMemory |= takes;
        return takes;
    }

    /// <summary>Whether anything waits to be sent, so that the size of segments is looked at.</summary>
    public bool IsSending(in Tcb tcb) => tcb.Unsent > 0 || _repair != Repair.None;

    /// <summary>
    /// Segments follow what the path takes; a connection learns of that when it sends (tcp_current_mss).
    /// </summary>
    public void FollowPath(int mtu) => _sender.Size.Follow(mtu);

    /// <summary>Segments are as great as is known now.</summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="asked">The greatest that the user wants; 0 if that is not said.</param>
    public void Size(ref Tcb tcb, int asked)
    {
        if (tcb.State == TcpState.SynSent)
        {
            // What the peer takes is not known yet (tcp_connect_init).
            var hasStamps = (tcb.Offers & OptionKinds.TimeStamps) != 0;
            _sender.Size.Begin(
                asked > 0 ? asked : SegmentSize.Unsaid, hasStamps ? TcpOptions.StampOctets : 0, heedsSearch: true);
        }

        if (tcb.State == TcpState.SynSent || IsUp(tcb.State))
        {
            tcb.SndMss = TextOctets(in tcb, tcb.SndWndMost);
        }
    }

    /// <summary>The text of a full segment beside the options that it has now (tcp_current_mss).</summary>
    private ushort TextOctets(in Tcb tcb, int windowMost)
    {
        const int Header = 4, Block = 8;
        var blocks = Math.Max(Connection.BlockOctets(in tcb) - Header, 0) / Block;
        _sender.EcnOctets = _sender.Ecn.OptionOctets(
            (tcb.Agreed & OptionKinds.TimeStamps) != 0, blocks, _sender.Now, _sender.Rtt.SmoothedEighths >> 3);
        return (ushort)(_sender.Size.TextOctets(windowMost) - _sender.EcnOctets);
    }

    /// <summary>A segment that arrives may tell a larger window, of which segments may take more.</summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="after">The connection as the segment will leave it.</param>
    public void SizeAfter(ref Tcb tcb, ref Tcb after)
    {
        if (IsUp(tcb.State) && IsUp(after.State))
        {
            tcb.SndMss = after.SndMss = TextOctets(in after, after.SndWndMost);
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

    /// <summary>Whether new text waits until it is known whether the path is probed.</summary>
    private bool MayProbePath(in Tcb tcb) => _mayProbePath && _sender.Size.ProbeOctets > tcb.SndMss;

    /// <summary>
    /// Whether a segment that is greater than is known to get through goes now, or is waited for (tcp_mtu_probe). It is
    /// risked where what follows would show its loss.
    /// </summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="octets">The text of the segment; 0 if none goes.</param>
    /// <returns>Whether nothing else goes.</returns>
    public bool WaitsForProbe(in Tcb tcb, out int octets)
    {
        var (mayProbe, inFlight) = (_mayProbePath, _sender.Board.InFlight);
        (octets, _mayProbePath) = (0, false);
        var size = mayProbe ? _sender.Size.ProbeOctets : 0;
        var needed = size + ((_sender.Reordering + 1) * tcb.SndMss);
        if (size <= tcb.SndMss || _sender.State != RecoveryState.Open || _sender.Window.Size < ProbingWindowLeast
            || tcb.Sacks.Count > 0 || tcb.HasDuplicate || tcb.Unsent < needed || tcb.SndWnd < needed)
        {
            return false;
        }

        var isShort = inFlight + 2 > _sender.Window.Size;
        if (_sender.Edges.Next + needed > _sender.Edges.WindowEnd || (isShort && inFlight > 0))
        {
            return true;
        }

        octets = isShort ? 0 : size;
        return false;
    }

    /// <summary>It has gone; it counts as two segments.</summary>
    public void NoteMtuProbe(in Tcb tcb, int octets)
    {
        _sender.Size.NoteProbe(octets);
        _sender.MtuProbe = (tcb.SndNxt - octets, tcb.SndNxt);
        _sender.Window.Size--;
        _buffers.Interrupt(tcb.SndNxt);
        _burstLeft = _burstSent = 0;
    }

    /// <summary>
    /// What is acknowledged has come through: the window is counted in greater segments (tcp_mtup_probe_success).
    /// </summary>
    private void SettleMtuProbe(in Tcb tcb, SequenceNumber acknowledged)
    {
        if (_sender.MtuProbe is not { } probe || acknowledged < probe.End)
        {
            return;
        }

        var window = _sender.Window;
        var before = _sender.Size.ToMtu(tcb.SndMss);
        window.Size = Math.Max((int)((long)window.Size * before / _sender.Size.EndProbe()), 1);
        window.ForgetCredit();
        window.Stamp = _sender.Now;
        window.Threshold = window.CurrentThreshold(_sender.IsReducing);
        _sender.MtuProbe = null;
    }

    private void BeginSize(in Tcb tcb, bool isActive)
    {
        var options = (tcb.Agreed & OptionKinds.TimeStamps) != 0 ? TcpOptions.StampOctets : 0;
        var peer = _sender.Settings.Advertised > 0 && PeerSize > 0 ? PeerSize : tcb.SndMss + options;
        _sender.Size.Begin(peer, options, heedsSearch: isActive);
    }
}
