using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Tests.Facts;

/// <summary>
/// The kernel of this machine behaves as the facts say. They were measured on Linux 6.18; others may differ.
/// </summary>
public sealed class KernelFactsTests
{
    /// <summary>
    /// On a busy machine a deadline may pass before the next step begins; each further trial has deadlines twice as
    /// long.
    /// </summary>
    private const int PatienceMost = 64;

    private static readonly TimeSpan s_settleMost = TimeSpan.FromSeconds(2);

    public static TheoryData<string, string> Facts => FactFile.Rows;

    [Theory]
    [MemberData(nameof(Facts))]
    public void TheKernelIsAsMeasured(string title, string text)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kernel's answers are measured on Linux only.");
        var fact = new Fact(text);
        var failure = Sandbox.Run(sandbox =>
        {
            using var driver = new LinuxDriver(sandbox);
            var found = FirstFailure(driver, fact, patience: 1);
            for (var patience = 2; found is not null && fact.IsTimed && patience <= PatienceMost; patience *= 2)
            {
                found = FirstFailure(driver, fact, patience);
            }

            return found;
        });
        Assert.True(failure is null, $"{title}\n{failure}");
    }

    private static string? FirstFailure(LinuxDriver driver, Fact fact, int patience)
    {
        driver.BeginProgram(fact.Program, patience);
        try
        {
            for (var index = 0; index < fact.Program.Steps.Count; index++)
            {
                var step = index;
                if (fact.Program.Steps[step] is { Verb: not (Verb.Signal or Verb.Await), Thread: var thread }
                    && !driver.Settle(_ => !driver.IsBusy(thread), s_settleMost, out var busy))
                {
                    return $"{fact.Lines[step]}\nbut thread {thread} is still in its last call: {busy}";
                }

                driver.Begin(fact.Program.Steps[step]);
                if (!driver.Settle(seen => fact.IsMet(step, seen), s_settleMost, out var last))
                {
                    return $"{fact.Lines[step]}\nbut: {last}";
                }
            }

            return null;
        }
        finally
        {
            driver.EndProgram();
        }
    }
}
