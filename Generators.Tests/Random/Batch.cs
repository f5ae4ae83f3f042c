using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Wakeline.Generators.Tests.Harness;

namespace Wakeline.Generators.Tests.Random;

/// <summary>Compiles many random machines at once, with the generator.</summary>
internal static class Batch
{
    /// <summary>The source text of one machine.</summary>
    public static string CodeOf(RandomMachine machine, string name = "Machine") => machine.Code(name);

    /// <summary>Compiles machines and makes their drivers.</summary>
    /// <param name="machines">The machines.</param>
    /// <param name="tamper">Changes emitted code, to see whether the comparison notices.</param>
    public static IReadOnlyList<Driver> Compile(
        IReadOnlyList<RandomMachine> machines, Func<string, string>? tamper = null)
    {
        var assembly = Compiler.Load(Generate(machines, tamper));
        return [.. machines.Select((_, index) => Create(assembly, $"Machine{index}Driver"))];
    }

    private static Driver Create(Assembly assembly, string name) =>
        (Driver)Activator.CreateInstance(assembly.GetType(name, throwOnError: true)!)!;

    private static CSharpCompilation Generate(IReadOnlyList<RandomMachine> machines, Func<string, string>? tamper)
    {
        var source = new StringBuilder("""
            using Wakeline;
            using Wakeline.Generators.Tests.Random;

            """);
        for (var index = 0; index < machines.Count; index++)
        {
            source.Append(machines[index].Code($"Machine{index}"));
            source.Append(DriverCode.Of(machines[index], $"Machine{index}"));
        }

        var compilation = Compiler.Create(source.ToString());
        var run = Compiler.Run(compilation);
        var unused = machines.Index().Where(each => each.Item.IsMutated)
            .Select(each => $"Machine{each.Index}.Stateless.g.cs").ToHashSet();
        return compilation.AddSyntaxTrees(run.Result.Results.Single().GeneratedSources
            .Where(generated => !IsData(generated.HintName) && !unused.Contains(generated.HintName))
            .Select(generated => tamper is null
                ? generated.SyntaxTree
                : Compiler.Parse(tamper(generated.SourceText.ToString()), generated.HintName)));
    }

    /// <summary>The tables as data take a third of the time and run nothing.</summary>
    private static bool IsData(string hintName) => hintName.EndsWith(".Info.g.cs", StringComparison.Ordinal);
}
