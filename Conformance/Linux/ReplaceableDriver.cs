namespace Wakeline.Conformance.Linux;

/// <summary>
/// A driver that a program may cost: where a call cannot be ended, a new driver goes on, and the old one's threads are
/// left to the end of the process.
/// </summary>
internal sealed class ReplaceableDriver(Sandbox sandbox) : IDisposable
{
    /// <summary>A kernel that costs more is not one to hold anything against.</summary>
    private const int ReplacementsMost = 3;

    private int _replacements;

    /// <summary>The driver in use.</summary>
    public LinuxDriver Current { get; private set; } = new(sandbox);

    /// <summary>Replaces a driver that failed, unless that was done too often.</summary>
    public bool TryReplace()
    {
        if (_replacements == ReplacementsMost)
        {
            return false;
        }

        _replacements++;
        Current = new LinuxDriver(sandbox);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => Current.Dispose();
}
