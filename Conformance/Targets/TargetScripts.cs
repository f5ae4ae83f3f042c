using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Traces.Recording;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Targets;

/// <summary>Runs scripts of the packetdrill language on a target, one after the other.</summary>
public sealed class TargetScripts : IDisposable
{
    /// <summary>Real time is not exact: this many microseconds a packet or a return may be off.</summary>
    internal const long RealTolerance = 60_000;

    private readonly ITarget _target;

    private TargetScripts(ITarget target) => _target = target;

    /// <summary>Starts a target.</summary>
    /// <param name="name">Its name, as <see cref="TargetCatalogue"/> knows it.</param>
    /// <exception cref="TargetException">It is not to be had.</exception>
    public static TargetScripts Open(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new TargetScripts(TargetCatalogue.Open(name));
    }

    /// <summary>Runs a script. If the target is lost, the script has failed, and the next has a new one.</summary>
    /// <param name="text">The script.</param>
    /// <param name="source">Name of its file, for messages.</param>
    /// <param name="definitions">Words to replace, beside those that the script defines.</param>
    /// <param name="trace">Where what the target was asked and what it did is written down.</param>
    public ScriptReport Run(
        string text, string source, IReadOnlyDictionary<string, string> definitions, Stream? trace = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(definitions);
        var usual = new RunSettings();
        var settings = _target.Description.HasVirtualTime ? usual : usual with { Tolerance = RealTolerance };
        try
        {
            return ScriptRecording.Run(
                trace, RecordingStack.Header(Vantage.Endpoint), _target.Reset,
                boot => ScriptRunner.Run(text, source, definitions, settings, boot));
        }
        catch (TargetException lost)
        {
            return new ScriptReport(source, ScriptVerdict.Failed, [new ScriptFinding(0, 0, lost.Message)]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _target.Dispose();
}
