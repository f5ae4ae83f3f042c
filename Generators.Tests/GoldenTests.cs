using Wakeline.Generators.Tests.Harness;
using Wakeline.Testing;

namespace Wakeline.Generators.Tests;

public sealed class GoldenTests
{
    [Fact]
    public void RenderingsOfTheGeneratedMachine()
    {
        var machine = Compiler.Load(Compiler.Generate(Sources.Read("Courier")).Compilation)
            .GetType("Deliveries.Delivery", throwOnError: true)!;
        Golden.Verify(Text(machine, "ToMermaid"), "Deliveries.Delivery.mermaid");
        Golden.Verify(Text(machine, "ToDot"), "Deliveries.Delivery.dot");
        Golden.Verify(Text(machine, "ToMarkdown"), "Deliveries.Delivery.markdown");
    }

    private static string Text(Type machine, string rendering) =>
        (string)machine.GetMethod(rendering, [])!.Invoke(null, [])!;

    [Fact]
    public void Courier()
    {
        var generated = Compiler.Generate(Sources.Read("Courier"));
        foreach (var source in generated.Result.Results.Single().GeneratedSources)
        {
            Golden.Verify(source.SourceText.ToString(), source.HintName);
        }

        Compiler.Load(generated.Compilation);
    }
}
