using System.Diagnostics;
using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Scenarios;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// One run of a scenario on the kernel: its threads run at the same time, with random delays before their calls, until
/// nothing happens any more.
/// </summary>
/// <param name="driver">The driver.</param>
/// <param name="scenario">The scenario.</param>
/// <param name="random">Where delays come from.</param>
internal sealed class ConcurrentRun(LinuxDriver driver, Scenario scenario, Random random)
{
    /// <summary>Delays of very different lengths meet very different interleavings.</summary>
    private static readonly double[] s_delayMostMicroseconds = [0, 0, 2, 20, 200];

    /// <summary>Between two looks that must agree. What was begun meanwhile is seen at the second one.</summary>
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMicroseconds(200);

    /// <summary>
    /// How long the kernel may take to get from what looks like an end to one that is expected: a delayed
    /// acknowledgment or a busy machine may be in its way.
    /// </summary>
    private static readonly TimeSpan s_settleMost = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan s_runMost = TimeSpan.FromSeconds(30);

    private readonly double _delayMost = s_delayMostMicroseconds[random.Next(s_delayMostMicroseconds.Length)];
    private readonly bool _isFilled = scenario.Threads.Any(t => t.Steps.Any(step => step.Call.Verb == Verb.Fill));
    private ConcurrentThread[] _threads = [];
    private int _ready;
    private int _waiting;
    private int _generation;

    /// <summary>The driver.</summary>
    public LinuxDriver Driver => driver;

    /// <summary>Whether the run is over, and no thread is to begin another call.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>What the calls of the setup returned.</summary>
    public List<CallResult> SetupResults { get; } = [];

    /// <summary>The step whose result a name stands for.</summary>
    public StepPlace PlaceOf(string name) => scenario.Variables[name];

    /// <summary>Runs the scenario.</summary>
    /// <param name="isExpected">Whether an outcome is one that the model allows.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="KernelException">The setup did not come to its end, or the threads did not.</exception>
    public Outcome Run(Predicate<Outcome> isExpected)
    {
        driver.BeginProgram(scenario.Threads.Count);
        try
        {
            foreach (var step in scenario.Setup)
            {
                Setup(step);
            }

            _threads = [.. scenario.Threads.Index().Select(each => new ConcurrentThread(this, each.Item, each.Index))];
            foreach (var (number, thread) in _threads.Index())
            {
                driver.ThreadOf(number).Begin(thread.Work);
            }

            return WaitForTheEnd(isExpected);
        }
        finally
        {
            IsAborted = true;
            driver.EndProgram();
        }
    }

    /// <summary>A random delay.</summary>
    public TimeSpan DrawDelay() => TimeSpan.FromMicroseconds(random.NextDouble() * _delayMost);

    /// <summary>Waits until all threads are there.</summary>
    public void MeetAtStart()
    {
        Interlocked.Increment(ref _ready);
        while (Volatile.Read(ref _ready) < scenario.Threads.Count)
        {
            Thread.Yield();
        }
    }

    /// <summary>Waits until all threads sleep, pause or have ended; whoever else waits for that goes on too.</summary>
    public void WaitUntilQuiet()
    {
        var generation = Volatile.Read(ref _generation);
        Interlocked.Increment(ref _waiting);
        while (!IsAborted && Volatile.Read(ref _generation) == generation)
        {
            Thread.Yield();
        }
    }

    private void Setup(ScenarioStep step)
    {
        driver.Begin(step.Call);
        _ = driver.Settle(seen => seen.Threads[step.Call.Thread].Result is not null, s_runMost, out var last);
        SetupResults.Add(last.Threads[step.Call.Thread].Result ?? throw new KernelException(
            $"{scenario.Source}: line {step.Line}: '{step.Text}' sleeps in the setup."));
    }

    private Outcome WaitForTheEnd(Predicate<Outcome> isExpected)
    {
        var limit = s_runMost + scenario.Threads.Aggregate(
            TimeSpan.Zero, (sum, each) => each.Steps.Aggregate(sum, (inner, step) => inner + step.Call.Duration));
        var start = Stopwatch.GetTimestamp();
        long? seemsOver = null;
        while (true)
        {
            RequireNoFailure();
            if (Volatile.Read(ref _waiting) > 0 && IsStable(thread => thread.IsQuiet))
            {
                Volatile.Write(ref _waiting, 0);
                Interlocked.Increment(ref _generation);
            }
            else if (IsStable(thread => thread.IsAtRest))
            {
                seemsOver ??= Stopwatch.GetTimestamp();
                var outcome = new Outcome(_threads.Select(thread => thread.Ending).ToSequence());
                if (isExpected(outcome) || Stopwatch.GetElapsedTime(seemsOver.Value) > s_settleMost)
                {
                    return outcome;
                }
            }

            if (Stopwatch.GetElapsedTime(start) > limit)
            {
                throw new KernelException($"{scenario.Source}: the threads did not come to rest in {limit}.");
            }

            Acknowledge();
            Thread.Sleep(0);
        }
    }

    private bool IsStable(Func<ConcurrentThread, bool> isSo)
    {
        var before = Progress();
        if (!_threads.All(isSo))
        {
            return false;
        }

        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < s_lookAgain)
        {
            Thread.Yield();
        }

        return _threads.All(isSo) && Progress() == before;
    }

    /// <summary>Grows whenever a thread does something.</summary>
    private int Progress() => _threads.Sum(thread => thread.Returned) + Volatile.Read(ref _waiting);

    /// <summary>Acknowledgments that the kernel puts off are asked for where a buffer was filled.</summary>
    private void Acknowledge()
    {
        if (_isFilled)
        {
            driver.AcknowledgeNow();
        }
    }

    private void RequireNoFailure()
    {
        for (var number = 0; number < _threads.Length; number++)
        {
            if (driver.ThreadOf(number).Failure is { } failure)
            {
                throw new KernelException($"{scenario.Source}: a thread failed.", failure);
            }
        }
    }
}
