using FsCheck;
using FsCheck.Fluent;
using Wakeline.Conformance.Programs;
using Wakeline.Spec.Files;
using Wakeline.Spec.Pipes;

namespace Wakeline.Conformance.Generation;

/// <summary>Steps on the ends of pipes.</summary>
internal static class PipeSteps
{
    /// <summary>A write that finds the pipe full sooner or later, and one that ends within a page.</summary>
    private static readonly int[] s_manyOctets =
        [Pipe.BufferSize, 3 * Pipe.BufferSize + 7, 15 * Pipe.BufferSize, 16 * Pipe.BufferSize, 17 * Pipe.BufferSize];

    private static readonly Gen<int> s_octets =
        Gen.Frequency((6, Choices.Octets), (4, Gen.Elements<int>(s_manyOctets)));

    public static IEnumerable<Choice> In(Situation now, int thread, int freeSlot)
    {
        var (readEnds, writeEnds) = (now.Of(FileKind.PipeReadEnd), now.Of(FileKind.PipeWriteEnd));
        List<int> ends = [.. readEnds, .. writeEnds];
        var hasRoom = now.Room.Descriptors > 3 && now.Room.Pipes > 0;
        yield return new Choice(hasRoom ? (ends.Count == 0 ? 12 : 1) : 0, Make(thread, freeSlot));
        yield return new Choice(writeEnds.Count > 0 ? 14 : 0, Move(Verb.Write, thread, writeEnds, ends));
        yield return new Choice(readEnds.Count > 0 ? 14 : 0, Move(Verb.Read, thread, readEnds, ends));
        yield return new Choice(ends.Count > 0 ? 2 : 0, SetNonblocking(thread, ends));
        yield return new Choice(ends.Count > 0 ? 3 : 0, Close(thread, ends));
    }

    private static Func<Draws, CallStep> Make(int thread, int freeSlot) => draws =>
    {
        var nonblocking = draws.Next(Gen.Frequency((3, Gen.Constant(true)), (2, Gen.Constant(false))));
        return new CallStep
        {
            Thread = thread,
            Verb = Verb.Pipe,
            Result = freeSlot,
            SecondResult = freeSlot + 1,
            Nonblocking = nonblocking,
        };
    };

    private static Func<Draws, CallStep> Move(
        Verb verb, int thread, IReadOnlyList<int> fitting, IReadOnlyList<int> any) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(fitting, any));
        return Transfers.Draw(draws, thread, verb, slot, s_octets);
    };

    private static Func<Draws, CallStep> SetNonblocking(int thread, IReadOnlyList<int> ends) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(ends, []));
        var flag = draws.OneOf(1, 1);
        return new CallStep { Thread = thread, Verb = Verb.SetNonblocking, Descriptor = slot, Number = flag };
    };

    private static Func<Draws, CallStep> Close(int thread, IReadOnlyList<int> ends) => draws =>
    {
        var slot = draws.Next(Choices.SlotOf(ends, []));
        return new CallStep { Thread = thread, Verb = Verb.Close, Descriptor = slot };
    };
}
