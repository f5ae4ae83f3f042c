using System.Diagnostics;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Targets;

/// <summary>How many cases a second a target takes.</summary>
public static class TargetThroughput
{
    /// <summary>Runs a case over and over, each from a reset: a connection from its opening to its end.</summary>
    /// <param name="name">The target, as <see cref="TargetCatalogue"/> knows it.</param>
    /// <param name="cases">How many each thread runs.</param>
    /// <param name="threads">How many targets run side by side, each on a thread of its own.</param>
    /// <returns>The cases of all threads, and the time from the first to the last.</returns>
    /// <exception cref="TargetException">The target is not to be had, or a case came out otherwise.</exception>
    public static CaseRate OfPackets(string name, int cases, int threads = 1) => Measure(name, cases, threads, stack =>
    {
        var seen = new ReferenceCase(stack).Run();
        if (seen != ReferenceCase.Expected)
        {
            throw new TargetException($"'{seen}' was seen, and not '{ReferenceCase.Expected}'");
        }
    });

    /// <summary>Runs a case of system calls alone over and over: a connection of the stack with itself.</summary>
    /// <inheritdoc cref="OfPackets"/>
    public static CaseRate OfCalls(string name, int cases, int threads = 1) =>
        Measure(name, cases, threads, stack => new LoopbackCase(stack).Run());

    private static CaseRate Measure(string name, int cases, int threads, Action<IStack> run)
    {
        using var ready = new Barrier(threads);
        var failures = new Exception?[threads];
        var times = new (long Begin, long End)[threads];
        var workers = Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            try
            {
                using var target = TargetCatalogue.Open(name);
                run(target.Reset(new RunSettings()));
                ready.SignalAndWait();
                times[index].Begin = Stopwatch.GetTimestamp();
                for (var each = 0; each < cases; each++)
                {
                    run(target.Reset(new RunSettings()));
                }

                times[index].End = Stopwatch.GetTimestamp();
            }
            catch (TargetException failure)
            {
                failures[index] = failure;
                ready.RemoveParticipant();
            }
        })).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        return failures.FirstOrDefault(failure => failure is not null) is { } first
            ? throw new TargetException(first.Message)
            : new CaseRate(
                cases * threads,
                Stopwatch.GetElapsedTime(times.Min(each => each.Begin), times.Max(each => each.End)));
    }
}

/// <summary>So many cases in so much time.</summary>
/// <param name="Cases">The cases.</param>
/// <param name="Time">The time.</param>
public readonly record struct CaseRate(int Cases, TimeSpan Time)
{
    /// <summary>Cases a second.</summary>
    public double PerSecond => Cases / Time.TotalSeconds;
}
