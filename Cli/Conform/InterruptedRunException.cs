namespace Wakeline.Cli.Conform;

/// <summary>The user ended a run; what it had found was shown and written.</summary>
/// <param name="done">How many cases had run.</param>
/// <param name="most">How many were to.</param>
internal sealed class InterruptedRunException(int done, int most) : OperationCanceledException(
    $"{Figures.Text(done)} of {Figures.Counted(most, "run")} were done, and the output holds what they found");
