using System.Collections.Concurrent;

namespace Wakeline.Conformance.Targets.Adapters;

/// <summary>
/// A thread that starts processes and does not end before this process: a process that asked for a signal at its
/// parent's death gets it when the thread ends that started it (prctl(2), PR_SET_PDEATHSIG).
/// </summary>
internal static class Nursery
{
    private static readonly BlockingCollection<Action> s_work = [];

    static Nursery() => new Thread(() =>
    {
        foreach (var action in s_work.GetConsumingEnumerable())
        {
            action();
        }
    })
    { IsBackground = true, Name = "adapters" }.Start();

    /// <summary>Does something on that thread, and waits for it.</summary>
    public static TResult Do<TResult>(Func<TResult> start)
    {
        var done = new TaskCompletionSource<TResult>();
        s_work.Add(() =>
        {
            try
            {
                done.SetResult(start());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        });
        return done.Task.GetAwaiter().GetResult();
    }
}
