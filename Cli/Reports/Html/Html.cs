using System.Xml.Linq;

namespace Wakeline.Cli.Reports.Html;

/// <summary>Makes elements of a page. Text is encoded by the tree it becomes part of.</summary>
internal static class Html
{
    private static readonly HashSet<string> s_void = ["meta", "br", "hr", "link", "img"];

    public static XElement Tag(string name, params object?[] content) => new(name, content);

    public static XElement Styled(string name, string style, params object?[] content) =>
        new(name, new XAttribute("class", style), content);

    public static XAttribute Id(string id) => new("id", id);

    public static XElement Link(string target, params object?[] content) =>
        new("a", new XAttribute("href", target), content);

    public static XElement Code(string text) => new("code", text);

    /// <summary>A part of the page that is folded away until somebody wants it.</summary>
    public static XElement Folded(object summary, params object?[] content) =>
        new("details", new XElement("summary", summary), content);

    /// <summary>A part of the page that can be folded away.</summary>
    public static XElement Unfolded(object summary, params object?[] content) =>
        new("details", new XAttribute("open", "open"), new XElement("summary", summary), content);

    /// <summary>A table; columns whose title starts with <c>#</c> hold numbers.</summary>
    public static XElement Table(IReadOnlyList<string> titles, IEnumerable<XElement> rows) => Styled(
        "div", "scroll",
        Tag(
            "table",
            Tag("thead", Tag("tr", titles.Select(title => title.StartsWith('#')
                ? Styled("th", "number", title[1..]) : Tag("th", title)))),
            Tag("tbody", rows)));

    public static XElement Number(long value) => Styled("td", "number", Figures.Text(value));

    /// <summary>An identifier for an anchor, made from names.</summary>
    public static string Anchor(params IEnumerable<string> names) =>
        string.Concat(string.Join('-', names).Select(character => char.IsLetterOrDigit(character) ? character : '-'));

    /// <summary>The text of a whole page.</summary>
    public static string Document(XElement html)
    {
        foreach (var element in html.DescendantsAndSelf().Where(element => element.IsEmpty))
        {
            var isForeign = element.Name.Namespace != XNamespace.None;
            if (!isForeign && !s_void.Contains(element.Name.LocalName))
            {
                element.Add("");
            }
        }

        return "<!DOCTYPE html>\n" + html.ToString().ReplaceLineEndings("\n") + "\n";
    }
}
