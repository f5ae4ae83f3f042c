namespace Wakeline.Checking;

/// <summary>
/// A check cannot use its directory: the disk is full, a file is damaged, or what is there belongs to something else.
/// The message says which, in one line.
/// </summary>
public sealed class DiskException : IOException
{
    /// <summary>Creates the exception without details.</summary>
    public DiskException() : base("The directory of the check cannot be used.") { }

    /// <summary>Creates the exception with a message.</summary>
    public DiskException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and a cause.</summary>
    public DiskException(string message, Exception innerException) : base(message, innerException) { }
}
