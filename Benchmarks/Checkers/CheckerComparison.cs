using System.Globalization;

namespace Wakeline.Benchmarks.Checkers;

/// <summary>
/// Two-phase commit on several checkers, in turn, in one run, so that a noisy machine is noisy for all.
/// </summary>
internal static class CheckerComparison
{
    public const string Name = "checkers";

    private const int UsualManagers = 9;

    private const int Rounds = 3;

    /// <summary>Prints the best time of each checker, and the ratios between them.</summary>
    public static int Run(IReadOnlyList<string> arguments)
    {
        if (!TryRead(arguments, out var managers))
        {
            Console.Error.WriteLine($"{Name}: what may follow is the number of managers, 7 to 10");
            return 2;
        }

        using var workshop = new PeerWorkshop();
        IReadOnlyList<IContender> contenders =
        [
            new LimitContender(workshop, managers, threads: 1),
            new LimitContender(workshop, managers, threads: 2),
            new WakelineContender(managers, threads: 1),
            new WakelineContender(managers, threads: 2),
            new SpinContender(workshop, managers),
        ];
        try
        {
            var states = PublishedStates.Of(managers);
            Console.WriteLine(
                $"Two-phase commit, {managers} managers, {states:N0} states; the best of {Rounds} rounds");
            Print(contenders, [.. Enumerable.Range(0, Rounds).Select(_ => Round(contenders, states))]);
            return 0;
        }
        catch (PeerException problem)
        {
            Console.Error.WriteLine($"{Name}: {problem.Message}");
            return 2;
        }
    }

    private static bool TryRead(IReadOnlyList<string> arguments, out int managers)
    {
        managers = UsualManagers;
        return arguments.Count == 0 || arguments.Count == 1
            && int.TryParse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out managers);
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
            var (each, rate) = (best[place], best[place].StatesPerSecond);
            Console.WriteLine(
                $"  {contender.Name,-22}{each.Seconds,8:0.00} s {rate / 1e6,8:0.00} M states/s"
                + $" {each.BytesPerState,6:0.0} bytes a state {rate / best[0].StatesPerSecond,7:0.000} of the limit"
                + $" {rate / best[^1].StatesPerSecond,7:0.0} times {contenders[^1].Name}");
        }
    }
}
