using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Running;

/// <summary>Compares what a call returned with what a script expects.</summary>
/// <param name="tolerance">How far, in microseconds, a time that is told may be off.</param>
internal sealed class CallComparison(long tolerance)
{
    private const int NanosecondsOfMicrosecond = 1000;

    /// <summary>Requires a call to have returned what is expected.</summary>
    /// <param name="call">The call.</param>
    /// <param name="arguments">Its arguments with the stack's descriptors.</param>
    /// <param name="answer">What it returned.</param>
    /// <exception cref="ScriptFailureException">It returned something else.</exception>
    /// <exception cref="UnsupportedException">The stack does not tell what is expected.</exception>
    public void Require(SystemCallStep call, Sequence<Value> arguments, CallAnswer answer)
    {
        if (!ReturnsAsExpected(call, answer))
        {
            throw new ScriptFailureException(
                $"{call.Shape.Name} returns something else",
                call.Error is null ? $"{call.Result}" : $"{call.Result} {call.Error}", $"{answer}");
        }

        if (call.Shape.Name == "epoll_wait" && answer.Value == 0)
        {
            return;                          // Nothing was written to the list of events.
        }

        foreach (var place in call.Shape.Outputs.Where(place => answer.Error is null && place < arguments.Count))
        {
            RequireOutput(call, place, arguments[place], answer);
        }
    }

    private static bool ReturnsAsExpected(SystemCallStep call, CallAnswer answer) =>
        call.Result is AnyValue
        || (call.Error == answer.Error && call.Result.Number is { } expected
            && (call.Shape.OpensDescriptor && expected >= 0 ? answer.Value >= 0 : expected == answer.Value));

    private void RequireOutput(SystemCallStep call, int place, Value expected, CallAnswer answer)
    {
        if (expected is AnyValue || expected.Number == 0 || (place == call.Shape.Buffer && !SaysText(expected)))
        {
            return;
        }

        var actual = answer.Outputs.GetValueOrDefault(place) ?? throw new UnsupportedException(
            $"the stack does not tell what {call.Shape.Name} writes to its argument {place + 1}");
        if (!Matches(expected, actual))
        {
            throw new ScriptFailureException(
                $"{call.Shape.Name} writes something else to its argument {place + 1}", $"{expected}", $"{actual}");
        }
    }

    private static bool SaysText(Value value) => value switch
    {
        TextValue => true,
        ListValue list => list.Items.Any(SaysText),
        StructureValue structure => structure.Fields.Any(field => SaysText(field.Value)),
        _ => false,
    };

    private bool Matches(Value expected, Value actual, bool isOfMessage = false) => (expected, actual) switch
    {
        (AnyValue, _) => true,
        (_, AnyValue) => throw new UnsupportedException($"the stack does not tell what is expected as '{expected}'"),
        (NumberValue, ListValue { Items: [var item] }) => Matches(expected, item, isOfMessage),
        (ListValue { Items: [var item] }, NumberValue) => Matches(item, actual, isOfMessage),
        (StructureValue left, StructureValue right) when isOfMessage
            && TimeOf(left) is { } due && TimeOf(right) is { } time =>
            Math.Abs(due - time) <= tolerance,
        (NumberValue left, NumberValue right) => left.Value == right.Value,
        (TextValue left, TextValue right) => left.Text == right.Text,
        (ListValue left, ListValue right) => left.Items.Count == right.Items.Count
            && left.Items.Zip(right.Items).All(pair => Matches(pair.First, pair.Second)),
        (StructureValue left, StructureValue right) => left.Fields.Index().All(field => Matches(
            field.Item.Value,
            field.Item.Name is { } name
                ? right[name] ?? throw new UnsupportedException($"the stack does not tell the field '{name}'")
                : right.Fields.ElementAtOrDefault(field.Index)?.Value ?? new AnyValue(),
            field.Item.Name == "cmsg_data")),
        _ => false,
    };

    /// <summary>
    /// The time that a stamp tells, in microseconds from the start of the script; it may be one of struct timespec or
    /// of struct timeval.
    /// </summary>
    private static long? TimeOf(StructureValue structure)
    {
        var nanoseconds = (structure["scm_nsec"] ?? structure["tv_nsec"])?.Number;
        var rest = nanoseconds is { } fine ? fine / NanosecondsOfMicrosecond : structure["tv_usec"]?.Number;
        return (structure["scm_sec"] ?? structure["tv_sec"])?.Number is { } seconds && rest is { } microseconds
            ? (seconds * EventTime.Second) + microseconds
            : null;
    }
}
