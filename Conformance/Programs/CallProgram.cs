namespace Wakeline.Conformance.Programs;

/// <summary>
/// A program of system calls. Its steps are taken in order, each by its thread; the next begins when the call has
/// returned or is known to sleep. A step of a thread that sleeps is passed over; so is one that waits for or signals a
/// thread that does not.
/// </summary>
/// <param name="Steps">The steps.</param>
public sealed record CallProgram(Sequence<CallStep> Steps)
{
    /// <summary>The most threads a program may have.</summary>
    public const int ThreadsMost = 4;

    /// <summary>The number of threads.</summary>
    public int Threads => Steps.Count == 0 ? 1 : Steps.Max(step => step.Thread) + 1;

    /// <summary>One more than the greatest slot that is used.</summary>
    public int Slots => Steps.Count == 0
        ? 0
        : Steps.Max(step => step.UsedSlots.Append(step.Result).Append(step.SecondResult).Max()) + 1;

    /// <summary>The program in the notation that <see cref="ProgramText.Parse"/> reads.</summary>
    public override string ToString() => ProgramText.Print(this);
}
