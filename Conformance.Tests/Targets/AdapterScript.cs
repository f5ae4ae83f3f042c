using Wakeline.Conformance.Targets;
using Wakeline.Conformance.Targets.Adapters;
using Wakeline.Testing;

namespace Wakeline.Conformance.Tests.Targets;

/// <summary>Adapters that are a few lines of shell.</summary>
internal sealed class AdapterScript : IDisposable
{
    /// <summary>Answers to hello as the contract has it.</summary>
    public const string Greets =
        """read line; echo '{"adapter":"a","version":1,"stack":"s","clock":"virtual","packets":true,"calls":"""
        + """["socket"]}'""";

    private readonly TemporaryFolder _folder = new();
    private readonly string _file;

    /// <summary>Writes an adapter.</summary>
    /// <param name="lines">What it does.</param>
    public AdapterScript(params IReadOnlyList<string> lines) => _file = _folder.File(
        "adapter.sh",
        string.Join('\n', lines).Replace("MARK", $"{_folder.Path}/mark", StringComparison.Ordinal) + "\n");

    /// <summary>Why there are no such adapters here; <see langword="null"/> if there are.</summary>
    public static string? Lacking => File.Exists("/bin/sh") ? null : "It takes /bin/sh.";

    /// <summary>Starts it.</summary>
    public AdapterTarget Start(AdapterLimits? limits = null) => new("cmd:sh", $"/bin/sh \"{_file}\"", limits);

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
