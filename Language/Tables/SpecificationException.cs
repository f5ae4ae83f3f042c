namespace Wakeline;

/// <summary>
/// A table or system contradicts itself, or is used with values it does not have. The message says which.
/// </summary>
public sealed class SpecificationException : Exception
{
    /// <summary>Creates the exception without details.</summary>
    public SpecificationException() : base("The specification contradicts itself.") { }

    /// <summary>Creates the exception with a message.</summary>
    public SpecificationException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and a cause.</summary>
    public SpecificationException(string message, Exception innerException) : base(message, innerException) { }
}
