using Wakeline.Conformance.Programs;
using Wakeline.Spec;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Comparison;

/// <summary>Translates steps of programs into calls of the specification.</summary>
internal static class StepArguments
{
    /// <summary>Ports of a program are small numbers; those the kernel chooses lie above all of them.</summary>
    private const int PortsFrom = 100;

    /// <summary>
    /// The arguments of the call, where <paramref name="slots"/> says which descriptor each slot holds.
    /// </summary>
    public static CallArguments Of(CallStep step, IReadOnlyList<int> slots)
    {
        var arguments = new CallArguments
        {
            Call = CallOf(step.Verb),
            Descriptor = Descriptor(slots, step.Descriptor),
            Operation = step.Operation,
            Events = step.Events,
            Timeout = step.Timeout,
            Memory = step.Memory,
            Directions = step.Directions,
            Flag = step.Nonblocking,
            Urgent = step.Urgent,
            HasMask = step.Verb is Verb.EpollWaitMasked or Verb.PollMasked or Verb.SelectMasked,
            Mask = step.Mask,
        };
        switch (step.Verb)
        {
            case Verb.EpollControl:
                arguments.Target = Descriptor(slots, step.Target);
                arguments.Number = step.Number;
                break;
            case Verb.EpollWait or Verb.EpollWait2 or Verb.EpollWaitMasked or Verb.Listen:
                arguments.Number = step.Number;
                break;
            case Verb.Bind or Verb.Connect:
                arguments.Address = (byte)step.Address;
                arguments.Length = step.Port == 0 ? 0 : PortsFrom + step.Port;
                break;
            case Verb.SetLinger:
                arguments.Flag = step.Number >= 0;
                arguments.Length = Math.Max(step.Number, 0);
                break;
            case Verb.SetNonblocking or Verb.SetAsync or Verb.EpollCreate:
                arguments.Flag = step.Number != 0;
                break;
            case Verb.Poll or Verb.PollMasked or Verb.Select or Verb.SelectMasked:
                AddPolled(ref arguments, step, slots);
                break;
            default:
                arguments.Length = step.Number;
                break;
        }

        return arguments;
    }

    private static byte Descriptor(IReadOnlyList<int> slots, int slot) =>
        slot == CallStep.NoSlot || slots[slot] < 0 ? Capacity.None : (byte)slots[slot];

    private static void AddPolled(ref CallArguments arguments, CallStep step, IReadOnlyList<int> slots)
    {
        foreach (var polled in PolledSets.InOrder(step, slots))
        {
            arguments.Polled.Enqueue(new PollRequest(Descriptor(slots, polled.Slot), polled.Asked));
        }
    }

    private static SystemCall CallOf(Verb verb) => verb switch
    {
        Verb.Socket => SystemCall.Socket,
        Verb.SocketPair => SystemCall.SocketPair,
        Verb.Pipe => SystemCall.Pipe,
        Verb.Bind => SystemCall.Bind,
        Verb.Listen => SystemCall.Listen,
        Verb.Accept => SystemCall.Accept,
        Verb.Connect => SystemCall.Connect,
        Verb.Disconnect => SystemCall.Disconnect,
        Verb.Send or Verb.Fill => SystemCall.Send,
        Verb.Receive or Verb.Drain => SystemCall.Receive,
        Verb.Write => SystemCall.Write,
        Verb.Read => SystemCall.Read,
        Verb.Shutdown => SystemCall.Shutdown,
        Verb.Close => SystemCall.Close,
        Verb.Duplicate => SystemCall.Dup,
        Verb.SetLinger => SystemCall.SetLinger,
        Verb.GetError => SystemCall.GetError,
        Verb.SetReceiveLowWater => SystemCall.SetReceiveLowWater,
        Verb.SetNonblocking => SystemCall.SetNonblocking,
        Verb.SetAsync => SystemCall.SetAsync,
        Verb.EventFd => SystemCall.EventFd,
        Verb.EpollCreate => SystemCall.EpollCreate,
        Verb.EpollControl => SystemCall.EpollControl,
        Verb.EpollWait or Verb.EpollWait2 or Verb.EpollWaitMasked => SystemCall.EpollWait,
        Verb.Poll or Verb.PollMasked => SystemCall.Poll,
        Verb.Select or Verb.SelectMasked => SystemCall.Select,
        Verb.SetSignalMask => SystemCall.SetSignalMask,
        Verb.GetPendingSignals => SystemCall.GetPendingSignals,
        Verb.AtMark => SystemCall.AtMark,
        _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "The verb is no system call."),
    };
}
