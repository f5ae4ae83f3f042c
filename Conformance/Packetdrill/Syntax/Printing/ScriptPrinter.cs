using System.Globalization;
using System.Text;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;

namespace Wakeline.Conformance.Packetdrill.Syntax.Printing;

/// <summary>Writes scripts in the form that is read again as the same.</summary>
internal static class ScriptPrinter
{
    /// <summary>A script, an event a line.</summary>
    public static string Write(Script script)
    {
        var text = new StringBuilder();
        foreach (var option in script.Options)
        {
            text.Append("--").Append(option.Name);
            text.Append(option.Value is { } value ? $"={Quoted(value)}" : "").Append('\n');
        }

        WriteCommand(text, script.Setup);
        foreach (var each in script.Events)
        {
            text.Append(Write(each)).Append('\n');
        }

        WriteCommand(text, script.Cleanup);
        return text.ToString();
    }

    /// <summary>An event.</summary>
    public static string Write(ScriptEvent each) => $"{Write(each.Time)} {Write(each.Action)}";

    /// <summary>What happens.</summary>
    public static string Write(ScriptAction action) => action switch
    {
        Command command => $"`{command.Text}`",
        Code code => $"%{{{code.Text}}}%",
        Call call => ArgumentPrinter.Write(call),
        Packet packet => PacketPrinter.Write(packet),
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    /// <summary>When it happens.</summary>
    public static string Write(EventTime time)
    {
        var sign = time.Kind == TimeKind.Relative ? "+" : "";
        return time.Kind == TimeKind.Any ? "*"
            : time.Latest is { } latest ? $"{sign}{Seconds(time.Start)}~{sign}{Seconds(latest)}"
            : time.Return is { } end ? $"{sign}{Seconds(time.Start)}...{Seconds(end)}"
            : $"{sign}{Seconds(time.Start)}";
    }

    /// <summary>Microseconds as seconds.</summary>
    public static string Seconds(long microseconds) =>
        ((decimal)microseconds / EventTime.Second).ToString("0.######", CultureInfo.InvariantCulture);

    private static void WriteCommand(StringBuilder text, Command? command)
    {
        if (command is not null)
        {
            text.Append('`').Append(command.Text).Append("`\n");
        }
    }

    private static string Quoted(string value) =>
        value.Any(each => char.IsWhiteSpace(each) || each == '`') && !value.Contains('"', StringComparison.Ordinal)
            ? $"\"{value}\""
            : value;
}
