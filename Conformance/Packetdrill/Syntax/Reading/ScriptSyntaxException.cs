namespace Wakeline.Conformance.Packetdrill.Syntax.Reading;

/// <summary>Ends the reading of an event that is not of the language.</summary>
/// <param name="fault">The fault.</param>
internal sealed class ScriptSyntaxException(SyntaxFault fault) : Exception(fault.Message)
{
    /// <summary>The fault.</summary>
    public SyntaxFault Fault => fault;
}
