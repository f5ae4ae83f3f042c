using System.Globalization;

namespace Wakeline.Benchmarks.Checkers;

/// <summary>
/// One space of states searched by several checkers, in turn, in one run, so that a noisy machine is noisy for all.
/// </summary>
internal static class CheckerComparison
{
    public const string Name = "checkers";

    private const int UsualManagers = 9;

    private const int Rounds = 3;

    /// <summary>Prints the best time of each checker, and the ratios between them.</summary>
    public static int Run(IReadOnlyList<string> arguments)
    {
        using var workshop = new PeerWorkshop();
        try
        {
            var subject = Read(arguments, workshop);
            Console.WriteLine($"{subject.Title}, {subject.States:N0} states; the best of {Rounds} rounds");
            Print(
                subject.Contenders,
                [.. Enumerable.Range(0, Rounds).Select(_ => Round(subject.Contenders, subject.States))]);
            return 0;
        }
        catch (PeerException problem)
        {
            Console.Error.WriteLine($"{Name}: {problem.Message}");
            return 2;
        }
    }

    private static Subject Read(IReadOnlyList<string> arguments, PeerWorkshop workshop) => arguments switch
    {
        [] => Subject.TwoPhaseCommit(workshop, UsualManagers),
        [Subject.PipeName] => Subject.Pipe(workshop),
        [Subject.EpollLevelName] => Subject.EpollLevel(workshop, events: 4),
        [Subject.EpollLevelName, "3"] => Subject.EpollLevel(workshop, events: 3),
        [Subject.PipelineName] => Subject.Pipeline(workshop),
        [var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var managers) =>
            Subject.TwoPhaseCommit(workshop, managers),
        _ => throw new PeerException(
            $"what may follow is '{Subject.PipeName}', '{Subject.EpollLevelName}', perhaps with 3 for fewer events, "
            + $"'{Subject.PipelineName}', or the number of managers of two-phase commit, 7 to 10"),
    };

    private static Measurement[] Round(IReadOnlyList<IContender> contenders, long states) =>
        [.. contenders.Select(contender => Run(contender, states))];

    private static Measurement Run(IContender contender, long states)
    {
        OwnMemory.Claim();
        var measurement = contender.Run();
        return measurement.States == states
            ? measurement
            : throw new PeerException($"{contender.Name} finds {measurement.States:N0} states, not {states:N0}");
    }

    private static void Print(IReadOnlyList<IContender> contenders, IReadOnlyList<Measurement[]> rounds)
    {
        Measurement[] best =
            [.. contenders.Select((_, place) => rounds.Select(round => round[place]).MinBy(each => each.Seconds))];
        foreach (var (place, contender) in contenders.Index())
        {
            var (each, rate) = (best[place], best[place].StatesPerSecond);
            Console.WriteLine(
                $"  {contender.Name,-22}{each.Seconds,8:0.00} s {rate / 1e6,8:0.00} M states/s"
                + $" {each.BytesPerState,6:0.0} bytes a state"
                + string.Concat(Yardsticks(contenders).Select(yardstick =>
                    $" {rate / best[yardstick].StatesPerSecond,8:0.00} times {contenders[yardstick].Name}")));
        }
    }

    /// <summary>Whom all are held against: the first, and each Spin.</summary>
    private static IEnumerable<int> Yardsticks(IReadOnlyList<IContender> contenders) =>
        Enumerable.Range(0, contenders.Count).Where(place => place == 0 || contenders[place] is ISpin);
}
