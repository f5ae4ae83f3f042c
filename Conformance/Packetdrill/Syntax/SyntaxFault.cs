namespace Wakeline.Conformance.Packetdrill.Syntax;

/// <summary>A place where a script is not of the language.</summary>
/// <param name="Position">Where.</param>
/// <param name="Message">What was expected, and what stands there.</param>
internal sealed record SyntaxFault(SourcePosition Position, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Position}: {Message}";
}
