using Wakeline.Generators.Models;

namespace Wakeline.Generators.Emission;

/// <summary>Writes the implementation of <c>ISystem</c> on a system, and its description.</summary>
internal static class SystemEmitter
{
    /// <summary>What a checker runs.</summary>
    public static string WriteCode(SystemModel system) => GeneratedFile.Write(
        system.Type, $"The system {Text.OneLine(system.Name)} as a checker runs it.", [$"TState = {system.State}"],
        " : global::Wakeline.ISystem<TState>", writer =>
        {
            WriteOffsets(system, writer);
            WriteStart(system, writer);
            WriteSuccessors(system, writer);
            WriteEvaluate(system, writer);
            WriteMayEnd(system, writer);
            ReductionEmitter.Write(system, writer);
            WriteInterpret(system, writer);
        });

    /// <summary>The system as data.</summary>
    public static string WriteInfo(SystemModel system) => GeneratedFile.Write(
        system.Type, $"The system {Text.OneLine(system.Name)} as data.", [], "",
        writer =>
        {
            writer.Line("/// <inheritdoc/>");
            writer.Line(GeneratedFile.Attribute);
            writer.Line($"public static global::Wakeline.SystemInfo Info => {InfoEmitter.Holder(system.Type)}.Info;");
        },
        writer => WriteTable(system, writer));

    private static void WriteOffsets(SystemModel system, CodeWriter writer)
    {
        for (var index = 0; index < system.Machines.Count; index++)
        {
            var first = index == 0
                ? "0"
                : $"FirstRule{Text.Of(index - 1)} + {system.Machines[index - 1].Machine}.RuleCount";
            writer.Line($"private const int FirstRule{Text.Of(index)} = {first};");
        }
    }

    internal static void Document(CodeWriter writer, string documentation)
    {
        writer.Line();
        writer.Line($"/// {documentation}");
        writer.Line(GeneratedFile.Attribute);
    }

    private static void WriteStart(SystemModel system, CodeWriter writer)
    {
        Document(writer, "<inheritdoc/>");
        // Explicit, so that the system's own method may be called Start.
        writer.Line("static TState global::Wakeline.ISystem<TState>.Start(global::Wakeline.Parameters parameters) =>");
        using (writer.Indent())
        {
            writer.Line(system.Start is { } start
                ? $"{start.Method}(parameters);"
                : "throw new global::Wakeline.SpecificationException("
                    + "\"The system does not say with Start(...) how it starts.\");");
        }
    }

    private static void WriteSuccessors(SystemModel system, CodeWriter writer)
    {
        Document(writer, "<inheritdoc/>");
        writer.Line("public static void Successors<TSink>(in TState state, ref TSink sink)");
        using (writer.Indent())
        {
            writer.Line("where TSink : struct, global::Wakeline.ISuccessorSink<TState>, allows ref struct");
        }

        using (writer.Block())
        {
            for (var index = 0; index < system.Machines.Count; index++)
            {
                WriteRun(system.Machines[index], index, writer);
            }
        }
    }

    private static void WriteRun(RunModel run, int index, CodeWriter writer)
    {
        var first = $"FirstRule{Text.Of(index)}";
        if (run.Instances is not { } instances)
        {
            var zero = run.HasInstances ? ", 0" : "";
            writer.Line($"{run.Machine}.Successors(in state{zero}, {first}, ref sink);");
            return;
        }

        var self = run.HasInstances ? ", self" : "";
        using (writer.Block(
            $"for (int self = 0, instances = {instances.Method}(in state); self < instances; self++)"))
        {
            writer.Line($"{run.Machine}.Successors(in state{self}, {first}, ref sink);");
        }
    }

    private static void WriteEvaluate(SystemModel system, CodeWriter writer)
    {
        Document(writer, "<inheritdoc/>");
        using (writer.Block("public static ulong Evaluate(in TState state)"))
        {
            writer.Line("var holds = 0UL;");
            for (var index = 0; index < system.Predicates.Count; index++)
            {
                using (writer.Block($"if ({system.Predicates[index].Call.Method}(in state))"))
                {
                    writer.Line($"holds |= 1UL << {Text.Of(index)};");
                }
            }

            writer.Line().Line("return holds;");
        }
    }

    private static void WriteMayEnd(SystemModel system, CodeWriter writer)
    {
        Document(writer, "<inheritdoc/>");
        var predicate = system.MayEnd is { } mayEnd ? $"{mayEnd.Method}(in state)" : "false";
        writer.Line($"static bool global::Wakeline.ISystem<TState>.MayEnd(in TState state) => {predicate};");
    }

    private static void WriteInterpret(SystemModel system, CodeWriter writer)
    {
        Document(writer, "<summary>Executes the tables of the system as they stand.</summary>");
        writer.Line("public static global::Wakeline.SystemInterpreter<TState> Interpret() => new(");
        using (writer.Indent())
        {
            string[] arguments = ["Compose", .. system.Machines.Select(run => $"{run.Machine}.Interpret()")];
            writer.Line(string.Join(",\n", arguments) + ");");
        }
    }

    private static void WriteTable(SystemModel system, CodeWriter writer)
    {
        writer.Line();
        using (writer.Block($"file static class {InfoEmitter.Holder(system.Type)}"))
        {
            using (writer.Block("internal static readonly global::Wakeline.SystemInfo Info = new()", end: "};"))
            {
                writer.Line($"Name = {Text.Literal(system.Name)},");
                writer.Line($"Summary = {Text.Literal(system.Summary)},");
                WriteMachines(system, writer);
                writer.Line($"Reactive = [{string.Join(", ", system.Reactive.Select(each => $"{each}.Info"))}],");
                WriteList(writer, "Parameters", system.Parameters.Select(each =>
                    $"new({Text.Literal(each.Name)}, {Text.Of(each.Default)}, {Text.Of(each.Least)}, "
                    + $"{Text.Of(each.Most)}, {Text.Literal(each.Meaning)})"));
                writer.Line($"Predicates = {Text.Literals(system.Predicates.Select(each => each.Name))},");
                WriteList(writer, "PredicateReads", system.Predicates.Select(each => Text.Literals(each.Reads)));
                writer.Line($"HasInterchangeable = {(system.Symmetry is null ? "false" : "true")},");
                WriteList(writer, "Properties", system.Properties.Select(Property));
                WriteList(writer, "Caught", system.Caught.Select(each =>
                    $"new({Text.Literal(each.Mutant)}, {Text.Literal(each.Property)}, {Text.Literal(each.Bounds)})"));
                writer.Line($"File = {Text.Literal(system.File)},");
            }
        }
    }

    private static void WriteMachines(SystemModel system, CodeWriter writer)
    {
        string[] firsts = [.. system.Machines.Select((_, index) => index == 0
            ? "0"
            : string.Join(" + ", system.Machines.Take(index).Select(run => $"{run.Machine}.RuleCount")))];
        WriteList(writer, "Machines", system.Machines.Select((run, index) =>
            $"new({run.Machine}.Info, {firsts[index]}, {Text.Literal(run.Lane)})"
            + $" {{ IsSingle = {(run.Instances is null ? "true" : "false")}, "
            + $"CountReads = {Text.Literals(run.CountReads)} }}"));
    }

    private static string Property(PropertyModel property)
    {
        var goal = property.Goal < 0 ? "" : $" Goal = {Text.Of(property.Goal)},";
        return $"new() {{ Name = {Text.Literal(property.Name)}, Kind = global::Wakeline.PropertyKind.{property.Kind}, "
            + $"Predicate = {Text.Of(property.Predicate)},{goal} Meaning = {Text.Literal(property.Meaning)}, "
            + $"Line = {Text.Of(property.Line)} }}";
    }

    private static void WriteList(CodeWriter writer, string property, IEnumerable<string> items)
    {
        using (writer.Block($"{property} =", "[", "],"))
        {
            foreach (var item in items)
            {
                writer.Line(item + ",");
            }
        }
    }
}
