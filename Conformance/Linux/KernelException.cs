namespace Wakeline.Conformance.Linux;

/// <summary>The kernel refused something the comparison needs. The message says what, and with which error.</summary>
public sealed class KernelException : Exception
{
    /// <summary>Creates the exception without details.</summary>
    public KernelException() : base("The kernel refused something the comparison needs.") { }

    /// <summary>Creates the exception with a message.</summary>
    public KernelException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and a cause.</summary>
    public KernelException(string message, Exception innerException) : base(message, innerException) { }
}
