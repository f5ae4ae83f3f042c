using System.Text;

namespace Wakeline.Cli.Terminal;

/// <summary>Makes text fit a width.</summary>
internal static class Wrapped
{
    /// <summary>Words separated by blanks, broken into lines between words.</summary>
    public static IEnumerable<string> Words(IEnumerable<string> words, int width)
    {
        var line = new StringBuilder();
        foreach (var word in words)
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }

    /// <summary>Names separated by commas, broken into lines between names.</summary>
    public static IEnumerable<string> Names(IReadOnlyList<string> names, int width) =>
        Words(names.Select((name, index) => index < names.Count - 1 ? name + "," : name), width);

    /// <summary>A sentence, broken into lines between words.</summary>
    public static IEnumerable<string> Sentence(string text, int width) => Words(text.Split(' '), width);
}
