using Wakeline.Conformance.Packetdrill.OnModel;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Conformance.Traces.Json;

namespace Wakeline.Conformance.Traces.Recording;

/// <summary>Runs scripts on a stack that is recorded.</summary>
internal static class ScriptRecording
{
    /// <summary>Runs a script, and writes a trace if there is a place for it.</summary>
    /// <param name="trace">Where the trace goes; <see langword="null"/> for no trace.</param>
    /// <param name="header">Its header.</param>
    /// <param name="boot">Starts the stack.</param>
    /// <param name="run">Runs the script on the stack that a function starts.</param>
    public static ScriptReport Run(
        Stream? trace, TraceHeader header, Func<RunSettings, IStack> boot,
        Func<Func<RunSettings, IStack>, ScriptReport> run)
    {
        if (trace is null)
        {
            return run(boot);
        }

        RecordingStack? recording = null;
        var report = run(settings => recording = new RecordingStack(boot(settings)));
        TraceText.Write(
            header with { Environment = EnvironmentOf(recording?.Settings ?? new RunSettings()) },
            recording?.Events ?? [], trace);
        return report;
    }

    /// <summary>Settings that a judge cannot see otherwise, where they are not the usual ones.</summary>
    private static Sequence<EnvironmentEntry> EnvironmentOf(RunSettings settings) =>
        settings.Sysctls[ModelSettings.Cookies] is var cookies
        && cookies != SysctlProfile.Linux618[ModelSettings.Cookies]
            ? [new EnvironmentEntry(ModelSettings.Cookies, cookies)]
            : [];
}
