using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;

namespace Wakeline.Conformance.Packetdrill.Running;

/// <summary>When a step is due: between two times, with a tolerance.</summary>
/// <param name="Earliest">The first time.</param>
/// <param name="Latest">The last time; <see langword="null"/> if any will do.</param>
/// <param name="Tolerance">How far beyond both is still good.</param>
internal readonly record struct Timing(long Earliest, long? Latest, long Tolerance)
{
    /// <summary>The last time that is good.</summary>
    public long Limit => Latest + Tolerance ?? EventTime.Most;

    /// <summary>The times of an event.</summary>
    /// <param name="time">The event's.</param>
    /// <param name="before">The time of the event before.</param>
    /// <param name="settings">What is tolerated.</param>
    public static Timing Of(EventTime time, long before, RunSettings settings)
    {
        var origin = time.Kind == TimeKind.Absolute ? 0 : before;
        var start = origin + time.Start;
        return time.Kind == TimeKind.Any
            ? new Timing(0, null, 0)
            : new Timing(start, origin + (time.Latest ?? time.Start), ToleranceAt(start, before, settings));
    }

    /// <summary>When a blocking call returns.</summary>
    public static Timing OfReturn(EventTime time, long before, RunSettings settings)
    {
        var end = (time.Kind == TimeKind.Absolute ? 0 : before) + time.Return!.Value;
        return new Timing(end, end, ToleranceAt(end, before, settings));
    }

    /// <summary>Requires something to happen in time.</summary>
    /// <param name="what">What happens.</param>
    /// <param name="actual">When.</param>
    /// <exception cref="ScriptFailureException">It is too early or too late.</exception>
    public void Require(string what, long actual)
    {
        if (Latest is { } latest && (actual < Earliest - Tolerance || actual > latest + Tolerance))
        {
            throw new ScriptFailureException(
                $"{what} {(actual < Earliest ? "too early" : "too late")}",
                $"at {this}", $"at {ScriptPrinter.Seconds(actual)}");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Latest is not { } latest ? "any time"
        : Earliest == latest ? ScriptPrinter.Seconds(Earliest)
        : $"{ScriptPrinter.Seconds(Earliest)}~{ScriptPrinter.Seconds(latest)}";

    private static long ToleranceAt(long time, long before, RunSettings settings) =>
        Math.Max(settings.Tolerance, (long)(Math.Abs(time - before) * settings.TolerancePart));
}
