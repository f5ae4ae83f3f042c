using Wakeline.Generators.Models;

namespace Wakeline.Generators.Emission;

/// <summary>Writes the code of a machine: the table as shipped in one file, its mutants in another.</summary>
internal static class MachineEmitter
{
    /// <summary>The functions over the shipped rows.</summary>
    public static string WriteShipped(MachineModel machine) => GeneratedFile.Write(
        machine.Type, $"The table of {machine.Type.FullName} as shipped.", Aliases(machine), "", writer =>
        {
            WriteConstants(machine, writer);
            new FunctionEmitter(machine, new PublicFace(machine), writer).WriteAll();
            WriteLocationIndex(machine, writer);
            WriteInterpret(machine, writer);
            writer.Line();
            writer.Line("/// <summary>What each row does when it fires.</summary>");
            writer.Line(GeneratedFile.Attribute);
            using (writer.Block("private static class Firing"))
            {
                new FiringEmitter(machine, writer).WriteShipped();
            }
        });

    /// <summary>The functions over all rows, for runs with a mutant in force.</summary>
    public static string WriteMutated(MachineModel machine) => GeneratedFile.Write(
        machine.Type, $"The mutants of {machine.Type.FullName}.", Aliases(machine), "", writer =>
        {
            var numbers = new MutantNumbers(machine);
            writer.Line(
                "/// <summary>The same functions with a mutant of the table in force, told by its number.</summary>");
            writer.Line(GeneratedFile.Attribute);
            using (writer.Block("private static class Mutated"))
            {
                new FunctionEmitter(machine, new MutatedFace(machine, numbers), writer).WriteAll();
                new FiringEmitter(machine, writer).WriteMutated(numbers);
            }
        });

    private static void WriteLocationIndex(MachineModel machine, CodeWriter writer)
    {
        var signatures = new Signatures(machine);
        var location = signatures.Location(Signatures.ReadOnlyState);
        writer.Line();
        writer.Line(
            "/// <summary>Index in <c>Info.Locations</c> of where an instance is, or -1 if it is at none.</summary>");
        writer.Line(GeneratedFile.Attribute);
        writer.Line(
            $"{machine.Access} static int LocationIndex(in TState state{signatures.SelfParameter}) => "
            + $"{location} switch");
        using (writer.Block(end: "};"))
        {
            var seen = new HashSet<long>();
            for (var index = 0; index < machine.Locations.Count; index++)
            {
                if (seen.Add(machine.Locations[index].Value))
                {
                    writer.Line($"{machine.Locations[index].Code} => {Text.Of(index)},");
                }
            }

            writer.Line("_ => -1,");
        }
    }

    private static void WriteInterpret(MachineModel machine, CodeWriter writer)
    {
        writer.Line();
        writer.Line(
            "/// <summary>Executes the table as it stands: slow, obvious, independent of the code here.</summary>");
        writer.Line("/// <param name=\"mutation\">The mutation in force where the state does not carry one.</param>");
        writer.Line(GeneratedFile.Attribute);
        writer.Line(
            $"{machine.LocationAccess} static global::Wakeline.Interpreter<TState, TLocation> Interpret("
            + "global::Wakeline.Mutation mutation = default) =>");
        using (writer.Indent())
        {
            writer.Line($"new({Text.Literal(machine.Type.FullName)}, Rules) {{ Mutation = mutation }};");
        }
    }

    public static string[] Aliases(MachineModel machine) =>
        [$"TLocation = {machine.Location}", $"TState = {machine.State}"];

    private static void WriteConstants(MachineModel machine, CodeWriter writer)
    {
        writer.Line("/// <summary>The identity by which a mutation names this machine.</summary>");
        writer.Line(GeneratedFile.Attribute);
        writer.Line($"public const ushort MachineId = {Text.Of(MachineIds.Of(machine.Type.FullName))};");
        writer.Line();
        writer.Line("/// <summary>The number of rows, those of mutants included.</summary>");
        writer.Line(GeneratedFile.Attribute);
        writer.Line($"public const int RuleCount = {Text.Of(machine.Rules.Count)};");
        writer.Line();
        writer.Line("/// <summary>How often each row fired in this process.</summary>");
        writer.Line(GeneratedFile.Attribute);
        writer.Line("public static global::Wakeline.RuleCoverage Coverage { get; } = new(RuleCount);");
    }
}
