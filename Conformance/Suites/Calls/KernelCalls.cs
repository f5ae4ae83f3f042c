using System.Collections.Concurrent;
using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Scenarios;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Suites.Calls;

/// <summary>
/// The kernel of this machine runs programs, in a sandbox that lives as long as this object: one thread of its own
/// makes everything that is asked for.
/// </summary>
internal sealed class KernelCalls : IDisposable
{
    private readonly BlockingCollection<Action<ReplaceableDriver>> _work = [];
    private readonly Thread _thread;
    private readonly ModelRun _model = new();
    private readonly TaskCompletionSource<string> _ended = new();

    /// <summary>Starts the sandbox.</summary>
    public KernelCalls()
    {
        _thread = new Thread(Work) { IsBackground = true, Name = "calls of cases" };
        _thread.Start();
    }

    /// <inheritdoc cref="ICallTarget.Run(CallProgram)"/>
    public Divergence? Run(CallProgram program) => Make(driver =>
    {
        // A difference that patience makes go away is none: the machine was busy.
        var run = new LockStep(driver.Current, _model, LockStep.SettleMost);
        return run.Run(program) is null
            ? null : new Investigation(driver.Current, Mutation.None, LockStep.SettleMost).Repeat(program);
    });

    /// <inheritdoc cref="ICallTarget.Run(Scenario, ScenarioAnalysis, int)"/>
    public IReadOnlyList<Outcome> Run(Scenario scenario, ScenarioAnalysis analysis, int times) => Make(driver =>
        (IReadOnlyList<Outcome>)[.. new ScenarioComparison(
            driver.Current, scenario, analysis, new ScenarioOptions { Repeat = times })
            .Complete(_ => { }, CancellationToken.None)
            .Others.Where(other => other.Kind == OtherOutcomeKind.Difference).Select(other => other.Outcome)]);

    /// <inheritdoc/>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private T Make<T>(Func<ReplaceableDriver, T> what)
    {
        var completion = new TaskCompletionSource<T>();
        _work.Add(driver =>
        {
            try
            {
                completion.SetResult(what(driver));
            }
            catch (KernelException failure)
            {
                driver.TryReplace();
                completion.SetException(new TargetException(failure.Message));
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                completion.SetException(failure);
            }
        });
        var hasEnded = Task.WhenAny(completion.Task, _ended.Task).GetAwaiter().GetResult() != completion.Task;
        return hasEnded
            ? throw new TargetException(_ended.Task.Result) : completion.Task.GetAwaiter().GetResult();
    }

    private void Work()
    {
        try
        {
            Sandbox.Run<int, bool>((sandbox, _) =>
            {
                using var driver = new ReplaceableDriver(sandbox);
                foreach (var work in _work.GetConsumingEnumerable())
                {
                    work(driver);
                }

                return true;
            }, null);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            _ended.TrySetResult(failure.Message);
        }
        finally
        {
            _ended.TrySetResult("the sandbox has ended");
        }
    }
}
