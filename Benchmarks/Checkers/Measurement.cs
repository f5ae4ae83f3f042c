namespace Wakeline.Benchmarks.Checkers;

/// <summary>What one exhaustive search took.</summary>
/// <param name="States">Distinct states.</param>
/// <param name="Seconds">Time of the search, without building or starting the checker.</param>
/// <param name="Bytes">Memory that the checker says it used.</param>
internal readonly record struct Measurement(long States, double Seconds, double Bytes)
{
    public double StatesPerSecond => States / Seconds;

    public double BytesPerState => Bytes / States;
}
