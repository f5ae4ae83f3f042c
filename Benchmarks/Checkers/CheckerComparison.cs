using System.Globalization;

namespace Wakeline.Benchmarks.Checkers;

/// <summary>Two-phase commit on several checkers, in turn, in one run, so that a noisy machine is noisy for all.</summary>
internal static class CheckerComparison
{
    public const string Name = "checkers";

    private const int Rounds = 3;

    /// <summary>Prints the best time of each checker, and the ratios between them.</summary>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var managers = arguments.Count == 0 ? 9 : int.Parse(arguments[0], CultureInfo.InvariantCulture);
        using var workshop = new PeerWorkshop();
        IReadOnlyList<IContender> contenders =
        [
            new LimitContender(workshop, managers, threads: 1),
            new LimitContender(workshop, managers, threads: 2),
            new WakelineContender(managers),
            new SpinContender(workshop, managers),
        ];
        try
        {
            var states = PublishedStates.Of(managers);
            Console.WriteLine($"Two-phase commit, {managers} managers, {states:N0} states; the best of {Rounds} rounds");
            Print(contenders, [.. Enumerable.Range(0, Rounds).Select(_ => Round(contenders, states))]);
            return 0;
        }
        catch (PeerException problem)
        {
            Console.Error.WriteLine($"checkers: {problem.Message}");
            return 2;
        }
    }

    private static Measurement[] Round(IReadOnlyList<IContender> contenders, long states) =>
        [.. contenders.Select(contender => Demand(contender, contender.Run(), states))];

    private static Measurement Demand(IContender contender, Measurement measurement, long states) =>
        measurement.States == states
            ? measurement
            : throw new PeerException($"{contender.Name} finds {measurement.States:N0} states, not {states:N0}");

    private static void Print(IReadOnlyList<IContender> contenders, IReadOnlyList<Measurement[]> rounds)
    {
        Measurement[] best =
            [.. contenders.Select((_, place) => rounds.Select(round => round[place]).MinBy(each => each.Seconds))];
        foreach (var (place, contender) in contenders.Index())
        {
            Console.WriteLine(
                $"  {contender.Name,-24}{best[place].Seconds,8:0.00} s {best[place].StatesPerSecond / 1e6,8:0.00} M states/s"
                + $" {best[place].BytesPerState,6:0.0} bytes a state"
                + $" {best[place].StatesPerSecond / best[0].StatesPerSecond,7:0.000} of {contenders[0].Name}");
        }
    }
}
