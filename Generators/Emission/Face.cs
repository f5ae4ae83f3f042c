using Wakeline.Generators.Models;

namespace Wakeline.Generators.Emission;

/// <summary>
/// How the functions over a set of rows present themselves: to the user, or to the shipped functions.
/// </summary>
internal abstract class Face
{
    /// <summary>The rows the functions try.</summary>
    public abstract RowSet Rows { get; }

    /// <summary>Last parameter of every function.</summary>
    public abstract string Parameter { get; }

    /// <summary>Last argument of calls between the functions.</summary>
    public abstract string Argument { get; }

    /// <summary>Begins a function that users call; a body follows.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="function">What the function is.</param>
    public abstract IDisposable Open(CodeWriter writer, Function function);
}

/// <summary>A function as it is declared.</summary>
/// <param name="Documentation">Lines of its documentation.</param>
/// <param name="Access">Access modifier where users call it.</param>
/// <param name="Returns">Its return type.</param>
/// <param name="Name">Its name, with type parameters.</param>
/// <param name="Parameters">Its parameters but the last.</param>
/// <param name="Constraint">Constraints of its type parameters.</param>
/// <param name="State">The state argument by which it reads the mutation.</param>
/// <param name="Arguments">Its parameters as arguments.</param>
internal sealed record Function(
    string[] Documentation, string Access, string Returns, string Name, string Parameters, string Constraint,
    string State, string Arguments);

/// <summary>
/// Public functions over the shipped rows; their first lines leave for the mutated ones if a mutant is in force.
/// </summary>
internal sealed class PublicFace(MachineModel machine) : Face
{
    private readonly Signatures _signatures = new(machine);

    public override RowSet Rows { get; } = new ShippedRows(machine);

    public override string Parameter => "";

    public override string Argument => "";

    public override IDisposable Open(CodeWriter writer, Function function)
    {
        writer.Line();
        foreach (var line in function.Documentation)
        {
            writer.Line($"/// {line}");
        }

        writer.Line(GeneratedFile.Attribute);
        writer.Line(
            $"{function.Access} static {function.Returns} {function.Name}"
            + $"({function.Parameters}{_signatures.MutationParameter})");
        Constrain(writer, function);
        var body = writer.Block();
        if (machine.MutatedBy is not null)
        {
            writer.Line($"var mutation = {_signatures.MutationIn("in state")};");
        }

        using (writer.Block("if (mutation.Machine == MachineId)"))
        {
            WriteDetour(writer, function);
        }

        writer.Line();
        return body;
    }

    private static void WriteDetour(CodeWriter writer, Function function)
    {
        var call = $"Mutated.{function.Name.Split('<')[0]}({function.Arguments}, mutation.Number);";
        if (function.Returns != "void")
        {
            writer.Line($"return {call}");
            return;
        }

        writer.Line(call);
        writer.Line("return;");
    }

    internal static void Constrain(CodeWriter writer, Function function)
    {
        if (function.Constraint.Length > 0)
        {
            using (writer.Indent())
            {
                writer.Line(function.Constraint);
            }
        }
    }
}

/// <summary>The same functions over all rows, with the number of the mutant in force.</summary>
internal sealed class MutatedFace(MachineModel machine, MutantNumbers numbers) : Face
{
    public override RowSet Rows { get; } = new MutatedRows(machine, numbers);

    public override string Parameter => ", ushort mutant";

    public override string Argument => ", mutant";

    public override IDisposable Open(CodeWriter writer, Function function)
    {
        writer.Line();
        writer.Line($"internal static {function.Returns} {function.Name}({function.Parameters}{Parameter})");
        PublicFace.Constrain(writer, function);
        return writer.Block();
    }
}
