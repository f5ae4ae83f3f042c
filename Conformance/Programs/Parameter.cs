using System.Globalization;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Programs;

/// <summary>Gives a slot the name under which a program shows it.</summary>
internal delegate string SlotName(int slot);

/// <summary>One operand of a verb: how it is shown and how it is read.</summary>
/// <param name="Name">Name of the operand, as the JSON form spells it.</param>
/// <param name="Print">Shows the operand of a step; empty for an option that is not taken.</param>
/// <param name="Read">Puts an operand into a step; <see langword="null"/> if the text is none.</param>
/// <param name="IsOptional">Whether the operand may be left out.</param>
internal sealed record Parameter(
    string Name,
    Func<CallStep, SlotName, string> Print,
    Func<CallStep, string, StepNames, CallStep?> Read,
    bool IsOptional = false)
{
    private static readonly string[] s_memoryNames = ["", "UNMAPPED", "OUTSIDE"];

    public static readonly Parameter Descriptor = new(
        "descriptor", (step, name) => name(step.Descriptor),
        (step, text, names) => names.Slot(text) is { } slot ? step with { Descriptor = slot } : null);

    public static readonly Parameter Target = new(
        "target", (step, name) => name(step.Target),
        (step, text, names) => names.Slot(text) is { } slot ? step with { Target = slot } : null);

    public static readonly Parameter Operation = new(
        "operation", (step, _) => OperationName(step.Operation),
        (step, text, _) => ReadOperation(text) is { } operation ? step with { Operation = operation } : null);

    public static readonly Parameter Events = new(
        "events", (step, _) => EventText.Print(step.Events),
        (step, text, _) => EventText.Read(text) is { } events ? step with { Events = events } : null);

    public static readonly Parameter SocketAddress = new(
        "address", (step, _) => $"127.0.0.{step.Address}:p{step.Port}", ReadAddress);

    public static readonly Parameter Timeout = new(
        "timeout", (step, _) => PrintTimeout(step), (step, text, _) => ReadTimeout(step, text));

    /// <summary>Milliseconds, which may have decimals.</summary>
    public static readonly Parameter Milliseconds = new(
        "ms", (step, _) => step.Duration.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
        (step, text, _) => ReadMilliseconds(text) is { } time ? step with { Duration = time } : null);

    /// <summary>The thread that a signal is sent to.</summary>
    public static readonly Parameter OtherThread = new(
        "thread", (step, _) => step.Number.ToString(CultureInfo.InvariantCulture),
        (step, text, names) => names.Thread(text) is { } thread ? step with { Number = thread } : null);

    public static readonly Parameter Directions = new(
        "how", (step, _) => DirectionsName(step.Directions),
        (step, text, _) => ReadDirections(text) is { } directions ? step with { Directions = directions } : null);

    public static readonly Parameter Polled = new("fds", PrintPolled, ReadPolled);

    public static readonly Parameter Nonblocking = Flag(
        "flags", "NONBLOCK", step => step.Nonblocking, step => step with { Nonblocking = true });

    public static readonly Parameter DontWait = Flag(
        "flags", "DONTWAIT", step => step.Nonblocking, step => step with { Nonblocking = true });

    public static readonly Parameter OutOfBand = Flag(
        "oob", "OOB", step => step.Urgent, step => step with { Urgent = true });

    /// <summary>Signals that are blocked.</summary>
    public static readonly Parameter SignalMask = new(
        "mask", (step, _) => SignalText.Print(step.Mask),
        (step, text, _) => SignalText.Read(text) is { } mask ? step with { Mask = mask } : null);

    /// <summary>The signal that is sent, if it is not the first.</summary>
    public static readonly Parameter SentSignal = new(
        "signal", (step, _) => step.Signal == default ? "" : SignalText.NameOf(step.Signal),
        (step, text, _) => SignalText.ReadOne(text) is { } signal ? step with { Signal = signal } : null,
        IsOptional: true);

    public static readonly Parameter UnknownFlag = Flag(
        "flags", "UNKNOWN", step => step.Number != 0, step => step with { Number = 1 });

    public static readonly Parameter Memory = new(
        "memory", (step, _) => s_memoryNames[(int)step.Memory],
        (step, text, _) => Array.IndexOf(s_memoryNames, text) is > 0 and var memory
            ? step with { Memory = (UserMemory)memory }
            : null,
        IsOptional: true);

    public static readonly Parameter Switch = new(
        "on", (step, _) => step.Number != 0 ? "ON" : "OFF",
        (step, text, _) => text is "ON" or "OFF" ? step with { Number = text == "ON" ? 1 : 0 } : null);

    /// <summary>A number under the name the call's manual page gives it.</summary>
    public static Parameter Count(string name) => new(
        name, (step, _) => step.Number.ToString(CultureInfo.InvariantCulture),
        (step, text, _) => Integer(text) is { } number ? step with { Number = number } : null);

    private static Parameter Flag(
        string name, string word, Func<CallStep, bool> isSet, Func<CallStep, CallStep> set) => new(
        name, (step, _) => isSet(step) ? word : "", (step, text, _) => text == word ? set(step) : null,
        IsOptional: true);

    /// <summary>Reads a whole number.</summary>
    internal static int? Integer(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string OperationName(ControlOperation operation) => operation switch
    {
        ControlOperation.Add => "ADD",
        ControlOperation.Delete => "DEL",
        ControlOperation.Modify => "MOD",
        _ => "UNKNOWN",
    };

    private static ControlOperation? ReadOperation(string text) =>
        Enum.GetValues<ControlOperation>().Where(each => OperationName(each) == text)
            .Select(each => (ControlOperation?)each).FirstOrDefault();

    private static string PrintTimeout(CallStep step) => step.Timeout switch
    {
        Wakeline.Spec.Tasks.Timeout.Never => "-1",
        Wakeline.Spec.Tasks.Timeout.Zero => "0",
        _ when step.Duration == TimeSpan.Zero => "short",
        _ => Milliseconds.Print(step, static _ => ""),
    };

    private static CallStep? ReadTimeout(CallStep step, string text) => text switch
    {
        "-1" => step with { Timeout = Wakeline.Spec.Tasks.Timeout.Never },
        "0" => step with { Timeout = Wakeline.Spec.Tasks.Timeout.Zero },
        "short" => step with { Timeout = Wakeline.Spec.Tasks.Timeout.Finite },
        _ when Integer(text) is > 0 and <= 3_600_000 and var milliseconds => step with
        {
            Timeout = Wakeline.Spec.Tasks.Timeout.Finite,
            Duration = TimeSpan.FromMilliseconds(milliseconds),
        },
        _ => null,
    };

    /// <summary>At most an hour, and no finer than a microsecond.</summary>
    private static TimeSpan? ReadMilliseconds(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds is > 0 and <= 3_600_000 && decimal.Round(milliseconds, 3) == milliseconds
            ? TimeSpan.FromMicroseconds((double)(milliseconds * 1000)) : null;

    private static string DirectionsName(ShutdownDirections directions) => directions switch
    {
        ShutdownDirections.Receive => "RD",
        ShutdownDirections.Send => "WR",
        ShutdownDirections.Both => "RDWR",
        _ => "UNKNOWN",
    };

    private static ShutdownDirections? ReadDirections(string text) =>
        Enum.GetValues<ShutdownDirections>().Where(each => DirectionsName(each) == text)
            .Select(each => (ShutdownDirections?)each).FirstOrDefault();

    private static CallStep? ReadAddress(CallStep step, string text, StepNames names)
    {
        var parts = text.Split(":p");
        return parts.Length == 2 && parts[0].StartsWith("127.0.0.", StringComparison.Ordinal)
            && Integer(parts[0]["127.0.0.".Length..]) is >= 0 and < 256 and var address
            && Integer(parts[1]) is >= 0 and var port
            ? step with { Address = address, Port = port }
            : null;
    }

    private static string PrintPolled(CallStep step, SlotName name) =>
        $"[{string.Join(", ", step.Polled.Select(each => $"{name(each.Slot)} {EventText.Print(each.Asked)}"))}]";

    private static CallStep? ReadPolled(CallStep step, string text, StepNames names)
    {
        if (!text.StartsWith('[') || !text.EndsWith(']'))
        {
            return null;
        }

        var found = new List<PolledSlot>();
        foreach (var each in text[1..^1].Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = each.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length != 2 || names.Slot(words[0]) is not { } slot || EventText.Read(words[1]) is not { } events)
            {
                return null;
            }

            found.Add(new PolledSlot(slot, events));
        }

        return step with { Polled = found.ToSequence() };
    }
}
