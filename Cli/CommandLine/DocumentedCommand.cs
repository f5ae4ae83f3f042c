using System.CommandLine;

namespace Wakeline.Cli.CommandLine;

/// <summary>A command whose help shows how it is used.</summary>
internal sealed class DocumentedCommand(string name, string description) : Command(name, description)
{
    /// <summary>Command lines that work as they stand.</summary>
    public required IReadOnlyList<string> Examples { get; init; }
}
