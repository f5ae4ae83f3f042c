namespace Wakeline.Conformance.Tests;

/// <summary>How many mutated inputs the fuzz tests try: as many as an environment variable says, or a few.</summary>
internal static class FuzzTrials
{
    /// <summary>Texts and files for each reader.</summary>
    public static int OfReaders => Of("WAKELINE_FUZZ_TRIALS", usually: 3000);

    /// <summary>Scripts that are run.</summary>
    public static int OfRuns => Of("WAKELINE_FUZZ_RUNS", usually: 300);

    private static int Of(string variable, int usually) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var given) ? given : usually;
}
