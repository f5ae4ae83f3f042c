using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Targets;

/// <summary>Calls of a case that are to return at once.</summary>
/// <param name="stack">The stack.</param>
internal sealed class CaseCalls(IStack stack)
{
    /// <summary>Makes a call.</summary>
    /// <exception cref="TargetException">It sleeps.</exception>
    public CallAnswer Make(string name, params Value[] arguments)
    {
        stack.Begin(0, new CallRequest(name, arguments.ToSequence()));
        return stack.Ending(0) ?? throw new TargetException($"{name} does not return");
    }

    /// <summary>Makes a call that is to succeed.</summary>
    /// <exception cref="TargetException">It sleeps, or fails.</exception>
    public NumberValue Succeed(string name, params Value[] arguments) =>
        Make(name, arguments) is { Error: null } answer
            ? new NumberValue(answer.Value)
            : throw new TargetException($"{name} fails");

    /// <summary>A constant by its name.</summary>
    public static NumberValue Constant(string name) => new(ConstantNames.Number(name));

    /// <summary>A number.</summary>
    public static NumberValue Number(long number) => new(number);

    /// <summary>A descriptor and its events, as poll takes them.</summary>
    public static ListValue Polled(NumberValue descriptor, string events) => new(
    [
        new StructureValue(
            [new FieldValue("fd", null, descriptor), new FieldValue("events", null, Constant(events))]),
    ]);
}
