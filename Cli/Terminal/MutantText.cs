using System.Globalization;
using Wakeline.Cli.Mutants;
using static Wakeline.Cli.Figures;

namespace Wakeline.Cli.Terminal;

/// <summary>What became of derived mutants, for people: a line for each machine, then each that survives.</summary>
internal static class MutantText
{
    private const int PropertiesMost = 12;
    private const int SystemsMost = 3;

    public static void Write(MutantFindings findings, TextWriter output)
    {
        output.WriteLine(
            $"{"machine",-18}{"mutants",8}{"in systems",12}{"killed",8}{"share",9}{"told apart",12}{"survive",9}");
        foreach (var machine in findings.Fates.GroupBy(fate => fate.Mutant.Machine.Name))
        {
            output.WriteLine(LineOf(machine.Key, [.. machine]));
        }

        output.WriteLine(LineOf("in all", findings.Fates));
        WriteProperties(findings, output);
        WriteSurvivors(findings, output);
        output.WriteLine();
        output.WriteLine(
            $"{Counted(findings.Checks, "check")} of {Counted(findings.Grounds.Count, "system")} at their bounds, "
            + $"{Counted(findings.Programs, "program")} of the kernel, {Seconds(findings.Elapsed.TotalSeconds)}.");
    }

    /// <summary>The share is that of the mutants whose row fires in a system.</summary>
    private static string LineOf(string name, IReadOnlyList<MutantFate> fates)
    {
        var inSystems = fates.Count(fate => fate.IsInSystem);
        var killed = fates.Count(fate => fate.Kind == FateKind.Killed);
        var toldApart = fates.Count(fate => fate.Kind == FateKind.ToldApart);
        var share = inSystems == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $"{100.0 * fates.Count(IsKilledInSystem) / inSystems:0.0} %");
        return $"{name,-18}{Text(fates.Count),8}{Text(inSystems),12}{Text(killed),8}{share,9}{Text(toldApart),12}"
            + $"{Text(fates.Count - killed - toldApart),9}";
    }

    private static bool IsKilledInSystem(MutantFate fate) => fate.IsInSystem && fate.Kind == FateKind.Killed;

    private static void WriteProperties(MutantFindings findings, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Properties that are violated first, most often:");
        foreach (var property in findings.Fates.Where(fate => fate.KilledBy is not null)
            .CountBy(fate => fate.KilledBy!).OrderByDescending(pair => pair.Value).Take(PropertiesMost))
        {
            output.WriteLine($"{Text(property.Value),8}  {property.Key}");
        }
    }

    private static void WriteSurvivors(MutantFindings findings, TextWriter output)
    {
        foreach (var fate in findings.Fates.Where(fate => fate.Kind is FateKind.Explained or FateKind.Unexplained))
        {
            output.WriteLine();
            output.WriteLine($"{fate.Mutant.Machine.Name} {fate.Mutant.Mutant.Name}");
            output.WriteLine(fate.Explanation is { } why
                ? $"    {why.Kind}: {why.Reason}"
                : $"    NOT EXPLAINED; {Counted(fate.SurvivedOn.Count, "system")} checked without a violation: "
                    + string.Join("; ", fate.SurvivedOn.Take(SystemsMost)));
        }
    }
}
