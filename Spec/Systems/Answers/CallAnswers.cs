using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Nic;
using Wakeline.Spec.Pipes;
using Wakeline.Spec.Select;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Systems.Network;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Systems.CallProperties;
using static Wakeline.Spec.Systems.Network.NetworkProperties;

namespace Wakeline.Spec.Systems.Answers;

/// <summary>
/// Short programs that call in every way a manual page speaks of: with what is not open, not mapped, not of the kind;
/// without a descriptor left; on sockets in the wrong state; with deadlines, signals, and others who shut, close and
/// disconnect meanwhile. Whatever the order of events, each call returns what its page says, and has its effect.
/// </summary>
[CheckedSystem("call-answers")]
public readonly partial struct CallAnswers
{
    static void Compose(SystemTable<Kernel> system) => system
        .Start(AnswerScene.Begin)
        .Run(typeof(ScriptChoice), "script")
        .Run(typeof(UserProgram), Scene.Tasks, "task {0}")
        .Run(typeof(DescriptorCalls), Scene.Tasks, "task {0}")
        .Run(typeof(EventRead), Scene.Tasks, "task {0}")
        .Run(typeof(EpollControl), Scene.Tasks, "task {0}")
        .Run(typeof(EpollWait), Scene.Tasks, "task {0}")
        .Run(typeof(Poll), Scene.Tasks, "task {0}")
        .Run(typeof(Select.Select), Scene.Tasks, "task {0}")
        .Run(typeof(SocketControl), Scene.Tasks, "task {0}")
        .Run(typeof(Accept), Scene.Tasks, "task {0}")
        .Run(typeof(Send), Scene.Tasks, "task {0}")
        .Run(typeof(Receive), Scene.Tasks, "task {0}")
        .Run(typeof(PipeReadCall), Scene.Tasks, "task {0}")
        .Run(typeof(PipeWriteCall), Scene.Tasks, "task {0}")
        .Run(typeof(FileRelease), Scene.Tasks, "task {0}")
        .Run(typeof(Adapter), "card")
        .Run(typeof(Interrupt), NetworkScene.Queues, "interrupt {0}")
        .Run(typeof(Softirq), NetworkScene.Queues, "softirq {0}")
        .Run(typeof(ConnectionTimers), NetworkScene.Sockets, "socket {0}")
        .Run(typeof(SignalSource), "world")
        .Reacts(typeof(Connection))
        .Reacts(typeof(Callbacks))
        .Reacts(typeof(PollCallback))
        .Reacts(typeof(ReadyList))
        .MayEnd(EveryProgramHasEnded)

        .Always(EveryCallAnswersAsPromised, "each call returns what its manual page says")
        .Always(EveryCallHasItsEffect, "what a call that succeeds is to change is changed")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .LeadsTo(AProgramRuns, EveryProgramHasEnded, "every program ends, whatever it waits for but a signal")
        .AtRest(WhatEndsByTimeIsGone, "FIN-WAIT-2 that nobody holds, and TIME-WAIT, end when their time is over")
        .AtRest(EverythingSentArrives, "every octet sent arrives, unless the connection fails")
        .Always(NothingIsInvented, "no end expects a number that the other has not sent")
        .Sometimes(EveryProgramHasEnded, "a program ends")

        .Catches("swap-argument:Locked.CallIs(Bind)&AddressIsTaken:Answer(EADDRINUSE)",
            nameof(EveryCallAnswersAsPromised))
        .Catches("drop-effect:Locked.CallIs(Bind):Name", nameof(EveryCallHasItsEffect));

    private static bool EveryProgramHasEnded(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (!kernel.Tasks[task].IsInUserMode || kernel.Programs[task].HasCall)
            {
                return false;
            }
        }

        return kernel.Ledger.ScriptChoice == ScriptChoiceStep.Chosen && kernel.Nic.IsQuiet;
    }

    private static bool AProgramRuns(in Kernel kernel) =>
        kernel.Ledger.ScriptChoice == ScriptChoiceStep.Chosen && kernel.Ledger.Signals == kernel.Bounds.Signals
        && !EveryProgramHasEnded(in kernel);

    /// <summary>Asked where timers may still expire.</summary>
    private static bool WhatEndsByTimeIsGone(in Kernel kernel)
    {
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            ref readonly var tcb = ref kernel.Sockets[socket].Tcb;
            if (kernel.Ledger.Expiries < kernel.Bounds.Expiries
                && (tcb.State == TcpState.TimeWait || (tcb.Orphan && tcb.State == TcpState.FinWait2)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Where one task is alone, nobody undoes what its call did before it is looked at.</summary>
    private static bool EveryCallHasItsEffect(in Kernel kernel)
    {
        ref readonly var control = ref kernel.Tasks[0];
        return kernel.Bounds.Tasks != 1 || !control.IsInUserMode || !kernel.Programs[0].HasMadeCall
            || control.Error != Errno.None
            || HasEffect(in kernel, kernel.Programs[0].LastCall, control.Result, control.Value);
    }

    private static bool HasEffect(in Kernel kernel, ScriptedCall call, int result, ulong value)
    {
        var file = kernel.Descriptors.FileOf(call.Descriptor);
        return call.Call switch
        {
            SystemCall.EpollCreate => KindOf(in kernel, result) == FileKind.Epoll,
            SystemCall.EventFd => KindOf(in kernel, result) == FileKind.Event,
            SystemCall.Socket => KindOf(in kernel, result) == FileKind.Socket,
            SystemCall.SocketPair => KindOf(in kernel, (int)(value & 255)) == FileKind.UnixSocket
                && KindOf(in kernel, (int)(value >> 8)) == FileKind.UnixSocket,
            SystemCall.Pipe => KindOf(in kernel, (int)(value & 255)) == FileKind.PipeReadEnd
                && KindOf(in kernel, (int)(value >> 8)) == FileKind.PipeWriteEnd,
            SystemCall.Dup => kernel.Descriptors.FileOf(result) == file,
            SystemCall.Close => file == Capacity.None,
            SystemCall.SetNonblocking => kernel.Files[file].Nonblocking == call.Flag,
            SystemCall.Bind or SystemCall.Listen or SystemCall.Shutdown or SystemCall.SetLinger
                or SystemCall.SetReceiveLowWater =>
                    HasEffect(in kernel.Sockets[kernel.Files[file].Object], call),
            _ => true,
        };
    }

    private static bool HasEffect(in Socket socket, ScriptedCall call) => call.Call switch
    {
        SystemCall.Bind => socket.Bound.Port == call.Length,
        SystemCall.Listen => socket.State == TcpState.Listen && socket.Backlog == call.Number,
        SystemCall.SetLinger => socket.Linger == (call.Length == 0 ? Linger.Reset : Linger.Wait),
        SystemCall.SetReceiveLowWater => socket.LowWater == call.Length,
        _ => socket.State is TcpState.Closed or TcpState.Listen
            ? socket.Tcb.Shutdown == ShutdownDirections.None
            : (socket.Tcb.Shutdown & call.Directions) == call.Directions,
    };

    private static FileKind KindOf(in Kernel kernel, int descriptor)
    {
        var file = kernel.Descriptors.FileOf(descriptor);
        return file == Capacity.None ? FileKind.None : kernel.Files[file].Kind;
    }
}
