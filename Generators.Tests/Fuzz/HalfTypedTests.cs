using System.Globalization;
using Microsoft.CodeAnalysis;
using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Tests.Harness;

namespace Wakeline.Generators.Tests.Fuzz;

/// <summary>
/// Words are deleted from the shipped tables and systems; neither generator nor analyzers may fail on what is left.
/// <c>WAKELINE_FUZZ</c> gives the number of variants, <c>WAKELINE_SEED</c> other ones.
/// </summary>
public sealed class HalfTypedTests
{
    /// <summary>A generator that threw, an analyzer that threw, a fault that was caught.</summary>
    private static readonly string[] Failures = ["CS8784", "CS8785", "AD0001", Descriptors.InternalError.Id];

    /// <summary>
    /// A file that declares its locations has them twice, its own and those of the state as built, which cannot be
    /// referred to, assigned or compared as if they were the same.
    /// </summary>
    private static readonly string[] DeclaredTwice = ["CS8151", "CS0266", "CS0019"];

    private static readonly int Variants = Setting("WAKELINE_FUZZ", 150);

    private static readonly int Seed = Setting("WAKELINE_SEED", 20_240_613);

    [Fact]
    public void NothingFailsOnATableWithWordsMissing()
    {
        var files = ShippedFile.All;
        var reported = new HashSet<string>();
        for (var variant = 0; variant < Variants; variant++)
        {
            var random = new System.Random(Seed + variant);
            var file = files[variant % files.Count];
            var compilation = file.Variant(random);
            var found = Analyzers.OfSourcesAlone(compilation);
            reported.UnionWith(found.Select(each => each.Id));
            if (found.FirstOrDefault(each => Failures.Contains(each.Id)) is { } failure)
            {
                Assert.Fail($"Seed {Seed + variant}, {file.Name}: {failure}\n{compilation.SyntaxTrees[1]}");
            }
        }

        // The variants are broken enough to be worth it.
        Assert.Contains("WKL1003", reported);
        Assert.InRange(reported.Count, 5, int.MaxValue);
    }

    /// <summary>What is broken was whole: every file compiles as it is, and nothing is said of it.</summary>
    [Fact]
    public void WithAllItsWordsNothingIsReported()
    {
        Assert.InRange(ShippedFile.All.Count, 30, 200);
        Assert.All(ShippedFile.All, file =>
        {
            Assert.DoesNotContain(
                Analyzers.OfSourcesAlone(file.Whole), each => each.Id is not ("WKL3004" or "WKL3005"));
            Assert.Empty(Errors(Compiler.Run(file.Whole).Compilation));
        });
    }

    private static IEnumerable<string> Errors(Compilation compilation) =>
        compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(each => each.Severity == DiagnosticSeverity.Error && !DeclaredTwice.Contains(each.Id))
            .Select(each => each.ToString());

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture,
            out var given) ? given : usual;
}
