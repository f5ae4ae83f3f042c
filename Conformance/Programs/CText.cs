using System.Text;
using Wakeline.Spec;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Programs;

/// <summary>
/// A program as the lines of C that would do the same, for people who want to write it down. Threads are comments; so
/// is what C would need declarations for.
/// </summary>
public static class CText
{
    /// <summary>Writes a program, one line for each step.</summary>
    public static string Print(CallProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var name = ProgramText.SlotNames(program);
        var text = new StringBuilder();
        var opened = new HashSet<int>();
        foreach (var step in program.Steps)
        {
            var declaration = step.Result == CallStep.NoSlot || step.Verb is Verb.SocketPair or Verb.Pipe ? ""
                : opened.Add(step.Result) ? $"int {name(step.Result)} = " : $"{name(step.Result)} = ";
            text.Append(program.Threads > 1 ? $"/* thread {step.Thread} */ " : "");
            text.Append(declaration).Append(Call(step, name)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>What is none of the three directions has no name (SHUT_RD is 0).</summary>
    private static string Directions(CallStep step, SlotName name) =>
        step.Directions == ShutdownDirections.None ? "-1" : $"SHUT_{Parameter.Directions.Print(step, name)}";

    /// <summary>The call of a step as a statement.</summary>
    internal static string Call(CallStep step, SlotName name)
    {
        var descriptor = name(step.Descriptor);
        return step.Verb switch
        {
            Verb.Socket => $"socket(AF_INET, SOCK_STREAM{Flag(step, " | SOCK_NONBLOCK")}, 0);",
            Verb.SocketPair => Two(step, name, $"socketpair(AF_UNIX, SOCK_STREAM{Flag(step, " | SOCK_NONBLOCK")}, 0, "),
            Verb.Pipe => Two(step, name, "pipe2(", Flag(step, ", O_NONBLOCK", ", 0")),
            Verb.Bind => $"bind({descriptor}, {Address(step)});",
            Verb.Listen => $"listen({descriptor}, {step.Number});",
            Verb.Accept => $"accept4({descriptor}, NULL, NULL, {Flag(step, "SOCK_NONBLOCK", "0")});",
            Verb.Connect => $"connect({descriptor}, {Address(step)});",
            Verb.Disconnect =>
                $"connect({descriptor}, &(struct sockaddr){{ .sa_family = AF_UNSPEC }}, sizeof(struct sockaddr));",
            Verb.Send => $"send({descriptor}, {Buffer(step)}, {step.Number}, {Flags(step)});",
            Verb.Receive => $"recv({descriptor}, {Buffer(step)}, {step.Number}, {Flags(step)});",
            Verb.Write => $"write({descriptor}, {Buffer(step)}, {step.Number});",
            Verb.Read => $"read({descriptor}, {Buffer(step)}, {step.Number});",
            Verb.Shutdown => $"shutdown({descriptor}, {Directions(step, name)});",
            Verb.Close => $"close({descriptor});",
            Verb.Duplicate => $"dup({descriptor});",
            Verb.EventFd => $"eventfd({step.Number}, {Flag(step, "EFD_NONBLOCK", "0")});",
            Verb.OpenRegularFile => "open(\"file\", O_RDWR | O_CREAT, 0600);",
            Verb.EpollCreate => $"epoll_create1({(step.Number == 0 ? "0" : "1")});",
            Verb.EpollControl => EpollControl(step, name),
            Verb.EpollWait => $"epoll_wait({descriptor}, {Buffer(step)}, {step.Number}, {Milliseconds(step)});",
            Verb.EpollWait2 =>
                $"epoll_pwait2({descriptor}, {Buffer(step)}, {step.Number}, {TimeSpecification(step)}, NULL);",
            Verb.EpollWaitMasked =>
                $"epoll_pwait({descriptor}, {Buffer(step)}, {step.Number}, {Milliseconds(step)}, {SignalSet(step)});",
            Verb.PollMasked =>
                $"ppoll({Polled(step, name)}, {step.Polled.Count}, {TimeSpecification(step)}, {SignalSet(step)});",
            Verb.SelectMasked =>
                $"pselect(/* {Parameter.Polled.Print(step, name)}, {Milliseconds(step)} ms */, {SignalSet(step)});",
            Verb.SetSignalMask => $"pthread_sigmask(SIG_SETMASK, {SignalSet(step)}, NULL);",
            Verb.GetPendingSignals => "sigpending(&pending);",
            Verb.AtMark => $"ioctl({descriptor}, SIOCATMARK, &at_mark);",
            Verb.Poll => $"poll({Polled(step, name)}, {step.Polled.Count}, {Milliseconds(step)});",
            Verb.Select => $"select(/* {Parameter.Polled.Print(step, name)}, {Milliseconds(step)} ms */);",
            Verb.Fill => $"while (send({descriptor}, buffer, sizeof buffer, MSG_DONTWAIT) > 0);",
            Verb.Drain => $"while (recv({descriptor}, buffer, sizeof buffer, MSG_DONTWAIT) > 0);",
            Verb.Await => "/* until the call returns */;",
            Verb.Signal => $"/* SIG{SignalText.NameOf(step.Signal)} arrives */;",
            _ => Option(step, descriptor),
        };
    }

    /// <summary>A call that opens two descriptors.</summary>
    private static string Two(CallStep step, SlotName name, string before, string after = "")
    {
        var assignments = step.Results.Index().Select(each => $" int {name(each.Item)} = pair[{each.Index}];");
        return $"int pair[2]; {before}pair{after});" + string.Concat(assignments);
    }

    private static string Option(CallStep step, string descriptor) => step.Verb switch
    {
        Verb.SetLinger =>
            $"setsockopt({descriptor}, SOL_SOCKET, SO_LINGER, "
            + $"&(struct linger){{ {(step.Number < 0 ? "0, 0" : $"1, {step.Number}")} }}, sizeof(struct linger));",
        Verb.GetError => $"getsockopt({descriptor}, SOL_SOCKET, SO_ERROR, &error, &length);",
        Verb.SetReceiveLowWater =>
            $"setsockopt({descriptor}, SOL_SOCKET, SO_RCVLOWAT, &(int){{ {step.Number} }}, sizeof(int));",
        Verb.SetNonblocking => $"fcntl({descriptor}, F_SETFL, {(step.Number != 0 ? "O_NONBLOCK" : "0")});",
        _ => $"fcntl({descriptor}, F_SETFL, {(step.Number != 0 ? "O_ASYNC" : "0")});",
    };

    private static string EpollControl(CallStep step, SlotName name)
    {
        var operation = step.Operation == ControlOperation.Unknown
            ? "99" : "EPOLL_CTL_" + Parameter.Operation.Print(step, name);
        var item = step.Memory != UserMemory.Mapped ? Buffer(step)
            : step.Operation == ControlOperation.Delete ? "NULL"
            : $"&(struct epoll_event){{ {Mask("EPOLL", step.Events)}, {{ .u64 = {step.Number} }} }}";
        return $"epoll_ctl({name(step.Descriptor)}, {operation}, {name(step.Target)}, {item});";
    }

    private static string Polled(CallStep step, SlotName name)
    {
        var items = step.Polled.Select(each => $"{{ {name(each.Slot)}, {Mask("POLL", each.Asked)}, 0 }}");
        return step.Memory == UserMemory.Mapped ? $"(struct pollfd[]){{ {string.Join(", ", items)} }}" : Buffer(step);
    }

    private static string Mask(string prefix, PollEvents events) =>
        events == PollEvents.None ? "0"
            : prefix + EventText.Print(events).Replace("|", $" | {prefix}", StringComparison.Ordinal);

    private static string Address(CallStep step) => step.Memory != UserMemory.Mapped
        ? $"{Buffer(step)}, sizeof(struct sockaddr_in)"
        : $"/* {Parameter.SocketAddress.Print(step, slot => $"{slot}")} */ &address, sizeof address";

    private static string Buffer(CallStep step) => step.Memory switch
    {
        UserMemory.Unmapped => "(void *)16",
        UserMemory.OutsideAddressSpace => "(void *)0xffff800000000000",
        _ => "buffer",
    };

    private static string Flag(CallStep step, string set, string clear = "") => step.Nonblocking ? set : clear;

    private static string Flags(CallStep step) => (step.Urgent, step.Nonblocking) switch
    {
        (true, true) => "MSG_OOB | MSG_DONTWAIT",
        (true, false) => "MSG_OOB",
        _ => Flag(step, "MSG_DONTWAIT", "0"),
    };

    private static string SignalSet(CallStep step) => $"/* {SignalText.Print(step.Mask)} */ &mask";

    private static string Milliseconds(CallStep step) => step.Timeout switch
    {
        Timeout.Never => "-1",
        Timeout.Zero => "0",
        _ when step.Duration > TimeSpan.Zero => $"{step.Duration.TotalMilliseconds}",
        _ => "4",
    };

    private static string TimeSpecification(CallStep step) =>
        step.Timeout == Timeout.Never ? "NULL" : $"&(struct timespec){{ /* {Milliseconds(step)} ms */ }}";
}
