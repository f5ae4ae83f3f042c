using Wakeline.Generators.Tests.Harness;

namespace Wakeline.Generators.Tests;

/// <summary>Tables cut into several methods, and effects that take what a row emits.</summary>
public sealed class SplitTableTests
{
    [Fact]
    public void PartsOfATableAreReadWhereTheyStand()
    {
        var kettle = Compiler.Generate(Sources.Read("Kettle"));
        Assert.Contains("Hot.Emits-Whistle.Always", kettle["Kettles.Kettle.Info.g.cs"], StringComparison.Ordinal);
        Assert.Contains("Cold.Always", kettle["Kettles.Kettle.Info.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void AnEffectTakesTheOutputThatWasMadeOrObserved()
    {
        var kettle = Compiler.Generate(Sources.Read("Kettle"))["Kettles.Kettle.g.cs"];
        Assert.Contains("Count(ref state, in e);", kettle, StringComparison.Ordinal);
        Assert.Contains("Rule1(ref state, in output);", kettle, StringComparison.Ordinal);
        Assert.Contains("Rule1(ref state, in observed);", kettle, StringComparison.Ordinal);
    }
}
