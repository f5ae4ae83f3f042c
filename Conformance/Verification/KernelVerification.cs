using System.Diagnostics;
using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Generation;
using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance;

/// <summary>
/// Compares the specification with the kernel of this machine: programs of system calls are run on both, step by step.
/// Rules are counted, for coverage and for the rules in question, if <see cref="RuleCoverage.Switch"/> is set.
/// </summary>
public static class KernelVerification
{
    /// <summary>Runs a verification.</summary>
    /// <param name="options">What is to be done.</param>
    /// <param name="progress">Is told on the calling thread, after every program, how far it is.</param>
    /// <param name="cancellation">Ends the run after the program under way.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="Linux.KernelException">This is not Linux, or its kernel lacks what is needed.</exception>
    public static KernelVerificationResult Run(
        KernelVerificationOptions options, Action<KernelVerificationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Sandbox.Run<KernelVerificationProgress, KernelVerificationResult>(
            (sandbox, report) =>
            {
                using var kernel = new LinuxDriver(sandbox);
                return new VerificationRun(kernel, options, report, cancellation).Complete();
            },
            progress);
    }

    /// <summary>Runs one program, such as one printed in a report.</summary>
    /// <param name="program">The program.</param>
    /// <returns>The difference, not shrunk further, or <see langword="null"/> if kernel and model agree.</returns>
    /// <exception cref="Linux.KernelException">This is not Linux, or its kernel lacks what is needed.</exception>
    /// <exception cref="BoundExceededException">The program needs more than the model has room for.</exception>
    public static KernelDifference? Run(CallProgram program) => Sandbox.Run(sandbox =>
    {
        using var kernel = new LinuxDriver(sandbox);
        var divergence = new LockStep(kernel, new ModelRun(), LockStep.SettleMost).Run(program);
        var investigation = new Investigation(kernel, Mutation.None, LockStep.SettleMost);
        return divergence is null ? null : investigation.Tell(program, program, divergence);
    });
}

/// <summary>One run of a verification.</summary>
internal sealed class VerificationRun(
    LinuxDriver kernel, KernelVerificationOptions options, Action<KernelVerificationProgress> progress,
    CancellationToken cancellation)
{
    private readonly ProgramGenerator _generator = new();
    private readonly ModelRun _model = new();
    private readonly List<KernelDifference> _differences = [];
    private readonly List<KernelDifference> _notReproduced = [];
    private readonly Investigation _investigation =
        new(kernel, Mutation.None, LockStep.SettleMost) { Cancellation = cancellation };

    private readonly RuleTally? _tally = RuleCoverage.IsEnabled ? new RuleTally() : null;
    private readonly Dictionary<(int Machine, int Rule), long> _hits = [];
    private readonly Stopwatch _clock = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _covering;
    private int _random;
    private long _calls;

    private bool IsOver =>
        cancellation.IsCancellationRequested || _differences.Count >= options.DifferencesMost
        || _differences.Sum(difference => difference.Programs) >= options.ShrunkMost
        || (options.TimeMost is { } most && Stopwatch.GetElapsedTime(_start) > most);

    /// <summary>Runs all programs.</summary>
    public KernelVerificationResult Complete()
    {
        IReadOnlyList<CallProgram> covering = options.Covering ? CoveringSet.Derive(cancellation).Programs : [];
        for (; _covering < covering.Count && !IsOver; _covering++)
        {
            Compare(covering[_covering]);
            Report("covering programs", covering.Count);
        }

        for (; _random < options.Programs && !IsOver; _random++)
        {
            Compare(_generator.Program(options.Seed, _random));
            Report("random programs", covering.Count);
        }

        return new KernelVerificationResult
        {
            Environment = EnvironmentReport.Read(kernel.Sandbox),
            Seed = options.Seed,
            Covering = covering,
            CoveringPrograms = _covering,
            RandomPrograms = _random,
            Calls = _calls,
            Elapsed = _clock.Elapsed,
            NotReproduced = _notReproduced,
            Differences = _differences,
            Coverage = _tally is null ? [] : [.. CoverageOf(_tally)],
            EndedEarly = _covering < covering.Count || _random < options.Programs,
        };
    }

    private void Compare(CallProgram program)
    {
        _clock.Start();
        _tally?.Restart();
        var run = new LockStep(kernel, _model, LockStep.SettleMost);
        Divergence? divergence = null;
        try
        {
            divergence = run.Run(program);
        }
        catch (BoundExceededException)
        {
            // The program needs more than the model has room for: what was compared until then counts.
        }

        _calls += run.Calls;
        _clock.Stop();
        CountHits();
        if (divergence is not null)
        {
            Investigate(program, divergence);
        }
    }

    private void Investigate(CallProgram program, Divergence divergence)
    {
        if (!_investigation.IsReproducible(program))
        {
            _notReproduced.Add(_investigation.Tell(program, program, divergence));
            return;
        }

        var difference = _investigation.Explain(program);
        var known = _differences.FindIndex(difference.IsLike);
        if (known < 0)
        {
            _differences.Add(difference);
        }
        else
        {
            _differences[known] = _differences[known] with { Programs = _differences[known].Programs + 1 };
        }
    }

    private void CountHits()
    {
        foreach (var (machine, rule, hits) in _tally?.Fired() ?? [])
        {
            _hits[(machine, rule)] = _hits.GetValueOrDefault((machine, rule)) + hits;
        }
    }

    private void Report(string phase, int covering) => progress(new KernelVerificationProgress(
        phase, _covering + _random + 1, covering + options.Programs, _calls, _differences.Count));

    private IEnumerable<RuleHits> CoverageOf(RuleTally tally) =>
        from machine in tally.Machines.Index()
        from rule in machine.Item.Rules
        where rule.Mutant is null
        let hits = _hits.GetValueOrDefault((machine.Index, rule.Index))
        select new RuleHits(
            machine.Item.Name, rule, [.. rule.Citations], hits,
            hits == 0 ? UnreachedRules.Reason(machine.Item.Name, rule) : "");
}
