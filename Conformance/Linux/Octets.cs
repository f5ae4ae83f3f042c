using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Spec;
using Wakeline.Spec.Files;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// The calls that move octets. What an octet is follows from its place in the stream, so that the receiver sees when
/// one is lost, doubled or out of order. An urgent octet has no place in it.
/// </summary>
internal static unsafe class Octets
{
    /// <summary>A prime, so that no power of two of octets lost goes unseen.</summary>
    private const int Period = 251;

    private const int ChunkSize = 32 * 1024;

    public static CallResult Move(CallStep step, int descriptor, DrivenFile? file) => step.Verb switch
    {
        Verb.Send or Verb.Write => Send(step, descriptor, file),
        Verb.Receive or Verb.Read => Receive(step, descriptor, file),
        Verb.Fill => Fill(descriptor, file),
        _ => Drain(descriptor, file),
    };

    private static CallResult Send(CallStep step, int descriptor, DrivenFile? file)
    {
        if (file?.Kind == FileKind.Event && step.Verb == Verb.Write)
        {
            return WriteCounter(step, descriptor);
        }

        var octets = Math.Max(step.Number, 0);
        var buffer = stackalloc byte[octets + 1];
        Write(new Span<byte>(buffer, octets), file?.Sent ?? 0);
        var pointer = UserPointer.Of(step, buffer);
        var outside = step.Urgent ? 1 : 0;
        var sent = step.Verb == Verb.Send
            ? LibC.Send(descriptor, pointer, (nuint)octets, FlagsOf(step) | Abi.MsgNoSignal)
            : LibC.Write(descriptor, pointer, (nuint)octets);
        var result = CallMaker.Returned(sent);
        Advance(file, sent - outside, 0);
        return result;
    }

    private static CallResult Receive(CallStep step, int descriptor, DrivenFile? file)
    {
        if (file?.Kind == FileKind.Event && step.Verb == Verb.Read)
        {
            return ReadCounter(step, descriptor);
        }

        var buffer = stackalloc byte[Math.Max(step.Number, 1)];
        var pointer = UserPointer.Of(step, buffer);
        var received = step.Verb == Verb.Receive
            ? LibC.Receive(descriptor, pointer, (nuint)step.Number, FlagsOf(step))
            : LibC.Read(descriptor, pointer, (nuint)step.Number);
        var result = CallMaker.Returned(received);
        if (received <= 0 || step.Urgent || file?.Kind == FileKind.PipeReadEnd)
        {
            // Threads read and write a pipe at once, and nobody sees whose octets came first.
            return result;
        }

        var isIntact = IsIntact(new ReadOnlySpan<byte>(buffer, (int)received), file?.Received ?? 0);
        Advance(file, 0, received);
        return result with { IsIntact = isIntact };
    }

    /// <summary>An eventfd takes and gives eight octets; what is compared is the number in them.</summary>
    private static CallResult WriteCounter(CallStep step, int descriptor)
    {
        var value = (ulong)step.Number;
        return CallMaker.Returned(
            LibC.Write(descriptor, UserPointer.Of(step, &value), sizeof(ulong)));
    }

    private static CallResult ReadCounter(CallStep step, int descriptor)
    {
        var value = 0UL;
        var length = LibC.Read(descriptor, UserPointer.Of(step, &value), (nuint)step.Number);
        return CallMaker.Returned(length) is { Error: Errno.None } ? new CallResult((int)value)
            : CallResult.Fail(HostKernel.LastError);
    }

    /// <summary>Sends until the kernel takes no more.</summary>
    private static CallResult Fill(int descriptor, DrivenFile? file)
    {
        var buffer = stackalloc byte[ChunkSize];
        while (true)
        {
            Write(new Span<byte>(buffer, ChunkSize), file?.Sent ?? 0);
            var sent = LibC.Send(descriptor, buffer, ChunkSize, Abi.MsgDontWait | Abi.MsgNoSignal);
            if (sent < 0)
            {
                return CallResult.Fail(HostKernel.LastError);
            }

            Advance(file, sent, 0);
        }
    }

    /// <summary>Receives until there is no more: 0 at the end of the stream, otherwise the error.</summary>
    private static CallResult Drain(int descriptor, DrivenFile? file)
    {
        var buffer = stackalloc byte[ChunkSize];
        var isIntact = true;
        while (true)
        {
            var received = LibC.Receive(descriptor, buffer, ChunkSize, Abi.MsgDontWait);
            if (received <= 0)
            {
                return CallMaker.Returned(received) with { IsIntact = isIntact };
            }

            isIntact &= IsIntact(new ReadOnlySpan<byte>(buffer, (int)received), file?.Received ?? 0);
            Advance(file, 0, received);
        }
    }

    private static int FlagsOf(CallStep step) =>
        (step.Nonblocking ? Abi.MsgDontWait : 0) | (step.Urgent ? Abi.MsgOob : 0);

    private static void Advance(DrivenFile? file, nint sent, nint received)
    {
        if (file is not null)
        {
            file.Sent += Math.Max(sent, 0);
            file.Received += received;
        }
    }

    private static void Write(Span<byte> octets, long place)
    {
        for (var at = 0; at < octets.Length; at++)
        {
            octets[at] = (byte)((place + at) % Period);
        }
    }

    private static bool IsIntact(ReadOnlySpan<byte> octets, long place)
    {
        for (var at = 0; at < octets.Length; at++)
        {
            if (octets[at] != (byte)((place + at) % Period))
            {
                return false;
            }
        }

        return true;
    }
}
