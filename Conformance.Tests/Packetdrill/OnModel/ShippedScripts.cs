using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Testing;

namespace Wakeline.Conformance.Tests.Packetdrill.OnModel;

/// <summary>The scripts in Conformance/Scripts.</summary>
internal static class ShippedScripts
{
    private static readonly Dictionary<string, string> s_nothing = [];

    private static string Folder => Path.Combine(SourceTree.Root, "Conformance", "Scripts");

    /// <summary>The names of the files, as rows for a theory.</summary>
    public static TheoryData<string> Names => [.. Directory
        .EnumerateFiles(Folder, "*.pkt", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];

    /// <summary>The text of a file.</summary>
    public static string TextOf(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>Runs a text.</summary>
    public static ScriptReport Run(string text) => ModelScripts.Run(text, "x.pkt", s_nothing);
}
