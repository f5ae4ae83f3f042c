using System.Diagnostics;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Verification;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets;
using Wakeline.Conformance.Targets.Profiles;

namespace Wakeline.Cli.Conform;

/// <summary>Runs a plan, target after target. If the user ends it, what was found until then is kept.</summary>
internal sealed class ConformRun(ConformPlan plan, Shell shell)
{
    private bool _isInterrupted;

    /// <exception cref="UnusableInputException">A target is not to be had.</exception>
    public ConformReport Complete()
    {
        var (started, clock) = (DateTimeOffset.UtcNow, Stopwatch.StartNew());
        var found = plan.Targets.Select(name => (Name: name, Description: Describe(name))).ToList();
        var targets = new List<TargetResults>();
        foreach (var (name, description) in found)
        {
            if (!_isInterrupted)
            {
                targets.Add(RunOn(name, description));
            }
        }

        return new ConformReport
        {
            Tool = VerifyRun.Tool,
            Started = started,
            Elapsed = clock.Elapsed,
            Command = plan.Command,
            Seed = plan.Seed,
            IsInterrupted = _isInterrupted,
            Cases = plan.Cases,
            Unreached = plan.Unreached,
            Targets = targets,
        };
    }

    private static TargetDescription Describe(string name)
    {
        try
        {
            return SuiteTarget.Open(name).Describe();
        }
        catch (TargetException missing)
        {
            throw new UnusableInputException($"The target '{name}' is not to be had: {missing.Message}");
        }
    }

    private TargetResults RunOn(string name, TargetDescription description)
    {
        var clock = Stopwatch.StartNew();
        var results = new List<CaseResult>();
        var departures = 0;
        shell.Track($"Running on {name}", tell =>
        {
            try
            {
                SuiteRun.Run(
                    plan.Cases, SuiteTarget.Open(name, plan.Options.Timeout), plan.Options, Take, shell.Cancellation);
            }
            catch (OperationCanceledException)
            {
                _isInterrupted = true;
            }

            return results.Count;

            void Take(CaseResult result)
            {
                results.Add(result);
                departures += result.Outcome.Verdict is CaseVerdict.Passed or CaseVerdict.NotApplicable ? 0 : 1;
                tell($"Running on {name}: {results.Count} of {plan.Cases.Count}, {departures} did not pass");
            }
        });
        var order = plan.Cases.Index().ToDictionary(each => each.Item.Name, each => each.Index);
        return new TargetResults(
            description, TargetProfile.Of(name),
            [.. results.OrderBy(result => order[result.Case.Name])], clock.Elapsed);
    }
}
