using Wakeline.Generators.Tests.Harness;
using Wakeline.Testing;

namespace Wakeline.Generators.Tests;

public sealed class GoldenTests
{
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
