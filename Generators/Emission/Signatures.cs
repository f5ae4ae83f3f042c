using Wakeline.Generators.Models;

namespace Wakeline.Generators.Emission;

/// <summary>How the functions of one machine call the specification and each other.</summary>
internal sealed class Signatures(MachineModel machine)
{
    /// <summary><c>, int self</c> in parameter lists of machines with instances.</summary>
    public string SelfParameter => machine.HasInstances ? ", int self" : "";

    /// <summary><c>, self</c> in calls within the machine.</summary>
    public string SelfArgument => machine.HasInstances ? ", self" : "";

    /// <summary>The instance as guards and effects see it.</summary>
    public string Self => machine.HasInstances ? "self" : "0";

    /// <summary>The last parameter of a public function where the state does not carry the mutation.</summary>
    public string MutationParameter =>
        machine.MutatedBy is null ? ", global::Wakeline.Mutation mutation = default" : "";

    /// <summary>The mutation in force.</summary>
    public string MutationIn(string state) =>
        machine.MutatedBy is { } method ? $"{method.Method}({state})" : "mutation";

    /// <summary>The location of the instance, as a reference.</summary>
    public string Location(string state) => Access(machine.At, state);

    public string Obligations(string state) => Access(machine.Owing!, state);

    public string Timers(string state) => Access(machine.Timing!, state);

    /// <summary>A state that is only read, as the accessors want it. They are called for reading alone.</summary>
    public const string ReadOnlyState = "ref global::System.Runtime.CompilerServices.Unsafe.AsRef(in state)";

    private string Access(CallModel accessor, string state) =>
        $"{accessor.Method}({state}{((accessor.Shape & CallShape.Self) == 0 ? "" : $", {Self}")})";

    /// <summary>Calls a method of the specification.</summary>
    /// <param name="call">The method.</param>
    /// <param name="state">The state argument, such as <c>in state</c>.</param>
    /// <param name="choice">The choice argument.</param>
    /// <param name="argument">The constant argument.</param>
    public string Call(CallModel call, string state, string choice = "0", string argument = "")
    {
        var arguments = new List<string>();
        Add(CallShape.State, state);
        Add(CallShape.Self, Self);
        Add(CallShape.Choice, choice);
        Add(CallShape.Argument, argument);
        Add(CallShape.Event, "in e");
        Add(CallShape.Observed, "in observed");
        return $"{call.Method}({string.Join(", ", arguments)})";

        void Add(CallShape part, string text)
        {
            if ((call.Shape & part) != 0)
            {
                arguments.Add(text);
            }
        }
    }
}
