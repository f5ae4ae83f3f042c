using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>Why some events cannot be in some states, and some boundary values not be met there.</summary>
internal static class UnreachedEvents
{
    /// <summary>The goals of some kinds that no way reaches, each with its reason.</summary>
    public static IEnumerable<UnreachedGoal> Of(SuiteGoals goals, GoalTable table, Exploration exploration)
    {
        var ends = exploration.Situations.ToLookup(each => Situation.NameOf(in each.End), each => each.End);
        return from missing in table.Missing(exploration)
               where goals.HasFlag(missing.Kind)
               let reason = ReasonOf(missing.Stimulus, [.. ends[missing.State]])
               select new UnreachedGoal(missing.Kind, missing.Name, reason);
    }

    private static string ReasonOf(Stimulus stimulus, IReadOnlyList<SpecificationEnd> ends) => stimulus.Kind switch
    {
        StimulusKind.Listen or StimulusKind.Connect => "An exchange opens one socket, where it begins.",
        StimulusKind.Accept => "Nothing listens then.",
        StimulusKind.ConnectAgain when ends.Any(end => end.HasSocket) =>
            "A socket whose connection has ended begins another, which would be an exchange of its own.",
        StimulusKind.Expire when stimulus.Timer is TcpTimer.KeepAlive or TcpTimer.UserTimeout =>
            "The timer runs only if the user asks for it; rules have exchanges in which the user does.",
        StimulusKind.Expire => "The timer does not run then.",
        StimulusKind.GiveUp => "Nothing is on its way that could stay unacknowledged.",
        StimulusKind.Segment => "A SYN would begin another connection between the same ends.",
        _ when ends.All(end => !end.HasSocket) => "No program holds a socket of the connection then.",
        _ => "No way of the greatest length that is looked at leads there.",
    };
}
