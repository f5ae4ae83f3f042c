using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Spec;
using Wakeline.Spec.Files;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// Makes the system call of a step on the calling thread. Macros that wait for threads are not its business.
/// </summary>
internal static unsafe class CallMaker
{
    /// <summary>Makes the call, and notes in <paramref name="site"/> what it opened or closed.</summary>
    public static CallResult Make(CallStep step, CallSite site)
    {
        var descriptor = site.DescriptorOf(step.Descriptor);
        return step.Verb switch
        {
            Verb.Socket => Opened(step, site, StreamSockets.Open(step), new DrivenFile(FileKind.Socket)),
            Verb.SocketPair => SocketPair(step, site),
            Verb.Pipe => Pipe(step, site),
            Verb.Accept => Opened(
                step, site, LibC.Accept(descriptor, null, null, step.Nonblocking ? Abi.SockNonblock : 0),
                new DrivenFile(FileKind.Socket)),
            Verb.EventFd => Opened(
                step, site, LibC.EventFd((uint)step.Number, step.Nonblocking ? Abi.SockNonblock : 0),
                new DrivenFile(FileKind.Event)),
            Verb.OpenRegularFile => Opened(
                step, site, LibC.CreateMemoryFile("regular", 0), new DrivenFile(FileKind.Regular)),
            Verb.EpollCreate => Opened(step, site, LibC.EpollCreate(step.Number), new DrivenFile(FileKind.Epoll)),
            Verb.Duplicate => Duplicate(step, site, descriptor),
            Verb.Close => Close(descriptor, site),
            Verb.Bind or Verb.Connect or Verb.Disconnect => StreamSockets.Address(step, descriptor, site),
            Verb.Listen => Returned(LibC.Listen(descriptor, step.Number)),
            Verb.Shutdown => Returned(LibC.Shutdown(descriptor, (int)step.Directions - 1)),
            Verb.SetLinger or Verb.GetError or Verb.SetReceiveLowWater or Verb.SetNonblocking or Verb.SetAsync
                or Verb.AtMark =>
                FileOptions.Make(step, descriptor, site.Open[site.NumberOf(descriptor)]),
            Verb.Send or Verb.Receive or Verb.Write or Verb.Read or Verb.Fill or Verb.Drain =>
                Octets.Move(step, descriptor, site.Open[site.NumberOf(descriptor)]),
            Verb.EpollControl or Verb.EpollWait or Verb.EpollWait2 or Verb.EpollWaitMasked or Verb.Poll
                or Verb.PollMasked or Verb.Select or Verb.SelectMasked => ReadinessCalls.Make(step, site),
            Verb.SetSignalMask => SetSignalMask(step, site),
            Verb.GetPendingSignals => SignalMasks.Pending(),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step.Verb, "The step is no system call."),
        };
    }

    /// <summary>A return value that is not a descriptor.</summary>
    public static CallResult Returned(nint value) =>
        value < 0 ? CallResult.Fail(HostKernel.LastError) : new CallResult((int)value);

    private static CallResult Opened(CallStep step, CallSite site, int descriptor, DrivenFile? file)
    {
        var result = Returned(descriptor);
        if (descriptor < 0)
        {
            site.Assign(step.Result, descriptor);
            return result;
        }

        // Another thread may use the slot as soon as it holds the number.
        var number = site.NumberOf(descriptor);
        site.Open.Open(number, file ?? throw new KernelException("dup opened a descriptor the driver does not know."));
        site.Assign(step.Result, descriptor);
        return result with { Value = number };
    }

    /// <summary>What is behind the descriptor is asked first: afterwards another thread may have closed it.</summary>
    private static CallResult Duplicate(CallStep step, CallSite site, int descriptor)
    {
        var file = site.Open[site.NumberOf(descriptor)];
        return Opened(step, site, LibC.Duplicate(descriptor), file);
    }

    private static CallResult SocketPair(CallStep step, CallSite site)
    {
        var type = Abi.SockStream | (step.Nonblocking ? Abi.SockNonblock : 0);
        var descriptors = stackalloc int[] { -1, -1 };
        var result = Returned(LibC.SocketPair(Abi.AfUnix, type, 0, descriptors));
        var end = new DrivenFile(FileKind.UnixSocket);
        return OpenedTwo(step, site, result, descriptors, end, new DrivenFile(FileKind.UnixSocket));
    }

    private static CallResult Pipe(CallStep step, CallSite site)
    {
        var descriptors = stackalloc int[] { -1, -1 };
        var result = Returned(LibC.Pipe(descriptors, step.Nonblocking ? Abi.SockNonblock : 0));
        var readEnd = new DrivenFile(FileKind.PipeReadEnd);
        return OpenedTwo(step, site, result, descriptors, readEnd, new DrivenFile(FileKind.PipeWriteEnd));
    }

    private static CallResult OpenedTwo(
        CallStep step, CallSite site, CallResult result, int* descriptors, DrivenFile firstFile, DrivenFile secondFile)
    {
        site.Assign(step.Result, descriptors[0]);
        site.Assign(step.SecondResult, descriptors[1]);
        if (result.Error != Errno.None)
        {
            return result;
        }

        var (first, second) = (site.NumberOf(descriptors[0]), site.NumberOf(descriptors[1]));
        site.Open.Open(first, firstFile);
        site.Open.Open(second, secondFile);
        return new CallResult(first) { Second = second };
    }

    private static CallResult SetSignalMask(CallStep step, CallSite site)
    {
        site.HasMasks = true;
        return SignalMasks.SetOwn(step.Mask);
    }

    /// <summary>The number is free as soon as the call begins, so it is noted first.</summary>
    private static CallResult Close(int descriptor, CallSite site)
    {
        site.Open.Close(site.NumberOf(descriptor));
        return Returned(LibC.Close(descriptor));
    }
}
