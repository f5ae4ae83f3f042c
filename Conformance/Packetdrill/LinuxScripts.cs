using Wakeline.Conformance.Packetdrill.OnLinux;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Targets;
using Wakeline.Conformance.Traces.Recording;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Packetdrill;

/// <summary>Runs scripts of the packetdrill language on the host's kernel, in real time.</summary>
public static class LinuxScripts
{
    private static int s_isWarm;

    /// <summary>
    /// Whether this process may: it takes root, for a network namespace and a TUN device of its own.
    /// </summary>
    public static bool IsPermitted => TunDevice.IsPermitted;

    /// <summary>Runs a script in a network namespace that is gone afterwards.</summary>
    /// <param name="text">The script.</param>
    /// <param name="source">Name of its file, for messages.</param>
    /// <param name="definitions">Words to replace, beside those that the script defines.</param>
    /// <param name="trace">Where what the kernel was asked and what it did is written down.</param>
    public static ScriptReport Run(
        string text, string source, IReadOnlyDictionary<string, string> definitions, Stream? trace = null)
    {
        ScriptReport? report = null;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var target = new LinuxTarget();
                WarmUp(target);
                report = ScriptRecording.Run(
                    trace, RecordingStack.Header(Vantage.Host), target.Reset,
                    boot => ScriptRunner.Run(
                        text, source, definitions, new RunSettings { Tolerance = TargetScripts.RealTolerance }, boot));
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        return report ?? throw failure!;
    }

    /// <summary>What is made for the first time takes long, and the times of the first script would be off.</summary>
    private static void WarmUp(LinuxTarget target)
    {
        if (Interlocked.Exchange(ref s_isWarm, 1) == 0)
        {
            _ = new ReferenceCase(target.Reset(new RunSettings())).Run();
            new LoopbackCase(target.Reset(new RunSettings())).Run();
        }
    }
}
