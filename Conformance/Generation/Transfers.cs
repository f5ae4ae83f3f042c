using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Generation;

/// <summary>Steps that move octets through a socket.</summary>
internal static class Transfers
{
    /// <summary>
    /// A step on a slot. On the first thread a call should not sleep for ever, as nobody may be there to wake it.
    /// </summary>
    public static CallStep Draw(Draws draws, int thread, Verb verb, int slot)
    {
        var octets = draws.Next(Choices.Octets);
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
