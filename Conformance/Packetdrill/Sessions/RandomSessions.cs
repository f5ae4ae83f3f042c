using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Packetdrill.Sessions;

/// <summary>Which sessions are held.</summary>
/// <param name="Count">How many.</param>
/// <param name="Seed">The seed of the first; each has the next one.</param>
public sealed record SessionRequest(int Count, int Seed)
{
    /// <summary>What they are about, in turn: names of <see cref="RandomSessions.Topics"/>; none for all.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>How many are held at the same time, each in a network namespace of its own.</summary>
    public int SideBySide { get; init; } = 8;

    /// <summary>Whether one that differs is cut down to what makes it differ.</summary>
    public bool Shrinks { get; init; }

    /// <summary>Is handed each session that was held: its name and its script.</summary>
    public Action<string, string>? Kept { get; init; }
}

/// <summary>A session in which the model does something else than the kernel.</summary>
/// <param name="Name">Its topic and seed.</param>
/// <param name="Text">The script that the kernel passes, and the model does not.</param>
/// <param name="Finding">In what they differ.</param>
public sealed record SessionDifference(string Name, string Text, ScriptFinding Finding);

/// <summary>What came of sessions.</summary>
/// <param name="Agreeing">How many the model passes.</param>
/// <param name="Disturbed">
/// In how many the kernel did something else when they were held again, since the machine was late.
/// </param>
/// <param name="Differences">Those in which the model differs.</param>
public sealed record SessionOutcome(int Agreeing, int Disturbed, IReadOnlyList<SessionDifference> Differences);

/// <summary>
/// Random sessions with the host's kernel: what it answers is written down as a script, which the model has to pass.
/// </summary>
public static class RandomSessions
{
    /// <summary>A busy machine lets the kernel be late: what differs is held with it so often again.</summary>
    private const int KernelRuns = 2;

    /// <summary>How often a session is begun that the machine disturbs.</summary>
    private const int Attempts = 4;

    private static readonly Dictionary<string, string> s_noWords = [];
    private static readonly HashSet<int> s_nothing = [];

    /// <summary>What sessions may be about.</summary>
    public static IReadOnlyList<string> Topics { get; } = [.. SessionTopic.All.Select(topic => topic.Name)];

    /// <summary>Holds sessions. It takes root (<see cref="LinuxScripts.IsPermitted"/>).</summary>
    /// <param name="request">Which.</param>
    /// <param name="tell">Is told how many have been held.</param>
    /// <param name="cancellation">Ends it before all have been.</param>
    public static SessionOutcome Run(
        SessionRequest request, Action<int>? tell = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var topics = SessionTopic.All
            .Where(topic => request.Topics.Count == 0 || request.Topics.Contains(topic.Name)).ToList();
        var results = new SessionDifference?[request.Count];
        var (next, held, disturbed) = (-1, 0, 0);
        var isWarm = 0;
        Exception? failure = null;
        using var warm = new ManualResetEventSlim();
        void Work()
        {
            using var target = new LinuxTarget();
            if (Interlocked.Exchange(ref isWarm, 1) == 0)
            {
                try
                {
                    WarmUp(target);
                }
                finally
                {
                    warm.Set();                                        // The others wait, also if it fails.
                }
            }

            warm.Wait(cancellation);

            for (var index = Interlocked.Increment(ref next); index < request.Count && failure is null
                && !cancellation.IsCancellationRequested; index = Interlocked.Increment(ref next))
            {
                if (!Hold(target, request, topics[index % topics.Count], request.Seed + index, out results[index]))
                {
                    Interlocked.Increment(ref disturbed);
                }

                tell?.Invoke(Interlocked.Increment(ref held));
            }
        }

        var threads = Enumerable.Range(0, Math.Min(request.SideBySide, request.Count)).Select(_ => new Thread(() =>
        {
            try
            {
                Work();
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                failure = exception;
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        cancellation.ThrowIfCancellationRequested();
        var differences = results.OfType<SessionDifference>().ToList();
        return failure is null
            ? new SessionOutcome(request.Count - disturbed - differences.Count, disturbed, differences)
            : throw new InvalidOperationException($"A session could not be held: {failure.Message}", failure);
    }

    /// <summary>Holds one.</summary>
    /// <returns>Whether the kernel does the same when it is held again.</returns>
    private static bool Hold(
        LinuxTarget target, SessionRequest request, SessionTopic topic, int seed, out SessionDifference? difference)
    {
        difference = null;
        var name = $"{topic.Name}-{seed}.pkt";
        if (Record(target, topic, seed, s_nothing) is not { } record)
        {
            return false;
        }

        request.Kept?.Invoke(name, record.Text);
        if (FindingOf(record.Text, name) is not { } finding)
        {
            return true;
        }

        if (!Repeats(target, record.Text, name, KernelRuns))
        {
            return false;
        }

        difference = new SessionDifference(name, record.Text, finding);
        if (request.Shrinks)
        {
            difference = new SessionShrinker(
                omitted => Record(target, topic, seed, omitted),
                text => FindingOf(text, name),
                text => Repeats(target, text, name, 1)).Shrink(difference, record);
        }

        return true;
    }

    /// <summary>What is made for the first time takes long.</summary>
    private static void WarmUp(LinuxTarget target)
    {
        foreach (var topic in SessionTopic.All)
        {
            if (Record(target, topic, 0, s_nothing) is { } record)
            {
                _ = FindingOf(record.Text, topic.Name);
                _ = Repeats(target, record.Text, topic.Name, 1);
            }
        }
    }

    /// <summary>Holds a session and writes it down; <see langword="null"/> if that does not come off.</summary>
    private static SessionRecord? Record(
        LinuxTarget target, SessionTopic topic, int seed, IReadOnlySet<int> omitted)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                var record = SessionGenerator.Run(target.Reset, topic, seed, omitted);
                if (!record.IsDisturbed)
                {
                    return record;
                }
            }
            catch (InvalidOperationException)
            {
                return null;                                           // A call slept that was not to.
            }
        }

        return null;
    }

    private static ScriptFinding? FindingOf(string text, string name)
    {
        var report = ModelScripts.Run(text, name, s_noWords, jiffy: HostKernel.Jiffy);
        return report.Verdict == ScriptVerdict.Passed ? null : report.Findings[0];
    }

    private static bool Repeats(LinuxTarget target, string text, string name, int runs)
    {
        var settings = new RunSettings { Tolerance = TargetScripts.RealTolerance };
        return Enumerable.Range(0, runs).All(_ =>
            ScriptRunner.Run(text, name, s_noWords, settings, target.Reset).Verdict == ScriptVerdict.Passed);
    }
}
