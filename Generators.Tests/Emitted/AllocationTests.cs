using Wakeline.Generators.Tests.Harness;

namespace Wakeline.Generators.Tests.Emitted;

/// <summary>What runs all day allocates nothing; mutants are run as well.</summary>
public sealed class AllocationTests
{
    private static readonly Func<int, bool, long> Run = Compiler
        .Load(Compiler.Generate(Sources.Read("Courier"), Sources.Read("CourierRounds")).Compilation)
        .GetType("Deliveries.CourierRounds", throwOnError: true)!
        .GetMethod("Run")!.CreateDelegate<Func<int, bool, long>>();

    [Fact]
    public void TenThousandRoundsAllocateNothing()
    {
        Run(200, false);
        Assert.Equal(0, Run(10_000, false));
        Assert.NotEqual(0, Run(10, true));
    }
}
