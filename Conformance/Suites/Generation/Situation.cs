using System.Text.RegularExpressions;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>What the guards can tell of a connection, numbers left out: situations that are alike are one.</summary>
internal readonly partial record struct Situation
{
    private readonly TcpState _state;
    private readonly Origin _origin;
    private readonly ShutdownDirections _shutdown;
    private readonly Errno _error;
    private readonly OptionKinds _agreed;
    private readonly ushort _timers;
    private readonly SocketChoice _choice;
    private readonly ushort _facts;

    /// <summary>The situation of an end.</summary>
    public Situation(in SpecificationEnd end)
    {
        var tcb = end.Tcb;
        _state = tcb.State;
        _origin = tcb.Origin;
        _shutdown = tcb.Shutdown;
        _error = tcb.Error;
        _agreed = tcb.Agreed & OptionKinds.TimeStamps;
        _timers = tcb.Timers.Word;
        _choice = end.Choice;
        bool[] facts =
        [
            tcb.Orphan, tcb.FinReceived, tcb.FinQueued, tcb.Unread > 0, !tcb.Held.IsEmpty, tcb.SndUna < tcb.SndNxt,
            tcb.Unsent > 0, tcb.SndWnd == 0, tcb.Retries > 0, tcb.Urgent != UrgentOctet.None, end.IsListening,
            end.HasSocket, tcb.DelaysAcks, tcb.RcvTold != tcb.RcvNxt, tcb.SndUna - tcb.Iss > 1,
            end.HasBegun && tcb.Probes == 0 && !tcb.AwaitsText,
        ];
        for (var fact = 0; fact < facts.Length; fact++)
        {
            _facts |= (ushort)(facts[fact] ? 1 << fact : 0);
        }
    }

    /// <summary>The state as RFC 9293 spells it, and in brackets what else the table tells apart.</summary>
    public static string NameOf(in SpecificationEnd end)
    {
        var name = NameOf(end.State);
        var tcb = end.Tcb;
        return end.State switch
        {
            TcpState.SynReceived => tcb.Origin == Origin.Active ? $"{name} (both opened)" : $"{name} (request)",
            TcpState.FinWait1 or TcpState.FinWait2 or TcpState.LastAck or TcpState.Closing when tcb.Orphan =>
                $"{name} (closed)",
            _ => name,
        };
    }

    /// <summary>A state as RFC 9293 spells it.</summary>
    public static string NameOf(TcpState state) =>
        WordPattern().Replace($"{state}", "-$0").TrimStart('-').ToUpperInvariant();

    [GeneratedRegex("[A-Z]|[0-9]")]
    private static partial Regex WordPattern();
}
