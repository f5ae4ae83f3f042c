using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Running;

/// <summary>Compares what a call returned with what a script expects.</summary>
internal static class CallComparison
{
    /// <summary>Requires a call to have returned what is expected.</summary>
    /// <param name="call">The call.</param>
    /// <param name="arguments">Its arguments with the stack's descriptors.</param>
    /// <param name="answer">What it returned.</param>
    /// <exception cref="ScriptFailureException">It returned something else.</exception>
    /// <exception cref="UnsupportedException">The stack does not tell what is expected.</exception>
    public static void Require(SystemCallStep call, Sequence<Value> arguments, CallAnswer answer)
    {
        if (!ReturnsAsExpected(call, answer))
        {
            throw new ScriptFailureException(
                $"{call.Shape.Name} returns something else",
                call.Error is null ? $"{call.Result}" : $"{call.Result} {call.Error}", $"{answer}");
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

    private static void RequireOutput(SystemCallStep call, int place, Value expected, CallAnswer answer)
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

    private static bool Matches(Value expected, Value actual) => (expected, actual) switch
    {
        (AnyValue, _) => true,
        (NumberValue left, NumberValue right) => left.Value == right.Value,
        (TextValue left, TextValue right) => left.Text == right.Text,
        (ListValue left, ListValue right) => left.Items.Count == right.Items.Count
            && left.Items.Zip(right.Items).All(pair => Matches(pair.First, pair.Second)),
        (StructureValue left, StructureValue right) => left.Fields.Index().All(field => Matches(
            field.Item.Value,
            field.Item.Name is { } name
                ? right[name] ?? throw new UnsupportedException($"the stack does not tell the field '{name}'")
                : right.Fields.ElementAtOrDefault(field.Index)?.Value ?? new AnyValue())),
        _ => false,
    };
}
