using System.Globalization;

namespace Wakeline.Cli.Conform;

/// <summary>Makes names unique: one that is taken gets a number.</summary>
internal sealed class UniqueAnchors
{
    private readonly HashSet<string> _taken = [];

    /// <summary>The name, or the name with a number if it has been given away before.</summary>
    public string Of(string name)
    {
        var free = name;
        for (var number = 2; !_taken.Add(free); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        }

        return free;
    }
}
