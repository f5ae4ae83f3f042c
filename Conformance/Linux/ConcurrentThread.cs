using System.Diagnostics;
using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Scenarios;

namespace Wakeline.Conformance.Linux;

/// <summary>Where a thread of a scenario is.</summary>
internal enum ThreadPlace : byte
{
    /// <summary>In user mode, on its way to its next call.</summary>
    Running,
    /// <summary>In a call.</summary>
    Calling,
    /// <summary>In a pause of its own, which is no call of the scenario.</summary>
    Pausing,
    /// <summary>At its end.</summary>
    Ended,
}

/// <summary>
/// One thread of a scenario in one run: it makes its calls one after the other, each after a short delay.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="thread">The thread.</param>
/// <param name="number">Its number.</param>
internal sealed class ConcurrentThread(ConcurrentRun run, ScenarioThread thread, int number)
{
    /// <summary>Above this a pause is slept, below it is waited for, so that it ends in time.</summary>
    private static readonly TimeSpan s_spin = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan s_nap = TimeSpan.FromMilliseconds(20);

    private readonly CallResult[] _results = new CallResult[thread.Steps.Count];
    private readonly TimeSpan[] _delays = [.. thread.Steps.Select(_ => run.DrawDelay())];
    private volatile int _returned;
    private volatile ThreadPlace _place;
    private volatile bool _isEndless;

    /// <summary>How many of its calls have returned.</summary>
    public int Returned => _returned;

    /// <summary>Whether it does nothing now: it sleeps, pauses or has ended.</summary>
    public bool IsQuiet => _place is ThreadPlace.Ended or ThreadPlace.Pausing || IsAsleep;

    /// <summary>Whether it will do nothing any more unless another one wakes it; a close that lingers ends.</summary>
    public bool IsAtRest => _place == ThreadPlace.Ended || (IsAsleep && _isEndless);

    /// <summary>What has become of it.</summary>
    public ThreadEnding Ending => new(_results.Take(_returned).ToSequence(), _place != ThreadPlace.Ended);

    private bool IsAsleep => _place == ThreadPlace.Calling && run.Driver.ThreadOf(number).IsAsleep;

    /// <summary>Makes the calls.</summary>
    public void Work()
    {
        run.MeetAtStart();
        foreach (var (index, step) in thread.Steps.Index())
        {
            Spin(_delays[index]);
            if (run.IsAborted)
            {
                return;
            }

            if (step.Condition is { } condition && !condition.Evaluate(EndingOf).IsTrue)
            {
                _results[index] = StepEnding.NotMade;
                _returned = index + 1;
                continue;
            }

            _isEndless = step.Call is { Verb: not Verb.Close, Timeout: not Timeout.Finite };
            _place = step.Call.Verb is Verb.Sleep or Verb.Settle ? ThreadPlace.Pausing : ThreadPlace.Calling;
            _results[index] = Make(step.Call) with { IsIntact = true };
            _place = ThreadPlace.Running;
            _returned = index + 1;
        }

        _place = ThreadPlace.Ended;
    }

    /// <summary>What a condition may ask for: what the thread, or the setup, has done before.</summary>
    private StepEnding EndingOf(string name)
    {
        var place = run.PlaceOf(name);
        IReadOnlyList<CallResult> results = place.Thread < 0 ? run.SetupResults : _results;
        return StepEnding.Of(results[place.Index]);
    }

    private CallResult Make(CallStep call)
    {
        switch (call.Verb)
        {
            case Verb.Sleep:
                Sleep(call.Duration);
                return new CallResult(0);
            case Verb.Settle:
                run.WaitUntilQuiet();
                return new CallResult(0);
            case Verb.SignalThread:
                run.Driver.ThreadOf(call.Number).Send(call.Signal);
                return new CallResult(0);
            case Verb.Fill:
                return run.Driver.Fill(call);
            default:
                return CallMaker.Make(call, run.Driver.Site);
        }
    }

    private void Sleep(TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        while (time - Stopwatch.GetElapsedTime(start) is var left && left > s_spin && !run.IsAborted)
        {
            Thread.Sleep(left - s_spin < s_nap ? left - s_spin : s_nap);
        }

        Spin(time - Stopwatch.GetElapsedTime(start));
    }

    private static void Spin(TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            Thread.SpinWait(10);
        }
    }
}
