using Wakeline.Generators.Models;

namespace Wakeline.Generators.Emission;

/// <summary>Writes what a system tells a checker that does not take every step of every state.</summary>
internal static class ReductionEmitter
{
    private const string Interface = "global::Wakeline.ISystem<TState>";

    private const string NoMachine =
        "throw new global::System.ArgumentOutOfRangeException(nameof(machine), machine, \"There is no such machine.\")";

    /// <summary>Explicit members, so that the system may have methods of these names.</summary>
    public static void Write(SystemModel system, CodeWriter writer)
    {
        WriteSwitch(
            system, writer, $"static int {Interface}.InstancesOf(in TState state, int machine)",
            run => run.Instances is { } instances ? $"{instances.Method}(in state)" : "1");
        WriteSwitch(
            system, writer, $"static int {Interface}.LocationOf(in TState state, int machine, int instance)",
            run => $"{run.Machine}.LocationIndex(in state{Instance(run)})");
        WriteStepsOf(system, writer);
        if (system.Symmetry is { } symmetry)
        {
            SystemEmitter.Document(writer, "<inheritdoc/>");
            writer.Line($"static int {Interface}.InterchangeableIn(in TState state) =>");
            writer.Line($"    {symmetry.Count.Method}(in state);");
            SystemEmitter.Document(writer, "<inheritdoc/>");
            writer.Line($"static void {Interface}.Exchange(ref TState state, int a, int b) =>");
            writer.Line($"    {symmetry.Exchange.Method}(ref state, a, b);");
        }
    }

    private static string Instance(RunModel run) => run.HasInstances ? ", instance" : "";

    private static void WriteSwitch(
        SystemModel system, CodeWriter writer, string signature, Func<RunModel, string> value)
    {
        SystemEmitter.Document(writer, "<inheritdoc/>");
        writer.Line($"{signature} => machine switch");
        using (writer.Block(end: "};"))
        {
            for (var index = 0; index < system.Machines.Count; index++)
            {
                writer.Line($"{Text.Of(index)} => {value(system.Machines[index])},");
            }

            writer.Line($"_ => {NoMachine},");
        }
    }

    private static void WriteStepsOf(SystemModel system, CodeWriter writer)
    {
        SystemEmitter.Document(writer, "<inheritdoc/>");
        using (writer.Block(
            $"static void {Interface}.SuccessorsOf<TSink>"
            + "(in TState state, int machine, int instance, ref TSink sink)"))
        using (writer.Block("switch (machine)"))
        {
            for (var index = 0; index < system.Machines.Count; index++)
            {
                var run = system.Machines[index];
                writer.Line($"case {Text.Of(index)}:");
                writer.Line(
                    $"    {run.Machine}.Successors(in state{Instance(run)}, FirstRule{Text.Of(index)}, ref sink);");
                writer.Line("    break;");
            }

            writer.Line("default:");
            writer.Line($"    {NoMachine};");
        }
    }
}
