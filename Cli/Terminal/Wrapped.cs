using System.Text;

namespace Wakeline.Cli.Terminal;

/// <summary>Makes text fit a width.</summary>
internal static class Wrapped
{
    /// <summary>Names separated by commas, broken into lines between names.</summary>
    public static IEnumerable<string> Names(IEnumerable<string> names, int width)
    {
        var line = new StringBuilder();
        foreach (var name in names)
        {
            if (line.Length > 0 && line.Length + 2 + name.Length >= width)
            {
                yield return line.Append(',').ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? ", " : "").Append(name);
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }

    /// <summary>One line, cut where it would not fit.</summary>
    public static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 3)] + "...";
}
