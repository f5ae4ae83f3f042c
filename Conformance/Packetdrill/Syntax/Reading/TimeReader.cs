using System.Globalization;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;

namespace Wakeline.Conformance.Packetdrill.Syntax.Reading;

/// <summary>Reads when something happens.</summary>
internal static class TimeReader
{
    /// <summary>Reads a time, a window of two times, or the times of a blocking call.</summary>
    public static EventTime Read(TokenStream tokens)
    {
        if (tokens.TakeIf("*"))
        {
            return new EventTime(TimeKind.Any, 0);
        }

        var kind = tokens.TakeIf("+") ? TimeKind.Relative : TimeKind.Absolute;
        var start = ReadSeconds(tokens, "a time, such as 0.1, +0.1 or *,");
        if (tokens.TakeIf("~"))
        {
            var latest = ReadLater(tokens, kind, start, "the end of the window");
            return new EventTime(kind, start, Latest: latest);
        }

        return tokens.TakeIf("...")
            ? new EventTime(kind, start, Return: ReadLater(tokens, kind, start, "the time of return"))
            : new EventTime(kind, start);
    }

    private static long ReadLater(TokenStream tokens, TimeKind kind, long start, string what)
    {
        if (tokens.Current.Is("+") && kind != TimeKind.Relative)
        {
            throw tokens.Expected($"{what}, counted from the start of the script as the first time is,");
        }

        tokens.TakeIf("+");
        var position = tokens.Position;
        var shown = tokens.Current.Text;
        var later = ReadSeconds(tokens, what);
        return later >= start
            ? later
            : throw new ScriptSyntaxException(new SyntaxFault(
                position, $"{what} expected not to lie before the first time, found '{shown}'"));
    }

    private static long ReadSeconds(TokenStream tokens, string what)
    {
        if (tokens.Current.Kind is TokenKind.Digits or TokenKind.Decimal
            && decimal.TryParse(
                tokens.Current.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= EventTime.Most / EventTime.Second)
        {
            tokens.Take();
            return (long)decimal.Round(seconds * EventTime.Second);
        }

        throw tokens.Expected($"{what} in seconds, at most a week,");
    }
}
