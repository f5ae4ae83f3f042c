namespace Wakeline.Conformance.Generation;

/// <summary>Why system calls of one process over loopback cannot make some rules fire.</summary>
internal static class UnreachedRules
{
    private static readonly Cause[] s_causes =
    [
        new("The timers of connections are longer than a program takes.",
            (machine, rule) => (machine is "Connection" or "FileRelease" && rule.Kind == TriggerKind.Timer)
                || machine == "ConnectionTimers" || Has(rule, "Emits-Retransmission", "Emits-Probe")),
        new("SO_RCVTIMEO and SO_SNDTIMEO are not among the options that programs set, so the call has no deadline.",
            (machine, rule) => machine is "Accept" or "Connect" or "Receive" or "Send"
                && (rule.Kind == TriggerKind.Timer || Has(rule, "HasDeadline", "TimedOut"))),
        new("Loopback has no routers, and so no errors on the path.", (_, rule) => Has(rule, ".PathError.")),
        new("Programs run over loopback without policies of a host: nothing is agreed on, waits or goes again.",
            (_, rule) => Has(
                rule, "AckMayWait", "AckOfFinMayWait", "AckOfHandshakeMayWait", "Resend", "AcknowledgeNow", "IsStale")),
        new("Programs set no such option of sockets and pass no such flag.",
            (_, rule) => Has(
                rule, "TakeReport", "SetOption", "Peeks", "LeavesFinWait2", "AwaitsText", "a handshake without text",
                "UrgentIsInline")),
        new("Programs do not use Fast Open.",
            (_, rule) => Has(rule, "IsFastOpen", "OpensFast", "MaySendBeforeHandshake", "SendsOnSyn", "IsOfSend")
                || (rule.Name, rule.From) is ("Connecting.StateIs(SynReceived)&!IsHandshaking", _)),
        new("Programs neither send nor receive urgent data (MSG_OOB).",
            (_, rule) => Has(rule, "Urgent", "urgent", "AtMark")),
        new("Generated programs set no signal masks.",
            (machine, rule) => machine == "SignalCalls"
                || (machine == "SignalMask" && (rule.From.Contains("OfCall") || Has(rule, "CallHasMask")))),
        new("Programs make no thread the owner of a file.", (_, rule) => Has(rule, "SetOwner")),
        new("Programs may not keep the system awake (CAP_BLOCK_SUSPEND).", (_, rule) => Has(rule, "NextIsAwake")),
        new("Programs end before the model's descriptor table is full.",
            (machine, rule) => Has(rule, "TableIsFull") || (machine, rule.Name) is ("Accept", "Entered.!HasDescriptor")
                or ("SocketControl", "Entered.CallIs(Socket)")
                or ("DescriptorCalls", "Entered.CallIs(SocketPair)" or "Entered.CallIs(Pipe)")),
        new("An end of a pair that receives no more has told the other end not to send before it is written to.",
            (machine, rule) => machine == "UnixSend" && Has(rule, "PeerIsDeaf")),
        new("Programs read and write event counters only; sockets have recv and send.",
            (machine, rule) => machine is "EventRead" or "EventWrite" && Has(rule, "!FileIsEvent")),
        new("The model has room for fewer items than there must be paths.",
            (machine, rule) => machine == "EpollControl" && Has(rule, "PathsAreTooMany")),
        new("Loopback has no card: nothing is lost, and one packet at a time is on its way.",
            (machine, rule) => machine is "Adapter" or "Interrupt"
                || (machine == "Softirq" && (Has(rule, "BudgetIsSpent", "HasCause", "MasksInterrupts")
                    || rule.Name.StartsWith("Enable.", StringComparison.Ordinal)))),
        new("How many octets a full buffer takes is the kernel's secret, so no blocked send has moved any.",
            (machine, rule) => machine == "Send" && Has(rule, "HasMoved")),
        new("Breaking off a connection on which a send sleeps leaves an error.",
            (machine, rule) => machine == "Send" && Has(rule, "WasEvicted")),
        new("A connection ends by FIN, by an error or by its own user, which are looked for elsewhere.",
            (machine, rule) => (machine, rule.Name)
                is ("Receive", "Look.HasMoved&StateIs(Closed)") or ("Send", "Begin.HasError")),
        new("Memory does not run out while programs run.",
            (machine, rule) => machine == "Send" && Has(rule, "MemoryMayRunOut", "no memory for a segment")),
        new("A buffer in which no octet is queued has room.",
            (machine, rule) => machine == "Callbacks" && Has(rule, "SendGaveUp")),
        new("The receive buffer is larger than any low-water mark that programs set.",
            (machine, rule) => machine == "Callbacks" && Has(rule, "WindowIsShut")),
        new("A socket without an association is closed or listens.",
            (machine, rule) => (machine, rule.Name) is ("SocketControl", "Locked.CallIs(Listen)&!StateIs(Closed)")),
        new("A wake-up names one direction, and one that the item does not watch for ends before.",
            (machine, rule) => machine == "PollCallback"
                && (Has(rule, "IsBoth") || rule.Name is "Hooked.Claim.IsIn" or "Hooked.Claim.IsOut")),
        new("epoll_ctl hooks an item once.",
            (machine, rule) => (machine, rule.Name) is ("PollCallback", "Hooked.Hooking.Always")),
        new("net.ipv4.tcp_abort_on_overflow is off.",
            (_, rule) => Has(rule, "AbortsOnOverflow")),
        new("Another processor must be at work between two steps of a call; steps of a program begin when all threads "
            + "are at rest.",
            (machine, rule) => IsRace(machine, rule.Name)),
        new("Neither end of a connection over loopback sends such a segment: each is answered before the next call.",
            (machine, rule) => (machine == "Connection" && rule.Name.Contains(".Segment.", StringComparison.Ordinal))
                || (machine == "Softirq" && rule.Name.StartsWith("Deliver.", StringComparison.Ordinal))),
        new("Sockets do not ask this of a connection in such a state; the table says what would follow.",
            (machine, rule) => machine == "Connection" && IsUserEvent(rule.Name)),
    ];

    private static readonly string[] s_racingLocations =
    [
        "Parking", "Parked", "Flushing", "ReplaceRequest", "FeedChild", "TellListener", "Unhooked", "TestScan",
    ];

    private static readonly string[] s_racingRules =
    [
        "what waited is processed before a sleep", "text has come", "was woken before it slept",
        "another processor has made the child", "what was found is gone", "is on overflow already",
        "Arm.SomethingAvailable", "chosen, though late", "Judge.IsHandshaking&SignalPending",
        "a connection beyond the accept queue is put off", "Look.HasEnough",
        "Look.SignalPending", "Queueing.SignalPending",
    ];

    /// <summary>The reason for a rule that no program has reached; empty if none is known.</summary>
    public static string Reason(string machine, RuleInfo rule) =>
        Array.Find(s_causes, cause => cause.Explains(machine, rule))?.Text ?? "";

    /// <summary>Whether one of some words is in the name of a rule, or in that of a guard of it.</summary>
    internal static bool Has(RuleInfo rule, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (rule.Name.Contains(word, StringComparison.Ordinal)
                || rule.Guards.Any(guard => guard.Contains(word, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRace(string machine, string rule) =>
        Array.Exists(s_racingLocations, location => rule.StartsWith(location, StringComparison.Ordinal))
        || s_racingRules.Contains(rule) || (machine, rule) is ("Poll" or "Select", "Visit.IsOver&WasWoken")
            or ("PipeReadCall", "Look.Otherwise");

    private static bool IsUserEvent(string rule) =>
        Array.Exists(
            ["ActiveOpen", "PassiveOpen", "SendData", "Close", "Abort"],
            call => rule.Contains($".{call}.", StringComparison.Ordinal));

    /// <summary>A reason, and which rules it is the reason for.</summary>
    private sealed record Cause(string Text, Func<string, RuleInfo, bool> Explains);
}
