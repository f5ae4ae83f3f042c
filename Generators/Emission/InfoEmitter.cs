using Wakeline.Generators.Models;

namespace Wakeline.Generators.Emission;

/// <summary>Writes the table of a machine as data.</summary>
internal static class InfoEmitter
{
    public static string Write(MachineModel machine) => GeneratedFile.Write(
        machine.Type, $"The table of {machine.Type.FullName} as data.", [], "",
        writer => WriteMembers(machine, writer), writer => WriteTable(machine, writer));

    private static void WriteMembers(MachineModel machine, CodeWriter writer)
    {
        writer.Line("/// <summary>The rows and mutants of the table, as data.</summary>");
        writer.Line(GeneratedFile.Attribute);
        writer.Line($"public static global::Wakeline.MachineInfo Info => {Holder(machine.Type)}.Info;");
        writer.Line();
        WriteRendering("ToMermaid", "The shipped rows as a Mermaid state diagram.", writer);
        writer.Line();
        WriteRendering("ToDot", "The shipped rows as a graph in Graphviz's language.", writer);
        writer.Line();
        WriteRendering("ToMarkdown", "The shipped rows as a Markdown table, with their citations.", writer);
    }

    private static void WriteRendering(string method, string summary, CodeWriter writer)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Line(GeneratedFile.Attribute);
        writer.Line($"public static string {method}() => Info.{method}();");
    }

    /// <summary>Name of the file-local type that holds the data until somebody asks for it.</summary>
    public static string Holder(TypeModel type) => type.FullName.Replace('.', '_') + "_Table";

    private static void WriteTable(MachineModel machine, CodeWriter writer)
    {
        writer.Line();
        using (writer.Block($"file static class {Holder(machine.Type)}"))
        {
            writer.Line("internal static readonly global::Wakeline.MachineInfo Info = Describe();");
            writer.Line();
            using (writer.Block("private static global::Wakeline.MachineInfo Describe()"))
            {
                using (writer.Block("global::Wakeline.RuleInfo[] rules =", "[", "];"))
                {
                    foreach (var rule in machine.Rules)
                    {
                        WriteRule(rule, writer);
                    }
                }

                using (writer.Block("global::Wakeline.MutantInfo[] named =", "[", "];"))
                {
                    for (var index = 0; index < machine.Mutants.Count; index++)
                    {
                        WriteMutant(machine.Mutants[index], index + 1, writer);
                    }
                }

                WriteMachine(machine, writer);
            }
        }
    }

    private static void WriteMachine(MachineModel machine, CodeWriter writer)
    {
        using (writer.Block("return new()", end: "};"))
        {
            Set(writer, "Name", Text.Literal(machine.Type.FullName.Split('.').Last()));
            Set(writer, "FullName", Text.Literal(machine.Type.FullName));
            SetText(writer, "Summary", machine.Summary);
            Set(writer, "Locations", Text.NamesOf(machine.Locations));
            Set(writer, "Start", Text.Literal(machine.Start.Name));
            SetText(writer, "LocationPath", machine.LocationPath);
            SetList(writer, "Final", machine.Final.Select(location => location.Name));
            Set(writer, "Rules", "rules");
            Set(writer, "Mutants", "[.. named, .. global::Wakeline.DerivedMutants.Of(rules, named.Length + 1)]");
            SetText(writer, "File", machine.File);
            Set(writer, "Coverage", $"global::{machine.Type.FullName}.Coverage");
        }
    }

    private static void WriteMutant(MutantModel mutant, int number, CodeWriter writer)
    {
        using (writer.Block("new()", end: "},"))
        {
            Set(writer, "Number", Text.Of(number));
            Set(writer, "Name", Text.Literal(mutant.Name));
            SetText(writer, "Story", mutant.Story);
            Set(writer, "Kind", "global::Wakeline.MutantKind.Named");
            SetList(writer, "Rules", mutant.Removed);
        }
    }

    private static void WriteRule(RuleModel rule, CodeWriter writer)
    {
        using (writer.Block("new()", end: "},"))
        {
            Set(writer, "Index", Text.Of(rule.Index));
            Set(writer, "Name", Text.Literal(rule.Name));
            SetList(writer, "From", Names(rule.From));
            SetText(writer, "To", rule.To?.Name);
            Set(writer, "Kind", $"global::Wakeline.TriggerKind.{rule.Kind}");
            SetText(writer, "Trigger", rule.Trigger);
            SetList(writer, "Guards", rule.Guards.Select(guard => guard.Label));
            SetList(writer, "Effects", rule.Effects.Select(effect => effect.Label));
            SetList(writer, "Owes", Names(rule.Owes));
            SetText(writer, "Discharges", rule.Discharges?.Name);
            SetList(writer, "Arms", Names(rule.Arms));
            SetList(writer, "Cancels", Names(rule.Cancels));
            SetList(writer, "Citations", rule.Citations);
            SetText(writer, "Lock", rule.Lock);
            SetList(writer, "GuardsAgainst", rule.GuardsAgainst);
            if (rule.IsAlternative)
            {
                Set(writer, "IsAlternative", "true");
            }

            if (rule.Fairness != "None")
            {
                Set(writer, "Fairness", $"global::Wakeline.Fairness.{rule.Fairness}");
            }

            SetText(writer, "Mutant", rule.Mutant);
            Set(writer, "Line", Text.Of(rule.Line));
            SetList(writer, "Reads", rule.Reads);
            SetList(writer, "Writes", rule.Writes);
        }
    }

    private static IEnumerable<string> Names(IEnumerable<ConstantModel> constants) =>
        constants.Select(constant => constant.Name);

    private static void Set(CodeWriter writer, string property, string value) =>
        writer.Line($"{property} = {value},");

    private static void SetText(CodeWriter writer, string property, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Set(writer, property, Text.Literal(text!));
        }
    }

    private static void SetList(CodeWriter writer, string property, IEnumerable<string> texts)
    {
        string[] all = [.. texts];
        if (all.Length > 0)
        {
            Set(writer, property, Text.Literals(all));
        }
    }
}
