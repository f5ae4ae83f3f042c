using static Wakeline.Spec.Tcp.TcpState;

namespace Wakeline.Spec.Tcp;

/// <summary>
/// One end of a TCP connection: RFC 9293 section 3.10, as Linux 6.18 realises it. Where the two differ the row cites
/// the kernel function and the deviation is said beside it.
/// <para>
/// Rows of an arriving segment stand in the order in which the RFC and tcp_input.c test: sequence, RST, SYN, ACK, and
/// then one row for each outcome of ACK, text and FIN together.
/// </para>
/// </summary>
[Machine]
public static partial class Connection
{
    static void Rules(Table<Tcb, TcpState> table)
    {
        table
            .At(State)
            .Owing(Obligations)
            .Timing(Timers)
            .Start(Closed)
            .Final(Closed, Listen);
        Unsynchronised(table);
        Requests(table);
        CheckSegment(table);
        AcceptSegment(table);
        AfterTheEnd(table);
        UserCalls(table);
        PathErrors(table);
        Timeouts(table);
        Outputs(table);
        Mutants(table);
    }

    /// <summary>Segments for CLOSED, LISTEN and SYN-SENT.</summary>
    private static void Unsynchronised(Table<Tcb, TcpState> table) => table

        .In(Closed).Per("RFC 9293 3.10.7.1")
            .On<Segment>(IsReset).Ignore()
            .On<Segment>(HasAck).Do(AimResetAtAck).Owe(TcpOutput.Reset).Stay()
            .On<Segment>().Do(AimResetAtStart).Owe(TcpOutput.Reset).Stay()

        .In(Listen).Per("RFC 9293 3.10.7.2")
            .On<Segment>(IsReset).Ignore()
            .On<Segment>(HasAck).Do(AimResetAtAck).Owe(TcpOutput.Reset).Stay()
            .On<Segment>(IsSyn).When(DropsSynWithFin).Ignore()         // Deviation: the RFC would open.
                .Per("net/ipv4/tcp_input.c tcp_rcv_state_process")
            .On<Segment>(IsSyn).When(OpensFast)
                .Do(TakeFastRequest).Owe(TcpOutput.SynAck).Arm(TcpTimer.Retransmission).Goto(SynReceived)
                .Per("RFC 7413 4.2.2").Per("net/ipv4/tcp_fastopen.c tcp_try_fastopen")
            .On<Segment>(IsSyn).Do(TakeRequest).Owe(TcpOutput.SynAck).Arm(TcpTimer.Retransmission).Goto(SynReceived)
                .Per("RFC 9293 MUST-4").Per("RFC 9293 MUST-14").Per("RFC 9293 MUST-15").Per("RFC 9293 MUST-16")
            .On<Segment>().Ignore()

        .In(SynSent).Per("RFC 9293 3.10.7.3")
            // Deviation: the SYN is sent again at once.
            .On<Segment>(HasAck).When(IsReset).Unless(AcksSyn).When(SynGoesAtOnce).Owe(TcpOutput.Syn).Stay()
                .Per("net/ipv4/tcp_input.c tcp_rcv_synsent_state_process")
            .On<Segment>(HasAck).When(IsReset).Unless(AcksSyn).Ignore()
            .On<Segment>(HasAck).Unless(AcksSyn).When(SynGoesAtOnce)
                .Do(AimResetAtAck).Do(CountRetry).Owe(TcpOutput.Reset).Owe(TcpOutput.Syn).Stay()
                .Per("net/ipv4/tcp_input.c tcp_rcv_synsent_state_process")
            .On<Segment>(HasAck).Unless(AcksSyn).Do(AimResetAtAck).Owe(TcpOutput.Reset).Stay()
            .On<Segment>(IsReset).When(HasAck).Do(Fail, Errno.ECONNREFUSED).Goto(Closed)
                .Per("net/ipv4/tcp_input.c tcp_reset")
            .On<Segment>(IsReset).Ignore()
            .On<Segment>(IsSyn).When(HasAck).When(AckOfHandshakeMayWait)   // Deviation: the RFC answers at once.
                .Do(TakeSyn).Do(TakeAck).Do(JudgeTextOfSyn).Do(Tell, Notice.StateChange).Do(Tell, Notice.Connected)
                .Arm(TcpTimer.DelayedAck).Goto(Established)
                .Per("net/ipv4/tcp_input.c tcp_rcv_synsent_state_process")
            .On<Segment>(IsSyn).When(HasAck)
                .Do(TakeSyn).Do(TakeAck).Do(JudgeTextOfSyn).Do(Tell, Notice.StateChange).Do(Tell, Notice.Connected)
                .Owe(TcpOutput.Ack).Goto(Established)                  // Deviation: FIN is not kept, text by Fast Open.
            .On<Segment>(IsSyn).Do(TakeSyn).Owe(TcpOutput.SynAck).Goto(SynReceived)
                .Per("RFC 9293 3.5 figure 7").Per("RFC 9293 MUST-10")
            .On<Segment>().Ignore();

    /// <summary>SYN-RECEIVED of a passive open, which Linux keeps as a request socket (TCP_NEW_SYN_RECV).</summary>
    private static void Requests(Table<Tcb, TcpState> table) => table

        .In(SynReceived).Per("net/ipv4/tcp_minisocks.c tcp_check_req").Per("RFC 9293 3.10.7.4")
            .On<Segment>(IsBareSyn).When(IsRequest).When(RepeatsSyn).Owe(TcpOutput.SynAck).Stay()
            .On<Segment>(HasAck).When(IsRequest).Unless(IsReset).Unless(AcksSynExactly)
                .Do(AimResetAtAck).Owe(TcpOutput.Reset).Stay()
            .On<Segment>(IsReset).When(IsRequest).Unless(TouchesWindow).Ignore()
            .On<Segment>().When(IsRequest).Unless(TouchesWindow).Owe(TcpOutput.Ack).Stay()
            .On<Segment>(IsReset).When(IsRequest).When(IsExactReset).Do(Vanish).Goto(Closed)
                .Per("RFC 9293 MUST-11")
            .On<Segment>(IsReset).When(IsRequest).Owe(TcpOutput.Ack).Stay().Per("RFC 5961 3.2")
            .On<Segment>(IsSyn).When(IsRequest).Unless(SynResetsRequest).Do(Vanish).Goto(Closed)
            .On<Segment>(IsSyn).When(IsRequest).When(HasAck)           // Deviation.
                .Do(Vanish).Do(AimResetAtAck).Owe(TcpOutput.Reset).Goto(Closed)
            .On<Segment>(IsSyn).When(IsRequest).Do(Vanish).Do(AimResetAtStart).Owe(TcpOutput.Reset).Goto(Closed)
            .On<Segment>().When(IsRequest).Unless(HasAck).Ignore();

    /// <summary>Steps one to five: what does not pass them changes nothing but, perhaps, ends the connection.</summary>
    private static void CheckSegment(Table<Tcb, TcpState> table) => table

        .In(SynReceived).Per("net/ipv4/tcp_minisocks.c tcp_check_req")
            .On<Segment>(IsBareSyn).When(IsFastOpen).When(RepeatsSyn).Owe(TcpOutput.SynAck).Stay()
        // An orphan is a mini record that knows no RFC 5961.
        .In(FinWait2).Per("net/ipv4/tcp_minisocks.c tcp_timewait_state_process")
            .On<Segment>().When(IsMiniRecord).Unless(FitsRecord).Owe(TcpOutput.Ack).Stay().Per("RFC 5961 7")
        .In(SynReceived, Established, FinWait1, FinWait2, CloseWait, Closing, LastAck).Per("RFC 9293 3.10.7.4")
            .On<Segment>().When(CarriesNothing).Ignore()
        .In(CloseWait).Per("RFC 9293 3.10.7.4").Per("RFC 5961 3.2").Per("net/ipv4/tcp_input.c tcp_reset")
            .On<Segment>(IsReset).When(IsExactReset).Do(Fail, Errno.EPIPE).Goto(Closed)
        .In(FinWait2).Per("net/ipv4/tcp_minisocks.c tcp_timewait_state_process")
            .On<Segment>(IsReset).When(IsMiniRecord).Do(Vanish).Goto(Closed)
            .On<Segment>(IsSyn).When(IsMiniRecord).When(IsNotOld).When(HasAck)
                .Do(Vanish).Do(AimResetAtAck).Owe(TcpOutput.Reset).Goto(Closed)
            .On<Segment>(IsSyn).When(IsMiniRecord).When(IsNotOld)
                .Do(Vanish).Do(AimResetAtStart).Owe(TcpOutput.Reset).Goto(Closed)
            .On<Segment>(IsSyn).When(IsMiniRecord).Unless(HasAck).Ignore()
        .In(SynReceived, Established, FinWait1, FinWait2, Closing, LastAck)
            .Per("RFC 9293 3.10.7.4").Per("RFC 5961 3.2").Per("net/ipv4/tcp_input.c tcp_reset")
            .On<Segment>(IsReset).When(IsExactReset).Do(Fail, Errno.ECONNRESET).Goto(Closed)
                .Per("RFC 9293 MUST-11").Per("RFC 9293 MUST-12").Per("RFC 9293 MUST-66").Per("RFC 9293 SHLD-2")
                .Named("a reset ends the connection").Guards("data lost on RST")
        .In(SynReceived, Established, FinWait1, FinWait2, CloseWait, Closing, LastAck)
            .Per("RFC 9293 3.10.7.4").Per("net/ipv4/tcp_input.c tcp_validate_incoming")
            .On<Segment>(IsReset).When(InWindow).Owe(TcpOutput.Ack).Stay().Per("RFC 5961 3.2")
            .On<Segment>(IsReset).Ignore()
        // The SYN,ACK of figure 7 stands left of the window.
        .In(SynReceived).Per("RFC 9293 3.5 figure 7").Per("net/ipv4/tcp_input.c tcp_validate_incoming")
            .On<Segment>(IsSyn).When(CrossesSyn).When(IsSendShut)
                .Do(TakeCrossedSyn).Do(Tell, Notice.StateChange).Do(Tell, Notice.Connected).Do(QueueFin)
                .Owe(TcpOutput.Ack).Goto(FinWait1)                     // shutdown came before the handshake ended.
            .On<Segment>(IsSyn).When(CrossesSyn)
                .Do(TakeCrossedSyn).Do(Tell, Notice.StateChange).Do(Tell, Notice.Connected)
                .Owe(TcpOutput.Ack).Goto(Established)
                .Per("RFC 9293 MUST-10")
        .In(SynReceived, Established, FinWait1, FinWait2, CloseWait, Closing, LastAck)
            .Per("RFC 9293 3.10.7.4").Per("net/ipv4/tcp_input.c tcp_validate_incoming")
            .On<Segment>(IsSyn).Unless(IsMiniRecord).Owe(TcpOutput.Ack).Stay().Per("RFC 5961 4.2")
            .On<Segment>().When(IsStale).Do(NoteDuplicate).Owe(TcpOutput.Ack).Stay().Per("RFC 7323 5.3")
            .On<Segment>().Unless(InWindow).Do(NoteDuplicate).Owe(TcpOutput.Ack).Stay()
        .In(SynReceived).Per("RFC 9293 3.10.7.4").Per("net/ipv4/tcp_input.c tcp_rcv_state_process")
            .On<Segment>().Unless(AcksSomethingNew).Do(AimResetAtAck).Owe(TcpOutput.Reset).Stay()
        .In(Established, FinWait1, FinWait2, CloseWait, Closing, LastAck)
            .Per("RFC 9293 3.10.7.4").Per("RFC 5961 5.2").Per("net/ipv4/tcp_input.c tcp_ack")
            .On<Segment>().When(AcksUnsent).Owe(TcpOutput.Ack).Stay()
            .On<Segment>().When(AcksTooOld).Owe(TcpOutput.Ack).Stay().Per("RFC 9293 MAY-12");

    /// <summary>
    /// Steps five to eight for a segment that passed: acknowledgment, urgent data, text and FIN in one row.
    /// </summary>
    private static void AcceptSegment(Table<Tcb, TcpState> table) => table

        .In(SynReceived).Per("RFC 9293 3.10.7.4").Per("net/ipv4/tcp_input.c tcp_rcv_state_process")
            .On<Segment>().When(IsSendShut).When(BringsFin)            // shutdown came before the handshake ended.
                .Do(TakeHandshake).Do(QueueFin).Do(TakeText).Do(TakeFin).Goto(Closing)
            .On<Segment>().When(IsSendShut).Do(TakeHandshake).Do(QueueFin).Do(TakeText).Goto(FinWait1)
            .On<Segment>().When(BringsFin).When(AckOfFinMayWait)
                .Do(TakeHandshake).Do(QueueText).Do(QueueFinOfPeer).Arm(TcpTimer.DelayedAck).Goto(CloseWait)
                .Per("RFC 9293 SHLD-18")
            .On<Segment>().When(BringsFin).Do(TakeHandshake).Do(TakeText).Do(TakeFin).Goto(CloseWait)
            .On<Segment>().Do(TakeHandshake).Do(TakeText).Goto(Established)

        .In(Established).Per("RFC 9293 3.10.7.4").Per("net/ipv4/tcp_input.c tcp_data_queue")
            .On<Segment>().When(BringsFin).When(AckOfFinMayWait)
                .Do(TakeAck).Do(QueueText).Do(QueueFinOfPeer).Arm(TcpTimer.DelayedAck).Goto(CloseWait)
                .Per("RFC 9293 MUST-12").Per("RFC 9293 SHLD-18")
            .On<Segment>().When(BringsFin).Do(TakeAck).Do(TakeText).Do(TakeFin).Goto(CloseWait)
                .Per("RFC 9293 MUST-12")
            .On<Segment>().When(AckMayWait).Do(TakeAck).Do(QueueText).Arm(TcpTimer.DelayedAck).Stay()
                .Per("RFC 9293 3.8.6.3").Per("RFC 9293 SHLD-18").Per("RFC 9293 SHLD-19")
            .On<Segment>().Do(TakeAck).Do(TakeText).Stay()
                .Per("RFC 9293 MUST-1").Per("RFC 9293 MUST-5").Per("RFC 9293 MUST-30").Per("RFC 9293 SHLD-31")
                .Per("RFC 9293 MAY-13")

        .In(FinWait1).Per("RFC 9293 3.10.7.4").Per("net/ipv4/tcp_input.c tcp_rcv_state_process")
            .On<Segment>().When(AcksFin).When(IsOrphan).When(BringsTextAfterShutdown)
                .Do(Vanish).Do(AimResetAtAck).Owe(TcpOutput.Reset).Goto(Closed)
                .Per("RFC 9293 3.6.1").Per("RFC 9293 SHLD-3").Per("RFC 9293 MAY-1")
            .On<Segment>().When(BringsTextAfterShutdown)
                .Do(TakeAck).Do(Fail, Errno.ECONNRESET).Do(AimResetAtAck).Owe(TcpOutput.Reset).Goto(Closed)
                .Per("RFC 9293 3.6.1").Per("RFC 9293 SHLD-3").Per("RFC 9293 MAY-1")
            .On<Segment>().When(AcksFin).When(BringsFin)
                .Do(TakeAck).Do(TakeText).Do(TakeFin).Do(Finish).Owe(TcpOutput.Ack).Arm(TcpTimer.TimeWait)
                .Goto(TimeWait)
            .On<Segment>().When(AcksFin).When(IsOrphan).When(LeavesFinWait2)
                .Do(Vanish).Do(AimResetAtAck).Owe(TcpOutput.Reset).Goto(Closed)
                .Per("net/ipv4/tcp_input.c tcp_rcv_state_process")
            .On<Segment>().When(AcksFin).When(IsOrphan).Do(TakeAck).Do(TakeText).Arm(TcpTimer.FinWait2).Goto(FinWait2)
            .On<Segment>().When(AcksFin).Do(TakeAck).Do(Tell, Notice.StateChange).Do(TakeText).Goto(FinWait2)
            .On<Segment>().When(BringsFin).Do(TakeAck).Do(TakeText).Do(TakeFin).Goto(Closing)
            .On<Segment>().Do(TakeAck).Do(TakeText).Stay()

        .In(FinWait2).Per("RFC 9293 3.10.7.4")
            .On<Segment>().When(IsOrphan).When(BringsTextAfterShutdown)
                .Do(Vanish).Do(AimResetAtAck).Owe(TcpOutput.Reset).Goto(Closed)
                .Per("RFC 9293 3.6.1").Per("RFC 9293 SHLD-3").Per("RFC 9293 MAY-1")
                .Per("net/ipv4/tcp_minisocks.c tcp_timewait_state_process")
            .On<Segment>().When(BringsTextAfterShutdown)
                .Do(TakeAck).Do(Fail, Errno.ECONNRESET).Do(AimResetAtAck).Owe(TcpOutput.Reset).Goto(Closed)
                .Per("RFC 9293 3.6.1").Per("RFC 9293 SHLD-3").Per("RFC 9293 MAY-1")
                .Per("net/ipv4/tcp_input.c tcp_rcv_state_process")
            .On<Segment>().When(BringsFin)
                .Do(TakeAck).Do(TakeText).Do(TakeFin).Do(Finish).Owe(TcpOutput.Ack).Arm(TcpTimer.TimeWait)
                .Goto(TimeWait)
                .Per("net/ipv4/tcp_input.c tcp_fin").Per("RFC 9293 MUST-13")
            .On<Segment>().When(AckMayWait).Do(TakeAck).Do(QueueText).Arm(TcpTimer.DelayedAck).Stay()
                .Per("RFC 9293 3.8.6.3").Per("RFC 9293 SHLD-18").Per("RFC 9293 SHLD-19")
            .On<Segment>().Do(TakeAck).Do(TakeText).Stay()

        .In(CloseWait).Per("RFC 9293 3.10.7.4")
            .On<Segment>().When(OverrunsFin)
                .Do(TakeAck).Do(Fail, Errno.EPIPE).Do(AimResetAtAck).Owe(TcpOutput.Reset).Goto(Closed)
                .Per("net/ipv4/tcp_input.c tcp_rcv_state_process")
            .On<Segment>().Do(TakeAck).Do(AnswerDuplicate).Stay()

        .In(Closing).Per("RFC 9293 3.10.7.4")
            .On<Segment>().When(AcksFin).Do(TakeAck).Do(Finish).Arm(TcpTimer.TimeWait).Goto(TimeWait)
                .Per("RFC 9293 MUST-13")
        .In(LastAck).Per("RFC 9293 3.10.7.4")
            .On<Segment>().When(AcksFin).Do(TakeAck).Do(Finish).Goto(Closed)
        .In(Closing, LastAck).Per("RFC 9293 3.10.7.4")
            .On<Segment>().When(OverrunsFin)
                .Do(TakeAck).Do(Fail, Errno.ECONNRESET).Do(AimResetAtAck).Owe(TcpOutput.Reset).Goto(Closed)
                .Per("net/ipv4/tcp_input.c tcp_rcv_state_process")
            .On<Segment>().Do(TakeAck).Do(AnswerDuplicate).Stay();

    /// <summary>Segments for TIME-WAIT.</summary>
    private static void AfterTheEnd(Table<Tcb, TcpState> table) => table

        .In(TimeWait).Per("RFC 9293 3.10.7.4").Per("net/ipv4/tcp_minisocks.c tcp_timewait_state_process")
            // RFC 1337: assassination (tcp_rfc1337=0).
            .On<Segment>(IsReset).When(IsExactlyNext).Do(Vanish).Goto(Closed)
            .On<Segment>(IsReset).Ignore()
            .On<Segment>().When(IsExactlyNext).When(IsEmpty).Arm(TcpTimer.TimeWait).Stay()
            .On<Segment>(HasAck).Owe(TcpOutput.Ack).Arm(TcpTimer.TimeWait).Stay()
            .On<Segment>().Owe(TcpOutput.Ack).Stay();

    /// <summary>OPEN, SEND, RECEIVE, CLOSE and ABORT.</summary>
    private static void UserCalls(Table<Tcb, TcpState> table) => table

        .In(Closed).Per("RFC 9293 3.10.1")
            .On<ActiveOpen>().Do(OpenActively).Owe(TcpOutput.Syn).Arm(TcpTimer.Retransmission).Goto(SynSent)
                .Per("RFC 9293 MUST-45")
            .On<PassiveOpen>().Do(OpenPassively).Goto(Listen).Per("RFC 9293 MUST-41")
        .InAny()                                                       // EISCONN or EALREADY: the socket tests first.
            .On<ActiveOpen>().Ignore()
            .On<PassiveOpen>().Ignore().Per("RFC 9293 MUST-41")

        .In(Established, CloseWait).Per("RFC 9293 3.10.2")
            .On<SendData>().Do(QueueData).Stay().Per("RFC 9293 MUST-30").Per("RFC 9293 MUST-31").Per("RFC 9293 MUST-62")
        .In(SynReceived).Per("RFC 7413 4.2.2")
            .On<SendData>().When(IsFastOpen).Do(QueueData).Stay()
        // Deviation: nothing is queued before ESTABLISHED.
        .InAny().Per("net/core/stream.c sk_stream_wait_connect")
            .On<SendData>().Ignore()

        .In(Established, FinWait1, CloseWait, Closing, LastAck).Per("RFC 5681 3.2").Per("RFC 8985 6.2")
            .On<Resend>().When(IsOutstanding).Do(AimRetransmission).Owe(TcpOutput.Retransmission).Stay()
        .InAny().Per("RFC 5681 3.2")
            .On<Resend>().Ignore()
        .InAny().Per("RFC 9293 3.8.6.3")
            .On<AcknowledgeNow>().When(AckMayGo).Cancel(TcpTimer.DelayedAck).Owe(TcpOutput.Ack).Stay()
            .On<AcknowledgeNow>().Ignore()

        .InAny().Per("RFC 9293 3.10.3").Per("RFC 9293 3.8.6.2.2")
            .On<ReadData>().When(WindowOpens).Do(TakeFromQueue).Owe(TcpOutput.Ack).Stay().Per("RFC 9293 MUST-39")
            .On<ReadData>().Do(TakeFromQueue).Stay().Per("RFC 9293 MUST-39").Per("RFC 9293 MAY-8")

        .In(SynReceived, Established).Per("RFC 9293 3.10.4").Per("net/ipv4/tcp.c tcp_close_state")
            .On<Close>().Do(QueueFin).Goto(FinWait1)
        .In(CloseWait).Per("RFC 9293 3.10.4").Per("net/ipv4/tcp.c tcp_close_state")
            .On<Close>().Do(QueueFin).Goto(LastAck)
        .In(SynSent).Per("RFC 9293 3.10.4").Per("net/ipv4/tcp.c tcp_close_state")
            .On<Close>().Do(Finish).Goto(Closed)
        .In(Listen).Per("RFC 9293 3.10.4")
            .On<Close>().Do(Vanish).Goto(Closed)
        .InAny().Per("RFC 9293 3.10.4")
            .On<Close>().Ignore()

        .In(SynReceived, Established, FinWait1, FinWait2, CloseWait)
            .Per("RFC 9293 3.10.5").Per("net/ipv4/tcp.c tcp_need_reset")
            .On<Abort>().Do(Vanish).Do(AimResetAtNext).Owe(TcpOutput.Reset).Goto(Closed)
        .In(Closing, LastAck)
            .Per("RFC 9293 3.10.5").Per("net/ipv4/tcp.c tcp_disconnect").Per("net/ipv4/tcp.c __tcp_close")
            .On<Abort>().When(LosesText)                               // Deviation: the RFC sends nothing here.
                .Do(Vanish).Do(AimResetAtNext).Owe(TcpOutput.Reset).Goto(Closed)
        .InAny().Per("RFC 9293 3.10.5")
            .On<Abort>().Do(Vanish).Goto(Closed);

    /// <summary>Errors on the path, which ICMP tells of.</summary>
    private static void PathErrors(Table<Tcb, TcpState> table) => table

        .In(SynReceived).Per("RFC 9293 3.9.2.2").Per("net/ipv4/tcp_ipv4.c tcp_req_err")
            .On<PathError>(EndsRequest).When(IsRequest).When(QuotesSyn).Do(Vanish).Goto(Closed)
            .On<PathError>().When(IsRequest).Ignore()
        .In(SynSent, SynReceived, Established, FinWait1, FinWait2, CloseWait, Closing, LastAck)
            .Per("RFC 9293 3.9.2.2").Per("net/ipv4/tcp_ipv4.c tcp_v4_err")
            .On<PathError>(IsQuench).Ignore().Per("RFC 9293 MUST-55")
            .On<PathError>().Unless(QuotesOutstanding).Ignore().Per("RFC 5927 4.1")
            .On<PathError>(TellsNothing).Ignore()
        .In(SynSent, SynReceived).Per("RFC 9293 3.9.2.2").Per("net/ipv4/tcp_ipv4.c tcp_v4_err")
            .On<PathError>(MayPass).When(IsEndedBySoft).Do(FailOnPath).Goto(Closed)
                .Per("RFC 5461 4.1").Per("RFC 9293 MUST-54")
            .On<PathError>(MayPass).Unless(IsFastChild).Do(RememberError).Stay()
                .Per("RFC 9293 MUST-56").Per("RFC 9293 SHLD-25")
            .On<PathError>().Unless(IsFastChild).Do(FailOnPath).Goto(Closed)
                .Per("RFC 9293 SHLD-26").Per("RFC 9293 MUST-54")
        .In(SynReceived, Established, FinWait1, FinWait2, CloseWait, Closing, LastAck)
            .Per("RFC 9293 3.9.2.2").Per("net/ipv4/tcp_ipv4.c tcp_v4_err")
            .On<PathError>(IsHard).Unless(TakesHardForSoft).Do(FailOnPath).Goto(Closed).Per("RFC 9293 SHLD-26")
            .On<PathError>().When(TellsErrors).Do(RaiseError).Stay()
                .Per("RFC 9293 MUST-47").Per("RFC 9293 MUST-54").Per("RFC 9293 MUST-56").Per("RFC 9293 SHLD-25")
            .On<PathError>().Do(RememberError).Stay()
                .Per("RFC 9293 MUST-47").Per("RFC 9293 MUST-54").Per("RFC 9293 MUST-56").Per("RFC 9293 SHLD-25")
        .InAny().Per("RFC 9293 3.9.2.2")
            .On<PathError>().Ignore();

    /// <summary>Expiries; when a timer expires is for the host to say.</summary>
    private static void Timeouts(Table<Tcb, TcpState> table) => table

        .In(SynReceived).Per("RFC 9293 3.8.3").Per("net/ipv4/inet_connection_sock.c reqsk_timer_handler")
            .Expires(TcpTimer.Retransmission).When(IsRequest).When(AwaitsText)
                .Do(CountRetry).Arm(TcpTimer.Retransmission).Stay()
        .In(SynSent, SynReceived, Established, FinWait1, CloseWait, Closing, LastAck).Per("RFC 9293 3.10.8")
            .Expires(TcpTimer.Retransmission).When(MayRetry).When(BeginsPatience)
                .Do(CountRetry).Owe(TcpOutput.Retransmission).Arm(TcpTimer.Retransmission).Arm(TcpTimer.UserTimeout)
                .Stay().Per("RFC 9293 MUST-21")
            .Expires(TcpTimer.Retransmission).When(MayRetry)
                .Do(CountRetry).Owe(TcpOutput.Retransmission).Arm(TcpTimer.Retransmission).Stay()
                .Per("RFC 9293 MUST-20").Per("RFC 9293 MUST-22")
        .In(SynReceived).Per("RFC 9293 3.8.3").Per("net/ipv4/inet_connection_sock.c reqsk_timer_handler")
            .Expires(TcpTimer.Retransmission).When(IsRequest).Do(Vanish).Goto(Closed)
        .In(SynSent, SynReceived, Established, FinWait1, CloseWait, Closing, LastAck)
            .Per("RFC 9293 3.8.3").Per("net/ipv4/tcp_timer.c tcp_write_err")
            .Expires(TcpTimer.Retransmission).Do(GiveUp).Goto(Closed)
                .Per("RFC 9293 MUST-20").Per("RFC 9293 MUST-22")
        .In(Established, FinWait1, CloseWait, Closing, LastAck).Per("RFC 9293 3.8.6.1")
            .Per("net/ipv4/tcp_timer.c tcp_probe_timer")
            .Expires(TcpTimer.Persist).When(HasUnsent).Unless(MayRetry).Do(GiveUp).Goto(Closed)
                .Per("RFC 9293 MUST-37")
            .Expires(TcpTimer.Persist).When(HasUnsent).When(HasWindow).Do(StopWaiting).Arm(TcpTimer.Persist).Stay()
                .Per("RFC 9293 3.8.6.2.1").Per("net/ipv4/tcp_output.c tcp_write_wakeup")
            .Expires(TcpTimer.Persist).When(HasUnsent).When(BeginsPatience)
                .Owe(TcpOutput.Probe).Arm(TcpTimer.Persist).Arm(TcpTimer.UserTimeout).Stay().Per("RFC 9293 MUST-21")
            .Expires(TcpTimer.Persist).When(HasUnsent)
                .Owe(TcpOutput.Probe).Arm(TcpTimer.Persist).Stay()
                .Per("RFC 9293 MUST-35").Per("RFC 9293 MUST-36").Per("RFC 9293 MUST-37")
            .Expires(TcpTimer.Persist).Ignore()
        .InAny().Per("RFC 9293 3.8.6.3").Per("net/ipv4/tcp_timer.c tcp_delack_timer_handler")
            .Expires(TcpTimer.DelayedAck).Owe(TcpOutput.Ack).Stay()
                .Per("RFC 9293 MUST-40").Per("RFC 9293 SHLD-18")
        .In(SynSent, SynReceived, Established, FinWait1, CloseWait, Closing, LastAck).Per("RFC 9293 3.10.8")
            .Per("net/ipv4/tcp_timer.c tcp_write_err")
            .Expires(TcpTimer.UserTimeout).Do(GiveUp).Goto(Closed).Per("RFC 9293 MUST-21")
        .In(SynReceived, Established, FinWait1, FinWait2, CloseWait, Closing, LastAck)
            .Per("RFC 9293 3.8.4").Per("net/ipv4/tcp_timer.c tcp_keepalive_timer")
            .Expires(TcpTimer.KeepAlive).When(IsBusy).Arm(TcpTimer.KeepAlive).Stay().Per("RFC 9293 MUST-26")
            .Expires(TcpTimer.KeepAlive).When(MayProbeIdle)
                .Do(CountProbe).Owe(TcpOutput.Probe).Arm(TcpTimer.KeepAlive).Stay()
                .Per("RFC 9293 MUST-24").Per("RFC 9293 MUST-25").Per("RFC 9293 MUST-27").Per("RFC 9293 MUST-28")
                .Per("RFC 9293 MUST-29").Per("RFC 9293 SHLD-12").Per("RFC 9293 MAY-5")
            .Expires(TcpTimer.KeepAlive).Do(GiveUp).Do(AimResetAtNext).Owe(TcpOutput.Reset).Goto(Closed)
                .Per("RFC 9293 MUST-29")
        .In(FinWait2).Per("net/ipv4/tcp_timer.c tcp_keepalive_timer")
            .Expires(TcpTimer.FinWait2).Do(Vanish).Goto(Closed)
        .In(TimeWait).Per("RFC 9293 3.10.8")
            .Expires(TcpTimer.TimeWait).Do(Vanish).Goto(Closed).Per("RFC 9293 MUST-13");

    /// <summary>What may be sent. Data may go at any time the window has room; everything else is owed first.</summary>
    private static void Outputs(Table<Tcb, TcpState> table) => table

        .InAny().Per("RFC 9293 3.5.2")
            .Emits<Segment>(MakeReset).Discharge(TcpOutput.Reset).Stay()
        .In(SynSent).Per("RFC 9293 3.5")
            .Emits<Segment>(MakeSyn).Discharge(TcpOutput.Syn).Admits(IsLawfulSyn).Do(NoteSynSent).Stay()
                .Per("RFC 7413 4.2.1").Per("RFC 9293 3.7.1").Per("RFC 9293 MUST-14").Per("RFC 9293 MUST-67")
                .Per("RFC 9293 SHLD-5").Per("RFC 9293 MAY-3")
                .Per("RFC 7323 2.2").Per("RFC 2018 2")
            .Emits<Segment>(MakeSyn).Discharge(TcpOutput.Retransmission).Admits(IsLawfulSyn).Stay()
                .Per("RFC 9293 3.8.1")
        .In(SynReceived).Per("RFC 9293 3.5")
            .Emits<Segment>(MakeSynAck).Discharge(TcpOutput.SynAck).Admits(IsLawfulSynAck).Do(NoteAckSent).Stay()
            .Emits<Segment>(MakeSynAck).Discharge(TcpOutput.Retransmission).Admits(IsLawfulSynAck).Do(NoteAckSent)
                .Stay()
                .Per("RFC 9293 3.8.1").Per("RFC 9293 MUST-22")
            .Emits<Segment>(MakeData).When(MaySendBeforeHandshake)
                .Admits(IsLawfulData).Do(NoteDataSent).Do(NoteAckSent).Stay().Per("RFC 7413 4.2.2")
        .In(Established, FinWait1, CloseWait, Closing, LastAck).Per("RFC 9293 3.8.1")
            .Emits<Segment>(MakeRetransmission).When(HasOutstanding).Discharge(TcpOutput.Retransmission)
                .Admits(IsLawfulRetransmission).Do(NoteAckSent).Stay()
                .Per("RFC 9293 SHLD-16").Per("RFC 9293 MAY-7")
        .In(Established, FinWait1, CloseWait, Closing, LastAck).Per("RFC 9293 3.7").Per("RFC 9293 3.8.6")
            .Emits<Segment>(MakeData).When(MaySendData)
                .Admits(IsLawfulData).Do(NoteDataSent).Do(NoteAckSent).Stay()
                .Per("RFC 9293 MUST-34").Per("RFC 9293 MUST-60").Per("RFC 9293 MUST-61")
                .Per("RFC 9293 MUST-17").Per("RFC 9293 MUST-38").Per("RFC 9293 MUST-65").Per("RFC 9293 SHLD-7")
                .Per("RFC 9293 3.7.4").Per("RFC 9293 SHLD-15").Per("RFC 9293 SHLD-28").Per("RFC 9293 MAY-16")
                .Per("RFC 9293 REC-1")
        .In(SynReceived, Established, FinWait1, FinWait2, CloseWait, Closing, LastAck)
            .Per("RFC 9293 3.8.6.1").Per("RFC 9293 3.8.4").Per("net/ipv4/tcp_output.c tcp_xmit_probe_skb")
            .Emits<Segment>(MakeProbe).Discharge(TcpOutput.Probe).Admits(IsLawfulProbe).Do(NoteAckSent).Stay()
        .In(SynReceived, Established, FinWait1, FinWait2, CloseWait, Closing, LastAck, TimeWait)
            .Per("RFC 9293 3.8.6.3")
            .Emits<Segment>(MakeAck).Discharge(TcpOutput.Ack).Admits(IsLawfulAck).Do(NoteAckSent).Stay()
                .Per("RFC 9293 MUST-58").Per("RFC 9293 SHLD-14");

    private static void Mutants(Table<Tcb, TcpState> table) => table

        .Mutant("data lost on RST", "A reset throws away what waits to be read.")
            .Without("a reset ends the connection")
            .In(SynReceived, Established, FinWait1, FinWait2, Closing, LastAck)
                .On<Segment>(IsReset).When(IsExactReset).Do(Fail, Errno.ECONNRESET).Do(ForgetText).Goto(Closed)
                    .Named("a reset empties the queue");

    private static ref TcpState State(ref Tcb tcb) => ref tcb.State;

    private static ref BitSet<ushort> Obligations(ref Tcb tcb) => ref tcb.Owed;

    private static ref BitSet<ushort> Timers(ref Tcb tcb) => ref tcb.Timers;
}
