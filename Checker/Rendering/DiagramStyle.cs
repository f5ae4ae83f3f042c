namespace Wakeline.Checking.Rendering;

/// <summary>How a sequence diagram is drawn as text.</summary>
public sealed record DiagramStyle
{
    /// <summary>The least width that a diagram can be drawn in, in columns.</summary>
    public const int WidthLeast = 40;

    /// <summary>Width of the terminal, in columns.</summary>
    public int Width { get; init; } = 100;

    /// <summary>Whether to draw with ASCII characters only.</summary>
    public bool IsAscii { get; init; }

    internal char Line => IsAscii ? '|' : '│';

    internal char Mark => IsAscii ? '*' : '●';

    internal char LoopTop => IsAscii ? '/' : '┌';

    internal char LoopSide => IsAscii ? '|' : '│';

    internal char LoopBottom => IsAscii ? '\\' : '└';

    internal char Dash => IsAscii ? '-' : '─';
}
