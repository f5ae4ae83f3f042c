namespace Wakeline.Conformance.Programs;

/// <summary>A text is no program. The message names the line and what is wrong with it.</summary>
public sealed class ProgramSyntaxException : Exception
{
    /// <summary>Creates the exception without details.</summary>
    public ProgramSyntaxException() : base("The text is no program.") { }

    /// <summary>Creates the exception with a message.</summary>
    public ProgramSyntaxException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and a cause.</summary>
    public ProgramSyntaxException(string message, Exception innerException) : base(message, innerException) { }
}
