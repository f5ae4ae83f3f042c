using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>
/// Text, and FIN, of a SYN that no cookie vouches for. The text has a stack keep them and process them when the
/// handshake has ended (RFC 9293 3.10.7.2, 3.10.7.3); Linux drops them, and so may others: the peer sends them again.
/// </content>
internal sealed partial class ConnectionJudge
{
    /// <summary>A SYN was taken; what else it brought is kept.</summary>
    /// <param name="before">The state of the connection before it.</param>
    /// <param name="taken">The connection after it.</param>
    /// <param name="syn">The SYN.</param>
    /// <param name="into">Takes the connection that keeps it.</param>
    private void KeepTextOfSyn(TcpState before, in Hypothesis taken, in Segment syn, HypothesisSet into)
    {
        ref readonly var tcb = ref taken.Tcb;
        if (_settings.Profile.Departs || before is not (TcpState.Listen or TcpState.SynSent)
            || !syn.Has(SegmentFlags.Syn) || syn.Length == 1 || tcb.IsFastOpen || tcb.RcvNxt != syn.Sequence + 1
            || tcb.State is not (TcpState.SynReceived or TcpState.Established))
        {
            return;
        }

        var kept = taken;
        kept.Tcb.Held.Insert(0, new HeldText(tcb.RcvNxt, syn.Payload, syn.Has(SegmentFlags.Fin)));
        AddTo(into, kept);
    }

    /// <summary>Whether what comes next was kept, and may be processed.</summary>
    private static bool HoldsNext(in Tcb tcb) => !tcb.Held.IsEmpty && tcb.Held[0].Start <= tcb.RcvNxt
        && tcb.State is TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2;

    /// <summary>What was kept is processed unseen.</summary>
    private void TakeKept(Hypothesis hypothesis, long time)
    {
        ref var tcb = ref hypothesis.Tcb;
        var before = tcb.Owed;
        var text = tcb.Held[0];
        var isWhole = text.Octets <= ushort.MaxValue;
        _use.Note(Connection.Fire(
            ref tcb,
            Segment(in tcb, isWhole ? text : new HeldText(text.Start, ushort.MaxValue, false))));
        tcb.Copied = _settings.HasCalls ? tcb.Copied : tcb.RcvNxt;
        tcb.Notices.Clear();
        Obligations.Note(ref hypothesis, before, false, time);
        _closure.Add(in hypothesis);
    }
}
