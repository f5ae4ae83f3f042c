namespace Wakeline.Conformance.Programs;

/// <summary>
/// What the names in a text of steps mean. Programs number their slots and threads, scenarios name them.
/// </summary>
internal abstract class StepNames
{
    /// <summary>The slot that an operand names; <see langword="null"/> if the text is no name of a slot.</summary>
    public abstract int? Slot(string text);

    /// <summary>The thread that an operand names; <see langword="null"/> if there is none.</summary>
    public abstract int? Thread(string text);

    /// <summary>Takes up what stands before the equals sign.</summary>
    /// <param name="step">The step so far.</param>
    /// <param name="shape">The shape of its verb.</param>
    /// <param name="names">The names, at least one.</param>
    /// <exception cref="ProgramSyntaxException">The call does not return what the names are for.</exception>
    public abstract CallStep WithResults(CallStep step, VerbShape shape, IReadOnlyList<string> names);
}

/// <summary>The names of programs: a slot is a letter, which says what it once held, and its number.</summary>
internal sealed class NumberedNames : StepNames
{
    /// <summary>One more than the greatest number of a slot.</summary>
    public const int SlotsMost = 64;

    /// <summary>The only instance: it has no state.</summary>
    public static readonly NumberedNames Instance = new();

    /// <inheritdoc/>
    public override int? Slot(string text) =>
        text == "-1" ? CallStep.NoSlot
        : text.Length > 1 && char.IsAsciiLetterLower(text[0])
            && Parameter.Integer(text[1..]) is >= 0 and < SlotsMost and var slot ? slot
        : null;

    /// <inheritdoc/>
    public override int? Thread(string text) =>
        Parameter.Integer(text) is >= 0 and < CallProgram.ThreadsMost and var thread ? thread : null;

    /// <inheritdoc/>
    public override CallStep WithResults(CallStep step, VerbShape shape, IReadOnlyList<string> names)
    {
        if (shape.Opened == 0)
        {
            throw new ProgramSyntaxException($"{shape.Name} returns no descriptor.");
        }

        if (names.Count != shape.Opened)
        {
            throw new ProgramSyntaxException(
                $"{shape.Name} opens {shape.Opened} descriptors, but {names.Count} are named.");
        }

        var slots = names.Select(OpenedSlot).ToList();
        return step with { Result = slots[0], SecondResult = slots.Count > 1 ? slots[1] : CallStep.NoSlot };
    }

    private int OpenedSlot(string text) => Slot(text) is >= 0 and var slot ? slot
        : throw new ProgramSyntaxException($"'{text}' is no slot; a slot is a letter and a number below {SlotsMost}.");
}
