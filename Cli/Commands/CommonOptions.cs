using System.CommandLine;

namespace Wakeline.Cli.Commands;

/// <summary>Options that mean the same wherever they occur.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json")
    {
        Description = "Write one JSON document to the output instead of text.",
    };
}
