namespace Wakeline.Conformance.Tests;

/// <summary>How many mutated inputs the fuzz tests try: as many as an environment variable says, or a few.</summary>
internal static class FuzzTrials
{
    /// <summary>Texts and files for each reader.</summary>
    public static int OfReaders => Of("WAKELINE_FUZZ_TRIALS", usually: 3000);

    /// <summary>Scripts that are run.</summary>
    public static int OfRuns => Of("WAKELINE_FUZZ_RUNS", usually: 300);

    /// <summary>Makes texts and requires something of each; a failure shows the text.</summary>
    /// <param name="make">Makes a text from random numbers.</param>
    /// <param name="require">What is required.</param>
    public static void OfTexts(Func<Random, string> make, Action<string> require)
    {
        var trials = OfReaders;
        var random = new Random(trials);
        for (var trial = 0; trial < trials; trial++)
        {
            var text = make(random);
            try
            {
                require(text);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                Assert.Fail($"trial {trial}: {failure}\nof the text\n{text}");
            }
        }
    }

    private static int Of(string variable, int usually) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var given) ? given : usually;
}
