using System.Globalization;
using System.Xml.Linq;

namespace Wakeline.Diagrams.Svg;

/// <summary>A drawing: stands alone as a file, or inline in a page that defines <see cref="SvgStyle"/>.</summary>
public sealed class SvgPicture
{
    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";
    private readonly XElement _root;

    internal SvgPicture(double width, double height, string title, IEnumerable<XElement> content)
    {
        Width = width;
        Height = height;
        Title = title;
        _root = new XElement(
            _svg + "svg", new XAttribute("class", "wk"),
            new XAttribute("role", "img"), new XAttribute("aria-label", title),
            new XAttribute("viewBox", $"0 0 {SvgShapes.Number(width)} {SvgShapes.Number(height)}"),
            new XAttribute("width", SvgShapes.Number(width)), new XAttribute("height", SvgShapes.Number(height)),
            content);
    }

    /// <summary>Width in pixels.</summary>
    public double Width { get; }

    /// <summary>Height in pixels.</summary>
    public double Height { get; }

    /// <summary>What the drawing shows, for those who cannot see it.</summary>
    public string Title { get; }

    /// <summary>The drawing without style and background, for a page that defines both.</summary>
    public XElement ToInline() => new(_root);

    /// <summary>The drawing as the text of a file of its own, readable on light and dark screens.</summary>
    public string ToFile()
    {
        var root = new XElement(_root);
        root.AddFirst(
            new XElement(_svg + "title", Title),
            new XElement(_svg + "style", $"\n{SvgStyle.Colours}\n{SvgStyle.Rules}\n"),
            new XElement(
                _svg + "rect", new XAttribute("class", "paper"),
                new XAttribute("width", "100%"), new XAttribute("height", "100%")));
        return root.ToString().ReplaceLineEndings("\n") + "\n";
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Title} ({Width:0} x {Height:0})");
}
