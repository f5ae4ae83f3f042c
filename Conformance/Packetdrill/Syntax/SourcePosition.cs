namespace Wakeline.Conformance.Packetdrill.Syntax;

/// <summary>
/// Where something stands in a script. Positions are no part of what a script says: all are equal, so that trees that
/// say the same are.
/// </summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
internal readonly record struct SourcePosition(int Line, int Column)
{
    /// <inheritdoc/>
    public bool Equals(SourcePosition other) => true;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;

    /// <inheritdoc/>
    public override string ToString() => $"{Line}:{Column}";
}
