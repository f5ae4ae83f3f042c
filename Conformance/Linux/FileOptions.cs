using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Spec;

namespace Wakeline.Conformance.Linux;

/// <summary>setsockopt, getsockopt, fcntl and ioctl.</summary>
internal static unsafe class FileOptions
{
    public static CallResult Make(CallStep step, int descriptor, DrivenFile? file) => step.Verb switch
    {
        Verb.SetLinger => SetLinger(descriptor, step.Number, file),
        Verb.GetError => GetError(descriptor),
        Verb.SetReceiveLowWater => SetReceiveLowWater(descriptor, step.Number),
        Verb.SetNonblocking => SetFlag(descriptor, Abi.ONonblock, step.Number != 0),
        Verb.AtMark => AtMark(descriptor),
        _ => SetAsync(descriptor, step.Number != 0),
    };

    private static CallResult SetLinger(int descriptor, int seconds, DrivenFile? file)
    {
        if (file is not null)
        {
            file.MayLinger = seconds > 0;
        }

        var linger = new Linger { On = seconds < 0 ? 0 : 1, Seconds = Math.Max(seconds, 0) };
        return CallMaker.Returned(
            LibC.SetOption(descriptor, Abi.SolSocket, Abi.SoLinger, &linger, (uint)sizeof(Linger)));
    }

    /// <summary>The value is the pending error, which the call clears.</summary>
    private static CallResult GetError(int descriptor)
    {
        var (error, length) = (0, (uint)sizeof(int));
        var result = CallMaker.Returned(LibC.GetOption(descriptor, Abi.SolSocket, Abi.SoError, &error, &length));
        return result.Error == Errno.None ? result with { Value = error } : result;
    }

    private static CallResult AtMark(int descriptor)
    {
        var isAtMark = 0;
        var result = CallMaker.Returned(LibC.DeviceControl(descriptor, Abi.SiocAtMark, &isAtMark));
        return result.Error == Errno.None ? result with { Value = isAtMark } : result;
    }

    private static CallResult SetReceiveLowWater(int descriptor, int octets) => CallMaker.Returned(
        LibC.SetOption(descriptor, Abi.SolSocket, Abi.SoRcvLowat, &octets, sizeof(int)));

    private static CallResult SetFlag(int descriptor, int flag, bool on)
    {
        var flags = LibC.Control(descriptor, Abi.FGetFl, 0);
        return flags < 0
            ? CallResult.Fail(HostKernel.LastError)
            : CallMaker.Returned(LibC.Control(descriptor, Abi.FSetFl, on ? flags | flag : flags & ~flag));
    }

    /// <summary>
    /// The owner is the thread that makes the call; it has the signal blocked, so that each one stays queued until it
    /// is read.
    /// </summary>
    private static CallResult SetAsync(int descriptor, bool on)
    {
        var owner = stackalloc int[] { Abi.OwnerThread, LibC.ThreadId() };
        if (LibC.Control(descriptor, Abi.FSetOwnEx, (nint)owner) != 0
            || LibC.Control(descriptor, Abi.FSetSig, Abi.AsyncSignal) != 0)
        {
            return CallResult.Fail(HostKernel.LastError);
        }

        return SetFlag(descriptor, Abi.OAsync, on);
    }
}
