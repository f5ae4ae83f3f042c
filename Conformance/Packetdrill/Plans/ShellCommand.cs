using System.Text;

namespace Wakeline.Conformance.Packetdrill.Plans;

/// <summary>A command of the shell: its words, and what its output goes to.</summary>
/// <param name="Text">The command as it was written.</param>
/// <param name="Words">Its words, without quotes.</param>
/// <param name="Output">The file that its output goes to; <see langword="null"/> for none.</param>
/// <param name="Pipe">What reads its output, if anything does.</param>
internal sealed record ShellCommand(string Text, List<string> Words, string? Output, ShellCommand? Pipe)
{
    /// <summary>What ends a command where no quote holds it.</summary>
    private const string Ends = ";\n|&#";

    /// <summary>How many commands may read each other's output.</summary>
    private const int PipesMost = 20;

    /// <summary>Commands that stand behind each other.</summary>
    /// <exception cref="UnsupportedException">There is more to the text than such.</exception>
    public static IReadOnlyList<ShellCommand> Split(string text)
    {
        var reader = new Reader(text.Replace("\r", "", StringComparison.Ordinal)
            .Replace("\\\n", " ", StringComparison.Ordinal));
        var commands = new List<ShellCommand>();
        while (reader.Next() is { } command)
        {
            if (command.Words.Count > 0)
            {
                commands.Add(command);
            }
        }

        return commands;
    }

    /// <summary>Reads one command after the other.</summary>
    private sealed class Reader(string text)
    {
        private int _at;
        private int _pipes;

        private char Current => _at < text.Length ? text[_at] : '\0';

        public ShellCommand? Next()
        {
            while (Current == ';' || char.IsWhiteSpace(Current))
            {
                _at++;
            }

            _pipes = 0;
            return _at < text.Length ? ReadCommand() : null;
        }

        private ShellCommand ReadCommand()
        {
            if (++_pipes > PipesMost)
            {
                throw new UnsupportedException($"more than {PipesMost} commands behind each other in one");
            }

            var (start, words) = (_at, new List<string>());
            string? output = null;
            while (ReadWord(words.Count > 0) is { } word)
            {
                if (word.Redirects is { } descriptor)
                {
                    var file = word.Text.Length > 0 ? word.Text : ReadWord(isBegun: true)?.Text ?? "";
                    output = descriptor == 2 ? output : file;
                }
                else
                {
                    words.Add(word.Text);
                }
            }

            var written = text[start.._at].Trim();
            return new ShellCommand(written, words, output, ReadEnd(written));
        }

        /// <summary>What ends a command: a line, ';', '&amp;&amp;', '||' with what cannot fail, or a pipe.</summary>
        private ShellCommand? ReadEnd(string written)
        {
            if (Current == '#')
            {
                _at = Math.Max(text.IndexOf('\n', _at), 0) is > 0 and var line ? line : text.Length;
                return null;
            }

            var two = _at + 1 < text.Length ? text.Substring(_at, 2) : "";
            if (two == "&&")
            {
                _at += 2;
                return null;
            }

            if (two == "||")
            {
                _at += 2;
                SkipBlanks();
                return ReadCommand() is { Words: ["true" or ":", ..], Pipe: null } ? null : throw Unread(written);
            }

            if (Current == '|')
            {
                _at++;
                SkipBlanks();
                return ReadCommand();
            }

            return Current == '&' ? throw Unread(written) : null;
        }

        private void SkipBlanks()
        {
            while (Current != '\n' && char.IsWhiteSpace(Current))
            {
                _at++;
            }
        }

        /// <summary>A word, or where the output goes.</summary>
        private (string Text, int? Redirects)? ReadWord(bool isBegun)
        {
            SkipBlanks();
            if (Redirection() is { } redirection)
            {
                return redirection;
            }

            if (Current == '<')
            {
                throw new UnsupportedException("a command whose input comes from a file");
            }

            if (_at == text.Length || (Ends.Contains(Current, StringComparison.Ordinal) && (Current != '#' || isBegun
                || _at == 0 || char.IsWhiteSpace(text[_at - 1]))))
            {
                return null;
            }

            var word = new StringBuilder();
            while (_at < text.Length && !char.IsWhiteSpace(Current) && Current is not (';' or '|' or '&' or '>' or '<'))
            {
                ReadPart(word);
            }

            return (word.ToString(), null);
        }

        private void ReadPart(StringBuilder word)
        {
            if (Current is '"' or '\'')
            {
                var end = text.IndexOf(Current, _at + 1);
                if (end < 0)
                {
                    throw new UnsupportedException("a command with a quote that is not closed");
                }

                word.Append(text, _at + 1, end - _at - 1);
                _at = end + 1;
                return;
            }

            _at += Current == '\\' && _at + 1 < text.Length ? 1 : 0;
            word.Append(Current);
            _at++;
        }

        /// <summary>'&gt;', '&gt;&gt;', '2&gt;', '&amp;&gt;', and where '2&gt;&amp;1' goes.</summary>
        private (string Text, int? Redirects)? Redirection()
        {
            var descriptor = 1;
            var at = _at;
            if (Current is '1' or '2' && at + 1 < text.Length && text[at + 1] == '>')
            {
                descriptor = Current - '0';
                at++;
            }
            else if (Current == '&' && at + 1 < text.Length && text[at + 1] == '>')
            {
                at++;
            }

            if (at >= text.Length || text[at] != '>')
            {
                return null;
            }

            at += at + 1 < text.Length && text[at + 1] == '>' ? 2 : 1;
            if (at + 1 < text.Length && text[at] == '&' && char.IsAsciiDigit(text[at + 1]))
            {
                _at = at + 2;
                return ("/dev/stderr", descriptor);
            }

            _at = at;
            return ("", descriptor);
        }

        private static UnsupportedException Unread(string written) =>
            new($"what stands behind the command '{written}' is not followed");
    }
}
