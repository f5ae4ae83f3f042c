using System.Text;

namespace Wakeline.Generators.Emission;

/// <summary>Writes indented text with line feeds on every system.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes one line, or several, at the current indentation.</summary>
    public CodeWriter Line(string line = "")
    {
        foreach (var part in line.Replace("\r", "").Split('\n'))
        {
            if (part.Length > 0)
            {
                _text.Append(' ', 4 * _depth).Append(part);
            }

            _text.Append('\n');
        }

        return this;
    }

    /// <summary>Writes an optional header and an opening brace; disposing closes it.</summary>
    public IDisposable Block(string header = "", string start = "{", string end = "}")
    {
        if (header.Length > 0)
        {
            Line(header);
        }

        Line(start);
        _depth++;
        return new Closing(this, end);
    }

    /// <summary>Indents what follows until disposed.</summary>
    public IDisposable Indent()
    {
        _depth++;
        return new Closing(this, null);
    }

    public override string ToString() => _text.ToString();

    private sealed class Closing(CodeWriter writer, string? end) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            if (end is not null)
            {
                writer.Line(end);
            }
        }
    }
}
