using FsCheck;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Generation;

/// <summary>Steps that move octets through a socket or a pipe.</summary>
internal static class Transfers
{
    /// <summary>
    /// A step on a slot. On the first thread a call should not sleep for ever, as nobody may be there to wake it.
    /// </summary>
    /// <param name="draws">Where operands come from.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="verb">Whether octets are sent or received, and by which call.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="many">How many octets; <see langword="null"/> for few.</param>
    public static CallStep Draw(Draws draws, int thread, Verb verb, int slot, Gen<int>? many = null)
    {
        var octets = draws.Next(many ?? Choices.Octets);
        var dontWait = draws.Next(Choices.DontWaitOn(thread)) && verb is Verb.Send or Verb.Receive;
        var memory = draws.Next(Choices.Memory);
        return new CallStep
        {
            Thread = thread,
            Verb = verb,
            Descriptor = slot,
            Number = octets,
            Nonblocking = dontWait,
            Memory = memory,
        };
    }
}
