namespace Wakeline.Checking.Traces;

/// <summary>
/// A trace cannot be read, belongs to another system or version, or does not replay. The message says which, naming the
/// step where there is one.
/// </summary>
public sealed class TraceException : Exception
{
    /// <summary>Creates the exception without details.</summary>
    public TraceException() : base("The trace cannot be used.") { }

    /// <summary>Creates the exception with a message.</summary>
    public TraceException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and a cause.</summary>
    public TraceException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Number of the step that cannot be taken, from 1; 0 if the trouble is not with a step.</summary>
    public int Step { get; init; }
}
