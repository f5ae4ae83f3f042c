using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Running;

/// <summary>Descriptors by the numbers that a script gives them.</summary>
internal sealed class DescriptorMap
{
    private readonly Dictionary<long, long> _ofStack = [];

    /// <summary>Notes what the script calls a descriptor of the stack.</summary>
    public void Add(long script, long stack) => _ofStack[script] = stack;

    /// <summary>Notes what the script calls two descriptors of the stack.</summary>
    public void AddPair(Value script, Value stack)
    {
        if (script is ListValue { Items: [{ Number: { } first }, { Number: { } second }] }
            && stack is ListValue { Items: [{ Number: { } firstOfStack }, { Number: { } secondOfStack }] })
        {
            Add(first, firstOfStack);
            Add(second, secondOfStack);
        }
    }

    /// <summary>The arguments of a call with the stack's descriptors.</summary>
    public Sequence<Value> Translate(SystemCallStep call) => call.Arguments.Index().Select(each =>
        call.Shape.Descriptors.Contains(each.Index) ? Translate(each.Item)
        : call.Shape.Name == "poll" && each.Item is ListValue list
            ? new ListValue(list.Items.Select(TranslatePolled).ToSequence())
        : each.Item).ToSequence();

    private Value Translate(Value value) =>
        value.Number is { } script && _ofStack.TryGetValue(script, out var stack) ? new NumberValue(stack) : value;

    private Value TranslatePolled(Value value) => value is StructureValue structure
        ? new StructureValue(structure.Fields.Select(field =>
            field.Name == "fd" ? field with { Value = Translate(field.Value) } : field).ToSequence())
        : value;
}
