using Wakeline.Checking.Rendering;
using Wakeline.Checking.Traces;
using Wakeline.Cli.CommandLine;

namespace Wakeline.Cli.Terminal;

/// <summary>A run as a sequence diagram for the terminal at hand.</summary>
internal static class TraceText
{
    public static string Of(Trace trace, Shell shell) => SequenceDiagram.Render(trace, new DiagramStyle
    {
        Width = Math.Max(shell.Console.Profile.Width, DiagramStyle.WidthLeast),
        IsAscii = !shell.Console.Profile.Capabilities.Unicode,
    });
}
