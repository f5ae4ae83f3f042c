namespace Wakeline.Model.Oracle;

/// <summary>Where and when an event of a trace stands.</summary>
/// <param name="Line">Its line or number in the trace, from 1.</param>
/// <param name="Time">Nanoseconds since the trace began.</param>
public readonly record struct Moment(long Line, long Time);
