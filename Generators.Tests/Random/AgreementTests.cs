using FsCheck;
using FsCheck.Fluent;

namespace Wakeline.Generators.Tests.Random;

/// <summary>
/// The test that lets people trust generated code: on random machines and random sequences of events, the generated
/// machine, the interpreter and the emitted Stateless machine agree. Set <c>WAKELINE_SEED</c> for other machines.
/// </summary>
public sealed class AgreementTests
{
    private const int MachinesAll = 1000;
    private const int MachinesPerBatch = 250;
    private const int OperationsPerMachine = 100;

    private static readonly ulong Seed =
        ulong.TryParse(Environment.GetEnvironmentVariable("WAKELINE_SEED"), out var seed) ? seed : 20_240_613;

    private static Gen<Case> Cases { get; } =
        from machine in RandomMachines.Machines
        from mutant in Gen.Choose(0, 10_000)
        from operations in Gen.ListOf(OperationOn(machine), OperationsPerMachine)
        select new Case(machine, mutant, operations);

    [Fact]
    public void GeneratedInterpretedAndStatelessMachinesAgree()
    {
        for (var batch = 0; batch < MachinesAll / MachinesPerBatch; batch++)
        {
            var cases = Sample(Seed + (ulong)batch, MachinesPerBatch);
            if (Fails(cases).FirstOrDefault() is { } failing)
            {
                Assert.Fail($"Seed {Seed}. {Describe(CaseShrinker.Shrink(failing, Fails))}");
            }
        }
    }

    /// <summary>The comparison is alive: a fault put into emitted code is noticed.</summary>
    [Theory]
    [InlineData(".Remove(", ".Add(")]
    [InlineData("choice < choices", "choice <= choices")]
    [InlineData("mutant != ", "mutant == ")]
    [InlineData("&& Enabling.", "|| Enabling.")]
    public void AFaultInEmittedCodeIsCaught(string right, string wrong) => Assert.NotEmpty(
        Fails(Sample(7, 12), code => code.Replace(right, wrong, StringComparison.Ordinal)));

    [Fact]
    public void AFlippedNegationIsCaughtAndShrunk()
    {
        static string Flip(string code) => code.Replace("(!global::", "(global::", StringComparison.Ordinal);
        var failing = Fails(Sample(7, 12), Flip);
        Assert.NotEmpty(failing);
        var smallest = CaseShrinker.Shrink(failing[0], cases => Fails(cases, Flip));
        Assert.Single(smallest.Machine.AllRows);
        Assert.Single(smallest.Operations);
    }

    private static List<Case> Fails(IReadOnlyList<Case> cases) => Fails(cases, null);

    private static List<Case> Fails(IReadOnlyList<Case> cases, Func<string, string>? tamper)
    {
        RandomMachine[] machines = [.. cases.Select(each => each.Machine).Distinct()];
        var drivers = machines.Zip(Batch.Compile(machines, tamper)).ToDictionary();
        return [.. cases
            .Select(each => each with
            {
                Difference = Comparison.Run(
                    drivers[each.Machine], each.Machine.IsMutated, each.Mutant, each.Operations),
            })
            .Where(each => each.Difference is not null)];
    }

    private static Case[] Sample(ulong seed, int count) => Cases.Sample(50, new Rnd(seed), count);

    private static Gen<Operation> OperationOn(RandomMachine machine) =>
        from kind in Gen.Elements(Enum.GetValues<OperationKind>())
        from self in Gen.Choose(0, machine.HasInstances ? 1 : 0)
        from value in Gen.Choose(0, 3)
        select new Operation(kind, (byte)self, (byte)value);

    private static string Describe(Case failing) =>
        $"{failing.Difference}\nafter {string.Join(", ", failing.Operations)}\non\n{Batch.CodeOf(failing.Machine)}";
}
