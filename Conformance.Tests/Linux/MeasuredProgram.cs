using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Tests.Linux;

/// <summary>
/// Runs a program whose lines say after <c>=></c> what the kernel is expected to show: the result of the thread,
/// "sleeps", or nothing. Further words after a semicolon must occur in the observation.
/// </summary>
internal static class MeasuredProgram
{
    private static readonly TimeSpan s_settleMost = TimeSpan.FromMilliseconds(500);

    public static void Run(string title, string text)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kernel's answers are measured on Linux only.");
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var steps = lines.Select(line => line.Split("=>", StringSplitOptions.TrimEntries)).ToList();
        var program = ProgramText.Parse(string.Join('\n', steps.Select(step => step[0])));
        var failure = Sandbox.Run(sandbox =>
        {
            using var driver = new LinuxDriver(sandbox);
            driver.BeginProgram(program);
            try
            {
                return program.Steps.Index()
                    .Select(each => Take(driver, each.Item, steps[each.Index].ElementAtOrDefault(1), lines[each.Index]))
                    .FirstOrDefault(found => found is not null);
            }
            finally
            {
                driver.EndProgram();
            }
        });
        Assert.True(failure is null, $"{title}\n{failure}");
    }

    private static string? Take(LinuxDriver driver, CallStep step, string? expected, string line)
    {
        driver.Begin(step);
        var isMet = driver.Settle(seen => IsMet(seen, step.Thread, expected), s_settleMost, out var last);
        return isMet ? null : $"{line}\nbut: {last}";
    }

    private static bool IsMet(Observation seen, int thread, string? expected)
    {
        if (expected is null)
        {
            return seen.Threads.All(view => view.Phase != ThreadPhase.Running);
        }

        var words = expected.Split(';', StringSplitOptions.TrimEntries);
        var result = seen.Threads[thread];
        var shown = result.Result?.ToString() ?? result.ToString();
        var all = seen.ToString();
        return shown == words[0] && words[1..].All(word => all.Contains(word, StringComparison.Ordinal));
    }
}
