using System.Diagnostics.CodeAnalysis;

namespace Wakeline;

/// <summary>
/// A bounded collection of a specification would have grown past its capacity: the bounds of the system are too small
/// for what it does, or the specification is wrong. The checker reports it as a violation, with the steps that led
/// there.
/// </summary>
public sealed class BoundExceededException : InvalidOperationException
{
    /// <summary>Creates the exception without details.</summary>
    public BoundExceededException() : base("A bounded collection is full.") { }

    /// <summary>Creates the exception with a message.</summary>
    public BoundExceededException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and a cause.</summary>
    public BoundExceededException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Throws for a collection and its capacity; kept out of line so that callers stay small.</summary>
    [DoesNotReturn]
    public static void Throw(string collection, int capacity) =>
        throw new BoundExceededException($"{collection} of capacity {capacity} exceeded.");
}
