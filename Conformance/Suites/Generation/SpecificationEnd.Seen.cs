using System.Runtime.InteropServices;
using Wakeline.Conformance.Packetdrill.Icmp;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Suites.Generation;

/// <content>What a user and a peer see of it, and what tells it from another.</content>
internal partial struct SpecificationEnd
{
    private const int DigestFactor = 16_777_619;

    /// <summary>Text may be handed over.</summary>
    private readonly bool MaySend =>
        (_tcb.State is TcpState.Established or TcpState.CloseWait
            || (_tcb.State == TcpState.SynReceived && _tcb.IsFastOpen))
        && (_tcb.Shutdown & ShutdownDirections.Send) == 0;

    /// <summary>
    /// Whether the connection has ended, no program holds it, and none will be given it: its record is freed, so that
    /// what stands there is read by nobody (inet_csk_destroy_sock).
    /// </summary>
    private readonly bool IsGone => HasBegun && !HasSocket && _tcb.State == TcpState.Closed
        && (_tcb.Orphan || _tcb.Origin != Origin.Child);

    /// <summary>Whether nobody can learn any more what either connection comes to.</summary>
    public static bool AreGone(in SpecificationEnd left, in SpecificationEnd right) => left.IsGone && right.IsGone;

    /// <summary>Whether two ends are the same in all that the table knows of them, and anybody can ask for.</summary>
    public static bool AreAlike(in SpecificationEnd left, in SpecificationEnd right) =>
        (left.HasSocket, left.IsListening, left.HasBegun) == (right.HasSocket, right.IsListening, right.HasBegun)
        && left._view.Equals(right._view)
        && (AreGone(in left, in right) || OctetsOf(in left._tcb).SequenceEqual(OctetsOf(in right._tcb)))
        && (left is { IsListening: false, HasBegun: true }
            || OctetsOf(in left._listener).SequenceEqual(OctetsOf(in right._listener)));

    /// <summary>A digest of all that tells an end from others, numbers included.</summary>
    public static int Digest(in SpecificationEnd end)
    {
        var hash = default(HashCode);
        hash.AddBytes(OctetsOf(in end._tcb));
        hash.AddBytes(OctetsOf(in end._listener));
        hash.Add(end._view);
        hash.Add((end.HasSocket, end.IsListening));
        return hash.ToHashCode();
    }

    /// <summary>A digest of where two ends differ.</summary>
    public static int Difference(in SpecificationEnd left, in SpecificationEnd right)
    {
        var hash = default(HashCode);
        AddDifference(ref hash, OctetsOf(in left._tcb), OctetsOf(in right._tcb));
        AddDifference(ref hash, OctetsOf(in left._listener), OctetsOf(in right._listener));
        hash.Add(left._view.Equals(right._view));
        return hash.ToHashCode();
    }

    private static void AddDifference(ref HashCode hash, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        for (var index = 0; index < left.Length; index++)
        {
            if (left[index] != right[index])
            {
                hash.Add(index);
            }
        }
    }

    private static ReadOnlySpan<byte> OctetsOf(in Tcb tcb) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<Tcb>(in tcb));

    /// <summary>A stimulus comes that finds nothing to do.</summary>
    public void TakeNothing() => (Observed, Told) = (0, 0);

    /// <summary>In a long silence every timer that runs expires.</summary>
    public void TakeSilence(List<int> rules)
    {
        Observed = 0;
        foreach (var timer in Enum.GetValues<TcpTimer>())
        {
            if (_tcb.Timers.Contains(timer))
            {
                Note(rules, Connection.Expire(ref _tcb, timer, _mutation));
                SendAll(ref _tcb, rules);
            }
        }
    }

    private void See(int what) => Observed = unchecked((Observed * DigestFactor) + what + 1);

    /// <summary>Nobody is told of a connection that is over, or has not begun.</summary>
    private void Complain(Stimulus stimulus, List<int> rules)
    {
        if (_tcb.State == TcpState.Closed)
        {
            return;
        }

        var sequence = _view.Resolve(stimulus.Segment.Sequence);
        var (type, code) = IcmpNames.Find(stimulus.Complaint.ToMessage(sequence), isVersion6: false);
        var meaning = IcmpError.Of(type, code, isVersion6: false)!.Value;
        Note(rules, Connection.Fire(
            ref _tcb,
            new PathError(
                s_local, s_peer, new SequenceNumber(sequence), meaning.Kind, meaning.Error, meaning.EndsRequest),
            _mutation));
        if (_tcb is { State: TcpState.Closed, Origin: Origin.Request })
        {
            _tcb = _tcb with { Origin = Origin.None };
        }
    }
}
