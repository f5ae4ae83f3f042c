using Wakeline.Checking.Traces;

namespace Wakeline.Checking.Liveness;

/// <summary>
/// Judges the fairness of a run that ends in a cycle by looking at nothing but the states and steps of that cycle. The
/// search for cycles works on whole components; this is the independent second opinion on what is printed.
/// </summary>
internal sealed class FairnessJudge<TSystem, TState>
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private readonly StepSearch<TState> _steps = new();

    /// <summary>Why a run that repeats these steps for ever is not fair; <see langword="null"/> if it is.</summary>
    /// <param name="states">The states of the cycle, each once; a single one for a run that stays where it is.</param>
    /// <param name="steps">The steps of the cycle; none for a run that stays where it is.</param>
    public string? Objection(IReadOnlyList<TState> states, IReadOnlyList<Step> steps)
    {
        var taken = steps.Select(Actor).ToHashSet();
        var enabled = states.Select(EnabledIn).ToList();
        foreach (var actor in enabled.SelectMany(each => each).Distinct().Where(each => !taken.Contains(each)))
        {
            var rule = TSystem.Info.Rules[actor.Rule];
            if (rule.Fairness == Fairness.Strong)
            {
                return $"rule '{rule.Name}' of instance {actor.Instance} can fire again and again, and never does";
            }

            if (rule.Fairness == Fairness.Weak && enabled.TrueForAll(each => each.Contains(actor)))
            {
                return $"rule '{rule.Name}' of instance {actor.Instance} can fire all the time, and never does";
            }
        }

        return null;
    }

    private static (int Rule, int Instance) Actor(Step step) => (step.Rule, step.Instance);

    private HashSet<(int Rule, int Instance)> EnabledIn(TState state)
    {
        _steps.Any<TSystem>(in state, _ => false);
        return [.. _steps.Possible.Select(Actor)];
    }
}
