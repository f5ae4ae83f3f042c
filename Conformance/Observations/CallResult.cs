using Wakeline.Conformance.Programs;
using Wakeline.Spec;

namespace Wakeline.Conformance.Observations;

/// <summary>An event as a call reports it.</summary>
/// <param name="Tag">epoll_wait: the user data. poll, select: the place of the descriptor in the call, from 0.</param>
/// <param name="Events">The bits found.</param>
public readonly record struct ReportedEvent(int Tag, PollEvents Events)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Tag}:{EventText.Print(Events)}";
}

/// <summary>What a call returned.</summary>
/// <param name="Value">The return value; -1 for an error. Descriptors are counted from the first one a program may
/// open.</param>
/// <param name="Error">The error.</param>
public sealed record CallResult(int Value, Errno Error = Errno.None)
{
    /// <summary>
    /// epoll_wait: the events in the order reported. poll, select: those of the descriptors that have any.
    /// </summary>
    public Sequence<ReportedEvent> Events { get; init; }

    /// <summary>socketpair: the second descriptor; the first is the value.</summary>
    public int Second { get; init; } = -1;

    /// <summary>
    /// Whether received octets are the ones that were sent, in their order, none left out and none twice.
    /// </summary>
    public bool IsIntact { get; init; } = true;

    /// <summary>A failed call.</summary>
    public static CallResult Fail(Errno error) => new(-1, error);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = Error == Errno.None ? $"{Value}" : $"{Value} {Error}";
        text += Second >= 0 ? $" and {Second}" : "";
        text += Events.Count > 0 ? $" [{string.Join(", ", Events)}]" : "";
        return IsIntact ? text : text + " (the octets are not those that were sent)";
    }
}
