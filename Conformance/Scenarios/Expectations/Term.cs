using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Spec;

namespace Wakeline.Conformance.Scenarios.Expectations;

/// <summary>
/// The value of an expression: a number, which an error or a list of events may belong to, or a call that has not
/// returned. In sums such a call counts as 0; no comparison of sizes with it is true.
/// </summary>
internal readonly record struct Term
{
    private Term(StepFate fate, int number) => (Fate, Number) = (fate, number);

    /// <summary>Whether a call that the term stands for has returned; numbers count as returned.</summary>
    public StepFate Fate { get; }

    /// <summary>The number; -1 for an error.</summary>
    public int Number { get; }

    /// <summary>The error, if the term is one.</summary>
    public Errno Error { get; private init; }

    /// <summary>The events reported, if the term has any.</summary>
    public Sequence<ReportedEvent>? Events { get; private init; }

    /// <summary>Whether the term is nothing but events.</summary>
    private bool IsEventList { get; init; }

    /// <summary>Whether the term counts as true.</summary>
    public bool IsTrue => Fate == StepFate.Returned && Number != 0;

    /// <summary>A number.</summary>
    public static Term Of(int number) => new(StepFate.Returned, number);

    /// <summary>1 for true, 0 for false.</summary>
    public static Term Of(bool truth) => Of(truth ? 1 : 0);

    /// <summary>An error.</summary>
    public static Term Of(Errno error) => new(StepFate.Returned, -1) { Error = error };

    /// <summary>A list of events.</summary>
    public static Term Of(Sequence<ReportedEvent> events) =>
        new(StepFate.Returned, events.Count) { Events = events, IsEventList = true };

    /// <summary>A call that has not returned.</summary>
    public static Term Of(StepFate fate) => new(fate, 0);

    /// <summary>What became of a call.</summary>
    public static Term Of(StepEnding ending) => ending.Result is not { } result ? Of(ending.Fate)
        : result.Error != Errno.None ? Of(result.Error)
        : new Term(StepFate.Returned, result.Value) { Events = result.Events };

    /// <summary>Whether two terms are equal, as far as both say anything.</summary>
    public bool IsSameAs(Term other)
    {
        if (Fate != other.Fate || Fate != StepFate.Returned)
        {
            return Fate == other.Fate;
        }

        if (IsEventList || other.IsEventList)
        {
            return Events is { } left && other.Events is { } right && left == right;
        }

        var isErrorAlike = Error == other.Error || Error == Errno.None || other.Error == Errno.None;
        return Number == other.Number && isErrorAlike;
    }

    /// <summary>The sign of the difference; <see langword="null"/> if a call has not returned.</summary>
    public int? CompareTo(Term other) =>
        Fate == StepFate.Returned && other.Fate == StepFate.Returned ? Number.CompareTo(other.Number) : null;
}
