using Wakeline.Conformance.Packetdrill.OnModel;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax;
using Wakeline.Conformance.Traces.Recording;
using Wakeline.Model.Oracle;
using Wakeline.Model.Transport;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill;

/// <summary>Runs scripts of the packetdrill language on the model, in virtual time.</summary>
public static class ModelScripts
{
    /// <summary>The profiles: whose settings hold where a script sets none.</summary>
    public static IReadOnlyList<string> Profiles { get; } = ["linux-6.18", "rfc9293"];

    /// <summary>Whether a word can be defined to stand for a value.</summary>
    public static bool IsDefinition(string word, string value)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(value);
        return ScriptText.CanDefine(word, value);
    }

    /// <summary>Runs a script.</summary>
    /// <param name="text">The script.</param>
    /// <param name="source">Name of its file, for messages.</param>
    /// <param name="definitions">Words to replace, beside those that the script defines.</param>
    /// <param name="profile">One of <see cref="Profiles"/>; the first unless it is said.</param>
    /// <param name="trace">Where what the model was asked and what it did is written down.</param>
    /// <param name="jiffy">
    /// How long a jiffy is, in microseconds: if it is longer than 1000, retransmission timers are late as on such a
    /// kernel.
    /// </param>
    public static ScriptReport Run(
        string text,
        string source,
        IReadOnlyDictionary<string, string> definitions,
        string? profile = null,
        Stream? trace = null,
        long jiffy = TransportClock.Jiffy)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(definitions);
        profile ??= Profiles[0];
        var settings = new RunSettings
        {
            Deviations = profile == Profiles[0] ? Deviations.Linux618 : Deviations.None,
            Jiffy = jiffy,
        };
        return ScriptRecording.Run(
            trace, RecordingStack.Header(Vantage.Endpoint) with { Profile = profile }, _ => new ModelStack(),
            boot => ScriptRunner.Run(text, source, definitions, settings, boot));
    }
}
