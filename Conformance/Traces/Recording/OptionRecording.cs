using System.Globalization;
using Wakeline.Conformance.Packetdrill.OnModel.Options;
using Wakeline.Conformance.Packetdrill.OnModel.Reports;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Traces.Recording;

/// <summary>Options of sockets and their values as traces show them, and back.</summary>
internal static class OptionRecording
{
    private const string Linger = "SO_LINGER";

    /// <summary>An option by name; one without a name by the numbers of its level and its own.</summary>
    public static string NameOf(long level, long option) =>
        OptionRule.Find(level, option)?.Name ?? string.Create(CultureInfo.InvariantCulture, $"{level}:{option}");

    /// <summary>The numbers of an option's level and its own.</summary>
    /// <exception cref="UnsupportedException">There is none of that name.</exception>
    public static (long Level, long Option) NumbersOf(string name)
    {
        if (OptionRule.All.FirstOrDefault(rule => rule.Name == name) is { } found)
        {
            return (ConstantNames.Number(found.Level), ConstantNames.Number(name));
        }

        return name.Split(':') is [var level, var option]
            ? (ConstantNames.Number(level), ConstantNames.Number(option))
            : throw new UnsupportedException($"the option '{name}' is not known");
    }

    /// <summary>A call with the value that it sets an option to.</summary>
    public static CallEntry WithValue(CallEntry entry, Value value, long? size)
    {
        var (number, text) = Write(entry.Option!, value);
        return entry with
        {
            Value = number,
            Text = text,
            Size = size == OctetsOf(entry.Option!, text) ? null : size,
            Arguments = number is null && text is null ? [.. Parts(value)] : [],
        };
    }

    /// <summary>The value that a call sets an option to.</summary>
    /// <exception cref="UnsupportedException">A structure that has no place in a trace.</exception>
    public static Value ValueOf(CallEntry entry) =>
        entry.Text is { } text ? new TextValue(text)
        : entry.Value is { } number ? Read(entry.Option!, number)
        : FormOf(entry.Option!) == OptionForm.Time && entry.Arguments is [var seconds, var rest]
            ? Time(ConstantNames.Number(seconds), ConstantNames.Number(rest))
        : throw new UnsupportedException($"the value of {entry.Option} is none that can be handed on");

    /// <summary>A return with what it told of an option: a number, or a name, and the octets of it.</summary>
    public static CallExit WithTold(CallExit exit, string option, Value? value, long? size)
    {
        var (number, text) = value is null ? (null, null) : Write(option, value);
        return exit with { Value = number, Text = text, Size = size == OctetsOf(option, text) ? null : size };
    }

    /// <summary>What a call told, as it writes it.</summary>
    public static Dictionary<int, Value> Outputs(string option, CallExit exit)
    {
        Value? told = exit.Text is { } text ? new TextValue(text)
            : exit.Value is { } number ? Read(option, number)
            : null;
        return told is null
            ? []
            : new Dictionary<int, Value> { [3] = told, [4] = Pointed(exit.Size ?? OctetsOf(option, exit.Text)) };
    }

    private static (long? Number, string? Text) Write(string option, Value value)
    {
        var single = value is ListValue { Items: [var only] } ? only : value;
        return single switch
        {
            TextValue text => (null, text.Text),
            StructureValue structure when option == Linger => (LingerOf(structure), null),
            StructureValue structure when FormOf(option) == OptionForm.Time => (MicrosecondsOf(structure), null),
            _ => (single.Number, null),
        };
    }

    private static Value Read(string option, long number)
    {
        if (option == Linger)
        {
            var (isOn, seconds) = number < 0 ? (0, 0) : (1, number);
            return Ancillary.Structure(("onoff", isOn), ("linger", seconds), ("l_onoff", isOn), ("l_linger", seconds));
        }

        return FormOf(option) == OptionForm.Time
            ? Time(number / EventTime.Second, number % EventTime.Second)
            : Pointed(number);
    }

    /// <summary>Seconds, or -1 if it is off.</summary>
    private static long LingerOf(StructureValue structure) =>
        structure.Fields is [{ Value.Number: not 0 }, { Value.Number: { } seconds }, ..] ? seconds : -1;

    private static long? MicrosecondsOf(StructureValue structure) =>
        structure["tv_sec"]?.Number is { } seconds
            && structure["tv_usec"]?.Number is >= 0 and < EventTime.Second and var rest
            ? (seconds * EventTime.Second) + rest
            : null;

    private static IEnumerable<string> Parts(Value value) => value is StructureValue structure
        ? structure.Fields.Select(field => $"{field.Value}")
        : [$"{value}"];

    private static OptionForm? FormOf(string option) =>
        OptionRule.All.FirstOrDefault(rule => rule.Name == option)?.Form;

    /// <summary>Octets that the value has: int, struct linger, struct timeval, or a name.</summary>
    private static long OctetsOf(string option, string? text) =>
        text is not null ? text.Length : option == Linger ? 8 : FormOf(option) == OptionForm.Time ? 16 : 4;

    private static StructureValue Time(long seconds, long rest) =>
        Ancillary.Structure(("tv_sec", seconds), ("tv_usec", rest));

    private static ListValue Pointed(long number) => new([new NumberValue(number)]);
}
